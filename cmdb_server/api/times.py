"""Times between requests, the store and answers."""

from datetime import MAXYEAR, datetime
from typing import Annotated

from pydantic import WithJsonSchema

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.timestamps import rfc3339

TimeText = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]


class BadTimeError(CmdbError):
    """A time in a request cannot be used."""

    def __init__(self, field: str, value: str, message: str) -> None:
        """The field, its value and what is wrong."""
        remedy = "send a later time as RFC 3339, e.g. 2027-01-31T12:00:00Z"
        super().__init__(
            f"{field} {message}; {remedy}", 422, "bad_time", (FieldError(field, value[:100], message, remedy),)
        )


def microseconds(field: str, text: str | None, now: int) -> int:
    """A time to come from RFC 3339 in microseconds, 0 for None. Raises BadTimeError."""
    if text is None:
        return 0
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadTimeError(field, text, "is no time") from error
    if moment.tzinfo is None:
        raise BadTimeError(field, text, "has no time zone")
    if moment.year >= MAXYEAR:
        raise BadTimeError(field, text, "is too far away")
    at = round(moment.timestamp() * 1_000_000)
    if at <= now:
        raise BadTimeError(field, text, "has passed")
    return at


def time_or_none(at: int | None) -> str | None:
    """A stored time as RFC 3339, None for never."""
    return rfc3339(at) if at else None
