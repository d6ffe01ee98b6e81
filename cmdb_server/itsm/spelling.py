"""Values as they are kept: CIs by uid, times in UTC; people, teams and records that there are."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime

import msgspec

from cmdb_server.errors import FieldError
from cmdb_server.impact_analysis.question import find
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.itsm.declare import Field, HasFields, RecordType
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.rows import rows_in, text_of
from cmdb_server.itsm.workflow import RecordRefusedError
from cmdb_server.timestamps import microseconds, rfc3339

_TOLD = 100
_HARD_SPACE = "\xa0"  # comes with what is pasted, and counts as a space where values are compared


@dataclass(frozen=True)
class People:
    """Who there is: the names of people and of teams, and who is in each team."""

    persons: Callable[[], Collection[str]]
    teams: Callable[[], Collection[str]]
    members: Callable[[str], Collection[str]] = lambda _: ()


@dataclass(frozen=True)
class Known:
    """What values may name: `record` answers a record by its number, or raises; `now` in microseconds.

    `has_scenario` says whether everybody sees a scenario, by its id.
    """

    snapshot: Snapshot
    people: People
    record: Callable[[str], Record]
    now: int
    has_scenario: Callable[[str], bool] = lambda _: False


def spelt(kind: HasFields, values: Mapping[str, str], known: Known) -> dict[str, str]:
    """The values as they are kept; what no field takes is left to the workflow.

    Raises RecordRefusedError, UnknownCIError, UnknownRecordError.
    """
    errors: list[FieldError] = []
    found: dict[str, str] = {}
    telling_apart = {name for names in kind.keys for name in names} if isinstance(kind, RecordType) else set[str]()
    for name, value in values.items():
        field, text = kind.field_of.get(name), value.strip()
        if field is None or not text:
            found[name] = text
        elif name in telling_apart and not text.replace(_HARD_SPACE, " ").isprintable():
            # What a scanner sends before and after a code; two labels that look the same would be two values.
            remedy = "type it as it is printed, without what a scanner sends before and after it"
            errors.append(FieldError(name, ascii(text)[1:-1][:_TOLD], "holds characters that nobody can see", remedy))
        elif field.kind == "rows":
            found[name] = _rows(field, text, known, errors)
        else:
            found[name] = _one(field, name, text, known, errors)
    if errors:
        raise RecordRefusedError(errors)
    return found


def check_chains(kind: RecordType, number: str, values: Mapping[str, str], known: Known) -> None:
    """Raise RecordRefusedError where a record would be part of itself, by way of those that it names."""
    for field in kind.fields:
        named, seen = values.get(field.name, ""), set[str]()
        while field.names_type == kind.name and named and named != number and named not in seen:
            seen.add(named)
            named = known.record(named).value(field.name)
        if seen and named == number:
            error = FieldError(field.name, values[field.name], "leads back to this record", "name another one")
            raise RecordRefusedError((error,))


def uid_of(snapshot: Snapshot, name: str, field: str) -> str:
    """The uid of a CI by uid or name. Raises UnknownCIError."""
    return snapshot.cis.uid[find(snapshot, name, field)]


def _rows(field: Field, text: str, known: Known, errors: list[FieldError]) -> str:
    try:
        rows = rows_in(text)
    except msgspec.DecodeError:
        return text
    return text_of(dict(_cells(field, f"{field.name}[{turn}]", row, (known, errors))) for turn, row in enumerate(rows))


def _cells(
    field: Field, at: str, row: Mapping[str, str], by: tuple[Known, list[FieldError]]
) -> Iterator[tuple[str, str]]:
    columns = {column.name: column for column in field.columns}
    for name, value in row.items():
        column, text = columns.get(name), value.strip()
        yield name, _one(column, f"{at}.{name}", text, *by) if column and text else text


def _one(field: Field, at: str, text: str, known: Known, errors: list[FieldError]) -> str:
    if field.kind == "ci":
        return uid_of(known.snapshot, text, at)
    if field.kind == "record":
        found = known.record(text)
        if field.names_type not in ("", found.type):
            remedy = f"give the number of one of the type {field.names_type}"
            errors.append(FieldError(at, found.number, f"is of the type {found.type}", remedy))
        return found.number
    if error := _unknown(field, at, text, known):
        errors.append(error)
        return text
    return _utc(text) if field.kind in ("time", "planned") else text


def _unknown(field: Field, at: str, text: str, known: Known) -> FieldError | None:
    shown = text[:_TOLD]
    if field.kind in ("time", "planned") and not _utc(text):
        return FieldError(at, shown, "is no time with its zone", "give a time as RFC 3339, e.g. 2027-01-31T12:00:00Z")
    if field.kind == "time" and microseconds(_utc(text)) > known.now:
        return FieldError(at, shown, "has not come yet", "give a time that has come")
    if field.kind == "person" and text not in known.people.persons():
        return FieldError(at, shown, "is nobody's name", "give the name of an account")
    if field.kind == "team" and text not in known.people.teams():
        return FieldError(at, shown, "is no team", "give one of the teams; `cmdb team list` shows them")
    if field.kind == "scenario" and not known.has_scenario(text):
        return FieldError(at, shown, "is no shared scenario", "give the id of one; `cmdb scenario list` shows them")
    return None


def _utc(text: str) -> str:
    """A time in UTC, "" for what is none."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return ""
    is_near = MINYEAR < at.year < MAXYEAR
    return rfc3339(microseconds(text)) if at.tzinfo and is_near else ""
