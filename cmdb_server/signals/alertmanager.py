"""Offers out of what Alertmanager sends to a webhook (payload version 4).

https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
"""

from collections.abc import Iterator
from hashlib import blake2b

import msgspec

from cmdb_server.signals.offers import (
    MOST_OFFERS,
    BadSignalsError,
    Offer,
    Offered,
    Refusal,
    bounded,
    refusal,
    severity_of,
    time_of,
)
from cmdb_server.signals.subjects import subject_of_labels

VERSION = "4"
_NAME, _SEVERITY = "alertname", "severity"
_SUMMARIES = ("summary", "description", "message")


class _Alert(msgspec.Struct, rename="camel"):
    status: str = ""
    labels: dict[str, str] = {}
    annotations: dict[str, str] = {}
    starts_at: str = ""
    ends_at: str = ""
    fingerprint: str = ""


class _Webhook(msgspec.Struct, rename="camel"):
    version: str = ""
    alerts: list[_Alert] = []


_DECODER = msgspec.json.Decoder(_Webhook)


def offers_in(body: bytes) -> Offered:
    """The alerts of a webhook. Raises BadSignalsError where the body is none of version 4."""
    try:
        webhook = _DECODER.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        told = refusal("body", error, "is no webhook of Alertmanager", "send what its webhook_config sends")
        raise BadSignalsError([told], 400) from error
    if webhook.version != VERSION:
        remedy = f"send payload version {VERSION}, as Alertmanager does since 0.6"
        raise BadSignalsError([refusal("version", webhook.version, "is not supported", remedy)])
    if len(webhook.alerts) > MOST_OFFERS:
        remedy = f"set max_alerts of the webhook to {MOST_OFFERS} at most"
        raise BadSignalsError([refusal("alerts", len(webhook.alerts), "are too many for one request", remedy)], 413)
    offers, refused = list[Offer](), list[Refusal]()
    for number, alert in enumerate(webhook.alerts):
        faults = list(_faults(f"alerts.{number}", alert))
        refused += faults
        if not faults:
            offers.append(_offer(alert))
    return Offered(offers, refused)


def _faults(place: str, alert: _Alert) -> Iterator[Refusal]:
    if alert.status not in ("firing", "resolved"):
        yield refusal(f"{place}.status", alert.status, "is no status", "send firing or resolved")
    if not alert.labels.get(_NAME):
        yield refusal(f"{place}.labels.{_NAME}", "", "is missing", "give each alert its name")
    for name, text in (("startsAt", alert.starts_at), ("endsAt", alert.ends_at)):
        if text and time_of(text) is None:
            yield refusal(f"{place}.{name}", text, "is no time", "send RFC 3339 with a time zone")


def _offer(alert: _Alert) -> Offer:
    is_firing = alert.status == "firing"
    ends_at = time_of(alert.ends_at) or 0
    summary = next((alert.annotations[name] for name in _SUMMARIES if alert.annotations.get(name)), "")
    # Two groups of one alert would both tell of it: what it is called by its labels is one thing.
    return bounded(
        Offer(
            fingerprint=alert.fingerprint or _fingerprint(alert.labels),
            name=alert.labels[_NAME],
            is_firing=is_firing,
            severity=severity_of(alert.labels.get(_SEVERITY, "")),
            summary=summary,
            started_at=time_of(alert.starts_at) or 0,
            ended_at=0 if is_firing else ends_at,
            labels=alert.labels,
            subject=subject_of_labels(alert.labels),
            value=alert.annotations.get("value", ""),
        )
    )


def _fingerprint(labels: dict[str, str]) -> str:
    return blake2b(msgspec.json.encode(sorted(labels.items())), digest_size=16).hexdigest()
