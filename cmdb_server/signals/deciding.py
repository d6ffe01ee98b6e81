"""What becomes of a signal by what its sender says: counted, damped while it flaps, ended. Pure."""

import secrets
from dataclasses import replace

from cmdb_server.signals.offers import Offer, Sender
from cmdb_server.signals.signal import BY_SENDER, BY_TIME_OUT, Signal, key_of
from cmdb_server.timestamps import OPEN

SECOND = 1_000_000
RETURNS_WITHIN = 10 * 60 * SECOND
FLAPPING_FROM = 3
TIME_OUT = 24 * 3600 * SECOND


def after(known: Signal | None, offer: Offer, sender: Sender, now: int) -> Signal | None:
    """The signal as it is then; `known` is the last one of the fingerprint. None where nothing is to be kept.

    What returns within RETURNS_WITHIN of its end is the same signal and counts a flap. With FLAPPING_FROM flaps it ends
    only after it was quiet for that long.
    """
    if not offer.is_firing:
        return _ended(known, offer, now) if known is not None and known.is_open else known
    if known is None:
        return _opened(offer, sender, now)
    if known.is_open:
        return replace(_repeated(known, offer, now), flaps=known.flaps + bool(known.quiet_at), quiet_at=0)
    if offer.started_at and offer.started_at == known.said_start:
        return known  # told again, late, of what is over
    if now - known.resolved_at > RETURNS_WITHIN:
        return _opened(offer, sender, now)
    # The incident that it was of may be over as well, so which one it belongs to is asked anew.
    back = replace(_repeated(known, offer, now), resolved_at=OPEN, resolved_by="", incident="", expected_by="")
    return replace(back, flaps=known.flaps + 1, quiet_at=0)


def over(signal: Signal, now: int) -> Signal:
    """An open signal as it is by the time alone: ended where it was quiet for long, or where nobody repeats it."""
    if signal.quiet_at and signal.quiet_at <= now:
        return replace(signal, resolved_at=signal.quiet_at, quiet_at=0, resolved_by=BY_SENDER)
    if signal.expires_at <= now:
        return replace(signal, resolved_at=now, resolved_by=BY_TIME_OUT)
    return signal


def is_flapping(signal: Signal) -> bool:
    """Whether it came back so often that its end is not believed at once."""
    return signal.flaps >= FLAPPING_FROM


def _opened(offer: Offer, sender: Sender, now: int) -> Signal:
    return Signal(
        uid=f"sg_{secrets.token_hex(13)}",
        key=key_of(sender.source, offer.fingerprint),
        source=sender.source,
        network_scope=sender.network_scope,
        fingerprint=offer.fingerprint,
        name=offer.name,
        severity=offer.severity,
        summary=offer.summary,
        started_at=min(offer.started_at or now, now),
        last_at=now,
        expires_at=offer.expires_at or now + TIME_OUT,
        said_start=offer.started_at,
        value=offer.value,
        labels=offer.labels,
        subject=offer.subject,
    )


def _repeated(known: Signal, offer: Offer, now: int) -> Signal:
    return replace(
        known,
        name=offer.name,
        severity=offer.severity,
        summary=offer.summary,
        last_at=now,
        expires_at=offer.expires_at or now + TIME_OUT,
        said_start=offer.started_at or known.said_start,
        count=known.count + 1,
        value=offer.value,
        labels=offer.labels,
        subject=offer.subject,
    )


def _ended(known: Signal, offer: Offer, now: int) -> Signal:
    if is_flapping(known):
        return known if known.quiet_at else replace(known, quiet_at=now + RETURNS_WITHIN)
    at = max(min(offer.ended_at or now, now), known.started_at)
    return replace(known, resolved_at=at, resolved_by=BY_SENDER)
