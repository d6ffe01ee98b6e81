"""Times between requests, the store and answers."""

import re
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta
from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import BeforeValidator, WithJsonSchema

from cmdb_server.api.dependencies import services_of
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.timestamps import rfc3339

TimeText = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIER = "a time that has come"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _as_written(value: object) -> object:
    """A day as it stands in a query: pydantic takes a number for seconds since 1970."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("is no day; give it as 2027-12-31")
    return value


Day = Annotated[date, BeforeValidator(_as_written)]
OnDay = Annotated[Day | None, Query(description="The day, e.g. 2027-12-31; today (UTC) without it.")]


class BadTimeError(CmdbError):
    """A time in a request cannot be used."""

    def __init__(self, field: str, value: str, message: str, wanted: str = "a later time") -> None:
        """The field, its value, what is wrong and what is wanted."""
        remedy = f"send {wanted} as RFC 3339, e.g. 2027-01-31T12:00:00Z"
        error = FieldError(field, value[:100], message, remedy)
        super().__init__(f"{field} {error.value!r} {message}; {remedy}", 422, "bad_time", (error,))


def microseconds(field: str, text: str | None, now: int) -> int:
    """A time to come from RFC 3339 in microseconds, 0 for None. Raises BadTimeError."""
    if text is None:
        return 0
    at = _moment(field, text, "a later time")
    if at <= now:
        raise BadTimeError(field, text, "has passed")
    return at


def instant(field: str, text: str, now: int) -> int:
    """A time that has come, from RFC 3339 in microseconds. Raises BadTimeError."""
    at = _moment(field, text, _EARLIER)
    if at > now:
        raise BadTimeError(field, text, "has not come yet", _EARLIER)
    if at < 0:
        raise BadTimeError(field, text, "is before any history", _EARLIER)
    return at


def moment(field: str, text: str) -> int:
    """A time out of RFC 3339 in microseconds, whether or not it has come. Raises BadTimeError."""
    return _moment(field, text, "a time")


def time_or_none(at: int | None) -> str | None:
    """A stored time as RFC 3339, None for never."""
    return rfc3339(at) if at else None


def _moment(field: str, text: str, wanted: str) -> int:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadTimeError(field, text, "is no time", wanted) from error
    if moment.tzinfo is None:
        raise BadTimeError(field, text, "has no time zone", wanted)
    if moment.year >= MAXYEAR or moment.year <= MINYEAR:
        raise BadTimeError(field, text, "is too far away", wanted)
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _as_of(
    request: Request,
    as_of: Annotated[
        TimeText | None, Query(description="As it was at this time of the server; now without it.")
    ] = None,
) -> int | None:
    return None if as_of is None else instant("as_of", as_of, services_of(request).clock())


AsOf = Annotated[int | None, Depends(_as_of)]
