"""What monitoring says of the estate: an incident of the customer relations, noise around it, and what is over.

The database of the application is down, which its programs and the balanced web tier show; elsewhere something small is
wrong. One sender names a machine that nobody knows.
"""

from collections.abc import Iterator
from dataclasses import replace

from cmdb_server.signals.offers import Offer, Sender
from cmdb_server.signals.signal import CRITICAL, INFO, WARNING
from cmdb_server.signals.subjects import Subject

SENDER = Sender("signals:demo-prometheus", "default")
_MINUTE = 60 * 1_000_000
_LASTS = 365 * 24 * 60 * _MINUTE
# Minutes since it began, severity, name, host, program, what it says.
_OPEN = (
    (42, CRITICAL, "PostgresDown", "osl-crm-db-01", "postgres", "postgres does not answer on port 5432"),
    (41, CRITICAL, "HighErrorRate", "osl-crm-app-01", "gunicorn", "61 % of the requests fail"),
    (41, CRITICAL, "HighErrorRate", "osl-crm-app-02", "gunicorn", "58 % of the requests fail"),
    (38, WARNING, "SlowAnswers", "osl-crm-web-01", "nginx", "99 % of the answers take up to 9.8 s"),
    (640, WARNING, "DiskWillFill", "ber-backup-director-01", "", "/var is full in 3 days at this rate"),
    (95, INFO, "PackagesOutdated", "osl-intranet-app-01", "", "14 packages have security updates"),
    (15, WARNING, "DiskWillFill", "osl-crm-db-old", "", "/ is full in 2 days at this rate"),
)
# The same with the minutes since it ended.
_OVER = (
    (380, 352, WARNING, "HighErrorRate", "osl-orders-app-02", "gunicorn", "7 % of the requests fail"),
    (2900, 2860, CRITICAL, "HostDown", "ham-track-web-02", "", "no answer for five minutes"),
    (190, 184, WARNING, "ReplicationLag", "osl-pay-db-01", "postgres", "the replica is 41 s behind"),
)


def offers(now: int) -> list[Offer]:
    """All that is said, in its order; `now` in microseconds."""
    return [*_over(now), *(_offer(entry, now) for entry in _OPEN)]


def _over(now: int) -> Iterator[Offer]:
    for began, ended, *rest in _OVER:
        offer = _offer((began, *rest), now)
        yield offer
        yield replace(offer, is_firing=False, ended_at=now - ended * _MINUTE)


def _offer(entry: tuple[int | str, ...], now: int) -> Offer:
    minutes, severity, name, host, program, summary = entry
    return Offer(
        fingerprint=f"{name} {host}",
        name=str(name),
        is_firing=True,
        severity=int(severity),
        summary=str(summary),
        started_at=now - int(minutes) * _MINUTE,
        expires_at=now + _LASTS,
        labels={"alertname": str(name), "instance": str(host)},
        subject=Subject(host=str(host), program=str(program)),
    )
