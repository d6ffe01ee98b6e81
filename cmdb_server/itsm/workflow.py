"""What somebody may set of a record, and where a transition leads: pure decisions over the declaration."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.itsm.declare import Choice, Field, HasFields, Part, RecordType, Transition
from cmdb_server.itsm.record import Change, Record
from cmdb_server.itsm.rows import MOST_ROWS, rows_in, text_of
from cmdb_server.timestamps import microseconds

_TOLD = 100
_SHOWN_CHOICES = 20
_AMOUNT = re.compile(r"\d{1,14}(\.\d{1,4})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class Worker:
    """Who does something: `may_work` on records, `may_manage` them, `may_vote` on changes for the board.

    `is_program`: of it nothing is asked that an installation wants to know of people.
    """

    name: str
    may_work: bool = False
    may_manage: bool = False
    may_vote: bool = False
    is_program: bool = False

    def parts(self, record: Record | None) -> frozenset[Part]:
        """Who they are to a record; to one that is not there yet, its requester."""
        found: set[Part] = {"reader"}
        if record is None or self.name in (record.opened_by, record.value("requester")):
            found.add("requester")
        if self.may_work or self.may_manage:
            found.add("worker")
        if self.may_manage:
            found.add("manager")
        return frozenset(found)


class RecordRefusedError(CmdbError):
    """Values that a record cannot take."""

    def __init__(self, errors: Iterable[FieldError]) -> None:
        """422, naming each field, its value and what to do."""
        told = tuple(errors)
        message = "; ".join(f"{error.field} {error.value!r} {error.message}: {error.remedy}" for error in told)
        super().__init__(message, 422, "record_refused", told)


class NotYourPartError(CmdbError):
    """A change of a record by somebody without the part for it."""

    def __init__(self, what: str, parts: Iterable[Part]) -> None:
        """403, naming who may."""
        who = " or ".join(_WHO[part] for part in parts) or "nobody: it follows from what is done"
        super().__init__(f"{what} is for {who}", 403, "forbidden")


class NoWayError(CmdbError):
    """A transition that does not start where the record stands."""

    def __init__(self, record: Record, kind: RecordType, name: str) -> None:
        """409, naming the ways there are."""
        ways = [move.name for move in kind.transitions if record.state in move.sources]
        remedy = f"from here there is {', '.join(ways)}" if ways else "nothing leads away from here"
        state = kind.state_of[record.state].label.lower()
        super().__init__(f"{record.number} is {state}: {name[:_TOLD]!r} does not start there; {remedy}", 409, "no_way")


class SettledError(CmdbError):
    """A change of what was planned, once that is carried out or over."""

    def __init__(self, kind: RecordType, record: Record, what: str) -> None:
        """409, naming the state."""
        state = kind.state_of[record.state].label.lower()
        super().__init__(f"{what} of {record.number} is settled: it is {state}", 409, "settled")


_WHO: Mapping[Part, str] = {
    "reader": "everybody",
    "requester": "who asked for it",
    "worker": "those who work on records",
    "manager": "those who are answerable for records",
}


def opening(kind: RecordType, given: Mapping[str, str], who: Worker) -> dict[str, str]:
    """The values that a record begins with. Raises RecordRefusedError, NotYourPartError."""
    if not who.parts(None).intersection(kind.opened_by):
        raise NotYourPartError(f"opening {kind.plural.lower()}", kind.opened_by)
    for name in given:
        if (field := kind.field_of.get(name)) and not (field.on_opening or who.parts(None).intersection(field.parts)):
            raise NotYourPartError(f"setting {name}", field.parts)
    values = cleaned(kind, given)
    defaults = {field.name: field.default for field in kind.fields if field.default}
    asked = {"requester": who.name} if "requester" in kind.field_of else {}
    found = asked | defaults | {name: value for name, value in values.items() if value}
    _check_required(kind, found, (field.name for field in kind.fields if field.is_required))
    _check_together(kind, found, "")
    return found


def changed(kind: RecordType, record: Record, given: Mapping[str, str], who: Worker) -> Record:
    """The record with other values. Raises RecordRefusedError, NotYourPartError."""
    values = cleaned(kind, given)
    parts = who.parts(record)
    for name, value in values.items():
        if value != record.value(name) and not parts.intersection(kind.field_of[name].parts):
            raise NotYourPartError(f"setting {name} of {record.number}", kind.field_of[name].parts)
        if value != record.value(name) and kind.field_of[name].is_planned:
            check_unsettled(kind, record, name)
    after = {name: value for name, value in {**record.values, **values}.items() if value}
    _check_required(kind, after, (field.name for field in kind.fields if field.is_required))
    _check_together(kind, after, record.number)
    if (lost := _lacking(kind, after, record.state)) and not _lacking(kind, record.values, record.state):
        raise RecordRefusedError(lost)
    return replace(record, values=after)


def settled_in(kind: RecordType, record: Record, state: str) -> Record:
    """The record in a state, without what that clears. Raises RecordRefusedError where it lacks what that needs."""
    values = {name: value for name, value in record.values.items() if name not in kind.state_of[state].clears}
    if missing := _lacking(kind, values, state):
        raise RecordRefusedError(missing)
    return replace(record, state=state, values=values)


def _lacking(kind: RecordType, values: Mapping[str, str], name: str) -> list[FieldError]:
    """What a record needs to be in a state."""
    state = kind.state_of[name]
    missing = [_missing(kind.field_of[need]) for need in state.needs if not values.get(need)]
    if state.needs_one_of and not any(map(values.get, state.needs_one_of)):
        remedy = f"give {' or '.join(state.needs_one_of)}: it is {state.label.lower()}"
        missing.append(FieldError(state.needs_one_of[0], "", "is missing", remedy))
    return missing


def check_unsettled(kind: RecordType, record: Record, what: str) -> None:
    """Raise SettledError where what was planned of a record stands."""
    if kind.state_of[record.state].is_settled:
        raise SettledError(kind, record, what)


def differences(kind: RecordType, before: Record, after: Record) -> tuple[Change, ...]:
    """What is another value in a record, of what somebody may set, in the order of its fields."""
    # What nobody may set follows from what is told of anyway.
    names = (field.name for field in kind.fields if field.parts or field.is_told)
    return tuple(
        Change(name, before.value(name), after.value(name)) for name in names if before.value(name) != after.value(name)
    )


def check_way(kind: RecordType, record: Record, name: str, who: Worker) -> Transition:
    """The transition, if somebody may go it from where the record stands. Raises NoWayError, NotYourPartError."""
    move = kind.transition(name)
    if move is None or record.state not in move.sources:
        raise NoWayError(record, kind, name)
    if not who.parts(record).intersection(move.parts):
        raise NotYourPartError(f"{name} of {record.number}", move.parts)
    return move


def moved(kind: RecordType, record: Record, name: str, reason: str, who: Worker) -> Record:
    """The record in the state that a transition leads to. Raises RecordRefusedError and what `check_way` raises."""
    move = check_way(kind, record, name, who)
    if move.needs_reason and not reason.strip():
        raise RecordRefusedError((FieldError("reason", "", "is missing", f"say why you {name} it"),))
    _check_required(kind, record.values, move.needs)
    if missing := [error for guard in move.guards if (error := guard.check(record))]:
        raise RecordRefusedError(missing)
    return settled_in(kind, record, move.target)


def ways(kind: RecordType, record: Record, who: Worker) -> list[Transition]:
    """The transitions that somebody may go from where the record stands, in the order of their declaration."""
    parts = who.parts(record)
    return [move for move in kind.transitions if record.state in move.sources and parts.intersection(move.parts)]


def cleaned(kind: HasFields, given: Mapping[str, str]) -> dict[str, str]:
    """The values without blanks around them, checked one by one. Raises RecordRefusedError."""
    errors = [error for name, value in given.items() if (error := _error(kind, name, value.strip()))]
    if errors:
        raise RecordRefusedError(errors)
    is_rows = {name: kind.field_of[name].kind == "rows" for name in given}
    return {name: text_of(rows_in(value)) if is_rows[name] else value.strip() for name, value in given.items()}


def _error(kind: HasFields, name: str, value: str) -> FieldError | None:
    field = kind.field_of.get(name)
    if field is None:
        known = ", ".join(kind.field_of)
        return FieldError(name[:_TOLD], value[:_TOLD], f"is no field of {kind.plural.lower()}", f"give one of {known}")
    return _error_in_rows(field, value) if field.kind == "rows" else _error_of(field, name, value)


def _error_in_rows(field: Field, value: str) -> FieldError | None:
    name = field.name
    if len(value) > field.longest:
        return _too_long(field, name, value)
    try:
        rows = rows_in(value)
    except msgspec.DecodeError:
        remedy = f'send a JSON list of objects of texts, e.g. [{{"{field.columns[0].name}": "..."}}]'
        return FieldError(name, value[:_TOLD], "is no list of rows", remedy)
    if len(rows) > MOST_ROWS:
        return FieldError(name, str(len(rows)), "are too many rows", f"give at most {MOST_ROWS}")
    return next((error for turn, row in enumerate(rows) if (error := _error_in_row(field, turn, row))), None)


def _error_in_row(field: Field, turn: int, row: Mapping[str, str]) -> FieldError | None:
    columns = {column.name: column for column in field.columns}
    for name in dict.fromkeys((*columns, *row)):
        at, text = f"{field.name}[{turn}].{name[:_TOLD]}", row.get(name, "").strip()
        if name not in columns:
            return FieldError(at, text[:_TOLD], "is no column", f"give some of {', '.join(columns)}")
        if columns[name].is_required and not text:
            return FieldError(at, "", "is missing", f"say it: {columns[name].help}")
        if error := _error_of(columns[name], at, text):
            return error
    return None


def _too_long(field: Field, name: str, value: str) -> FieldError:
    return FieldError(name, value[:_TOLD], f"has {len(value)} characters", f"shorten it to {field.longest} characters")


def _error_of(field: Field, name: str, value: str) -> FieldError | None:
    if len(value) > field.longest:
        return _too_long(field, name, value)
    if value and (told := _unreadable(field, value)):
        return FieldError(name, value[:_TOLD], *told)
    if "\0" in value or (field.kind != "text" and any(sign in value for sign in "\r\n")):
        return FieldError(name, value[:_TOLD], "holds a line break or a NUL", "write one line of text")
    if field.choices and value and value not in {choice.value for choice in field.choices}:
        known = ", ".join(_named(choice) for choice in field.choices[:_SHOWN_CHOICES])
        more = ", or another of /reference" if len(field.choices) > _SHOWN_CHOICES else ""
        return FieldError(name, value[:_TOLD], "is none of the choices", f"give one of {known}{more}")
    return None


def _named(choice: Choice) -> str:
    return choice.value if choice.value == choice.label else f"{choice.value} ({choice.label})"


def _unreadable(field: Field, value: str) -> tuple[str, str] | None:
    """What is wrong with a number, an amount or a day, and what to do."""
    if field.kind == "number" and not (value.isascii() and value.isdecimal()):
        return "is no whole number", "give digits only"
    if field.kind == "money" and not _AMOUNT.fullmatch(value):
        return "is no amount", "give digits, with a point before at most 4 decimals, e.g. 1299.50"
    if field.kind == "date" and not _is_day(value):
        return "is no day", "give it as year-month-day, e.g. 2027-01-31"
    return None


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return _DAY.fullmatch(value) is not None


def _check_required(kind: RecordType, values: Mapping[str, str], names: Iterable[str]) -> None:
    told = {need for field in kind.fields if values.get(field.name) for need in field.needs}
    missing = [_missing(kind.field_of[name]) for name in sorted({*names, *told}) if not values.get(name)]
    if missing:
        raise RecordRefusedError(missing)


def _check_together(kind: RecordType, values: Mapping[str, str], number: str) -> None:
    """Raise RecordRefusedError for a time before that which it follows, and for a record that names itself."""
    errors: list[FieldError] = []
    for field in kind.fields:
        value, earliest = values.get(field.name, ""), values.get(field.not_before, "")
        if value and earliest and _is_before(field, value, earliest):
            remedy = f"give a time that is not before {field.not_before} ({earliest})"
            errors.append(FieldError(field.name, value, "is too early", remedy))
        if field.kind == "record" and value and value == number:
            errors.append(FieldError(field.name, value, "is this record itself", "name another one"))
    if errors:
        raise RecordRefusedError(errors)


def _is_before(field: Field, one: str, other: str) -> bool:
    return one < other if field.kind == "date" else microseconds(one) < microseconds(other)


def _missing(field: Field) -> FieldError:
    return FieldError(field.name, "", "is missing", f"say it: {field.help[0].lower()}{field.help[1:-1]}")
