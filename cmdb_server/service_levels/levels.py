"""Calendars and targets as data: what somebody agreed on."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.rule_book import RuleBook, Versioned
from cmdb_server.service_levels.calendars import Calendar, Hours, minute_of

TargetKind: TypeAlias = Literal["response", "resolution"]
KEY = "service_levels"
MOST = 200
_LONGEST_MINUTES, _LAST_DAY, _LAST_PRIORITY = 366 * 24 * 60, 6, 5


class Target(msgspec.Struct, frozen=True):
    """Records of `type` are taken up (response) or resolved within `minutes` of a calendar ("": of every day).

    `priorities` and `services` (uids) it holds for, empty for any. The clock stands while a record is in one of
    `pauses_in`. Of several that fit a record the first of each kind holds.
    """

    name: str
    type: str
    kind: TargetKind
    minutes: int
    calendar: str = ""
    priorities: tuple[int, ...] = ()
    services: tuple[str, ...] = ()
    pauses_in: tuple[str, ...] = ()


class Levels(Versioned, frozen=True):
    """What holds for all records."""

    calendars: tuple[Calendar, ...] = ()
    targets: tuple[Target, ...] = ()

    def calendar(self, name: str) -> Calendar | None:
        """The calendar of a name, None for none."""
        return next((one for one in self.calendars if one.name == name), None)


class LevelsRefusedError(CmdbError):
    """Levels that make no sense."""

    def __init__(self, field: str, value: object, message: str, remedy: str) -> None:
        """422, with the field that is wrong."""
        error = FieldError(field, str(value)[:100], message, remedy)
        super().__init__(f"{field} {error.value!r} {message}; {remedy}", 422, "levels_refused", (error,))


class LevelsChangedError(CmdbError):
    """Somebody else has saved other levels."""

    def __init__(self, version: int) -> None:
        """412, naming the present version."""
        message = f"the service levels were changed meanwhile (version {version}); read them again"
        super().__init__(message, 412, "levels_changed")


class ServiceLevels:
    """Reads and saves the levels."""

    def __init__(self, store: GraphStore, types: Mapping[str, RecordType], clock: Callable[[], int]) -> None:
        """`types` are the record types there are; `clock` in microseconds."""
        self._types = types
        self._book = RuleBook(store, KEY, Levels(), clock)

    def current(self) -> Levels:
        """The levels in force."""
        return self._book.current()

    def save(self, wanted: Levels, who: str, version: int | None) -> Levels:
        """Let other levels hold; `version` is that of those that were edited, None for any.

        Raises LevelsRefusedError, LevelsChangedError.
        """
        check(wanted, self._types)
        return self._book.save(wanted, who, version, LevelsChangedError)


def check(levels: Levels, types: Mapping[str, RecordType]) -> None:
    """Refuse what cannot be meant. Raises LevelsRefusedError."""
    for field, entries in (("calendars", levels.calendars), ("targets", levels.targets)):
        if len(entries) > MOST:
            raise LevelsRefusedError(field, len(entries), "are too many", f"keep at most {MOST}")
        names = [entry.name.strip() for entry in entries]
        for turn, name in enumerate(names):
            if not name or name in names[:turn]:
                raise LevelsRefusedError(
                    f"{field}[{turn}].name", name, "is empty or stands twice", "give each a name of its own"
                )
    for turn, calendar in enumerate(levels.calendars):
        check_calendar(calendar, f"calendars[{turn}]")
    for turn, target in enumerate(levels.targets):
        _check_target(target, f"targets[{turn}]", levels, types)


def check_calendar(calendar: Calendar, field: str) -> None:
    """Refuse a calendar that cannot be meant; `field` is where it stands. Raises LevelsRefusedError."""
    try:
        ZoneInfo(calendar.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        remedy = "give one of the IANA names, e.g. Europe/Oslo"
        raise LevelsRefusedError(f"{field}.time_zone", calendar.time_zone, "is no time zone", remedy) from error
    if not calendar.hours:
        raise LevelsRefusedError(f"{field}.hours", "", "are none", "say when work is done")
    for turn, hours in enumerate(calendar.hours):
        _check_hours(hours, f"{field}.hours[{turn}]")
    for turn, holiday in enumerate(calendar.holidays):
        try:
            date.fromisoformat(holiday.date)
        except ValueError as error:
            where = f"{field}.holidays[{turn}].date"
            raise LevelsRefusedError(where, holiday.date, "is no date", "give it as 2026-12-25") from error


def _check_hours(hours: Hours, field: str) -> None:
    if not hours.weekdays or not all(0 <= day <= _LAST_DAY for day in hours.weekdays):
        remedy = "give some of 0 (Monday) to 6 (Sunday)"
        raise LevelsRefusedError(f"{field}.weekdays", hours.weekdays, "are no days", remedy)
    for name, text in (("starts", hours.starts), ("ends", hours.ends)):
        try:
            minute_of(text)
        except ValueError as error:
            remedy = "give it as HH:MM, e.g. 08:00; a day ends at 24:00"
            raise LevelsRefusedError(f"{field}.{name}", text, "is no time of a day", remedy) from error
    if minute_of(hours.starts) >= minute_of(hours.ends):
        remedy = "give a later time; a night is two entries"
        raise LevelsRefusedError(f"{field}.ends", hours.ends, "is not after the start", remedy)


def _check_target(target: Target, field: str, levels: Levels, types: Mapping[str, RecordType]) -> None:
    kind = types.get(target.type)
    if kind is None:
        raise LevelsRefusedError(f"{field}.type", target.type, "is no record type", f"give one of {', '.join(types)}")
    if not 0 < target.minutes <= _LONGEST_MINUTES:
        raise LevelsRefusedError(f"{field}.minutes", target.minutes, "is no length", f"give 1 to {_LONGEST_MINUTES}")
    if target.calendar and levels.calendar(target.calendar) is None:
        known = ", ".join(one.name for one in levels.calendars) or "none yet"
        remedy = f"give one of {known}, or none for every day"
        raise LevelsRefusedError(f"{field}.calendar", target.calendar, "is no calendar", remedy)
    if not all(1 <= priority <= _LAST_PRIORITY for priority in target.priorities):
        remedy = f"give some of 1 to {_LAST_PRIORITY}"
        raise LevelsRefusedError(f"{field}.priorities", target.priorities, "are no priorities", remedy)
    if unknown := [name for name in target.pauses_in if name not in kind.state_of]:
        remedy = f"give some of {', '.join(kind.state_of)}"
        raise LevelsRefusedError(f"{field}.pauses_in", ", ".join(unknown), "are no states of it", remedy)
