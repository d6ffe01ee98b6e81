"""A certificate that has expired, or does so within a week: who shows it is refused by others then."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from cmdb_server.graph_store.queries import signals as queries
from cmdb_server.signals.checking import Check, Seen
from cmdb_server.signals.offers import Offer
from cmdb_server.signals.signal import CRITICAL, WARNING
from cmdb_server.signals.subjects import Subject

WARNED_DAYS = 7
_DAY = 24 * 3600 * 1_000_000


def _run(seen: Seen) -> Sequence[Offer]:
    row = seen.store.read(lambda tx: tx.run(queries.CERTIFICATES))[0]
    return [offer for uid, ends in zip(row["uid"], row["not_after"], strict=True) for offer in _of(uid, ends, seen.now)]


def _of(uid: str, not_after: str, now: int) -> Iterator[Offer]:
    try:
        ends_at = int(datetime.fromisoformat(not_after).timestamp()) * 1_000_000
    except ValueError:
        return
    if ends_at > now + WARNED_DAYS * _DAY:
        return
    is_over = ends_at <= now
    yield Offer(
        fingerprint=uid,
        name="CertificateExpired" if is_over else "CertificateExpires",
        is_firing=True,
        severity=CRITICAL if is_over else WARNING,
        summary=f"It {'expired' if is_over else 'expires'} on {not_after[:10]}.",
        started_at=ends_at if is_over else ends_at - WARNED_DAYS * _DAY,
        subject=Subject(uid=uid),
    )


check = Check("certificate_expired", "A certificate has expired, or does so within a week.", _run)
