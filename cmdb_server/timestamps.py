"""Times between the store (microseconds since 1970, UTC) and people and programs (RFC 3339)."""

from datetime import UTC, datetime, timedelta

OPEN = 9223372036854775807
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment_of(microseconds: int) -> datetime:
    """A stored time, as one that knows its zone."""
    return _EPOCH + timedelta(microseconds=microseconds)


def rfc3339(microseconds: int) -> str:
    """A stored time in RFC 3339, UTC with Z; fractions of a second only where there are any."""
    moment = moment_of(microseconds)
    digits = f".{moment.microsecond:06d}".rstrip("0") if moment.microsecond else ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}{digits}Z"


def microseconds(text: str) -> int:
    """A time that `rfc3339` wrote, as it is stored."""
    return (datetime.fromisoformat(text) - _EPOCH) // timedelta(microseconds=1)
