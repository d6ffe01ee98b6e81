"""A custom field, what is wrong with some, and a record type with them. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal, get_args

import msgspec

from cmdb_server.errors import FieldError
from cmdb_server.itsm.declare import Choice, Field, Kind, RecordType, State, Transition

CustomKind = Literal["line", "text", "number", "date", "choice", "ci", "person", "team"]
KINDS: Sequence[CustomKind] = get_args(CustomKind)
# They bear a prefix, so that no field of a later version of the product takes their name.
PREFIX = "x_"
TYPES = ("incident", "problem", "change")
MOST_FIELDS, MOST_CHOICES = 30, 100
_NAME = re.compile(r"x_[a-z][a-z0-9_]{0,40}", re.ASCII)
_LONGEST = {"label": 60, "help": 200, "choice": 100}


class CustomField(msgspec.Struct, frozen=True):
    """A field of records of a type, at the end of theirs in the order of the list.

    A record comes to a state of `needed_in` with a value only. `on_opening` offers it to whoever opens a record,
    `in_lists` shows it in lists. One that is not `is_active` is retired: nobody sets it, what it says stays.
    """

    type: str
    name: str
    label: str
    kind: CustomKind
    help: str = ""
    choices: tuple[str, ...] = ()
    needed_in: tuple[str, ...] = ()
    on_opening: bool = True
    in_lists: bool = False
    is_active: bool = True


def wrong(
    fields: Sequence[CustomField], before: Sequence[CustomField], types: Mapping[str, RecordType]
) -> FieldError | None:
    """What is wrong with fields, None where nothing is; `types` are the declared ones, `before` what holds now."""
    known = {(one.type, one.name) for one in fields}
    for one in before:
        if (one.type, one.name) not in known:
            return FieldError("fields", one.name, "is left out", "retire it: records may say something in it")
    kinds: dict[tuple[str, str], CustomKind] = {(one.type, one.name): one.kind for one in before}
    for turn, one in enumerate(fields):
        others = [other for other in fields[:turn] if other.type == one.type]
        before_it = kinds.get((one.type, one.name))
        error = _of_itself(one, types) or _beside(one, others, types) or _of_kind(one, before_it)
        if error is not None:
            return replace(error, field=f"fields[{turn}].{error.field}")
    return None


def with_fields(kind: RecordType, fields: Sequence[CustomField]) -> RecordType:
    """A record type with custom fields: its ways to a state that needs some ask for them."""
    mine = [one for one in fields if one.type == kind.name]
    if not mine:
        return kind
    needed = {
        state.name: tuple(one.name for one in mine if one.is_active and state.name in one.needed_in)
        for state in kind.states
    }
    return replace(
        kind,
        own_fields=(*kind.own_fields, *map(_declared, mine)),
        states=tuple(_state(state, needed[state.name]) for state in kind.states),
        transitions=tuple(_way(move, needed[move.target]) for move in kind.transitions),
    )


def _declared(one: CustomField) -> Field:
    kind: Kind = one.kind
    choices = tuple(Choice(value, value) for value in one.choices)
    told = one.help or one.label
    if not one.is_active:
        return Field(one.name, one.label, kind, told, choices, parts=(), is_told=True)
    return Field(one.name, one.label, kind, told, choices, on_opening=one.on_opening, in_lists=one.in_lists)


def _state(state: State, needs: tuple[str, ...]) -> State:
    return replace(state, needs=(*state.needs, *needs)) if needs else state


def _way(move: Transition, needs: tuple[str, ...]) -> Transition:
    return replace(move, needs=(*move.needs, *needs), asks=(*move.asks, *needs)) if needs else move


def _of_itself(one: CustomField, types: Mapping[str, RecordType]) -> FieldError | None:
    if one.type not in TYPES:
        return FieldError("type", one.type[:100], "takes no fields", f"give one of {', '.join(TYPES)}")
    if not _NAME.fullmatch(one.name):
        remedy = f"give {PREFIX} and a letter, then letters, digits and _, e.g. {PREFIX}cost_centre"
        return FieldError("name", one.name[:100], "is no name", remedy)
    if not one.label.strip() or len(one.label) > _LONGEST["label"] or not one.label.isprintable():
        remedy = f"give one line of at most {_LONGEST['label']} characters"
        return FieldError("label", one.label[:100], "is no label", remedy)
    if len(one.help) > _LONGEST["help"]:
        return FieldError("help", one.help[:100], "is too long", f"say it in {_LONGEST['help']} characters")
    states = [state.name for state in types[one.type].states[1:]]
    if strange := [name for name in one.needed_in if name not in states]:
        return FieldError("needed_in", strange[0][:100], "is no state that it comes to", f"give {', '.join(states)}")
    return _of_choices(one)


def _of_choices(one: CustomField) -> FieldError | None:
    if one.kind != "choice":
        told = "belong to the kind choice"
        return FieldError("choices", one.choices[0][:100], told, "leave them out") if one.choices else None
    if not 1 <= len(one.choices) <= MOST_CHOICES:
        return FieldError("choices", str(len(one.choices)), "is no number of choices", f"give 1 to {MOST_CHOICES}")
    for turn, value in enumerate(one.choices):
        if value != value.strip() or not value or len(value) > _LONGEST["choice"] or not value.isprintable():
            remedy = f"give one line of at most {_LONGEST['choice']} characters, without blanks around it"
            return FieldError(f"choices[{turn}]", value[:100], "is no choice", remedy)
        if value in one.choices[:turn]:
            return FieldError(f"choices[{turn}]", value, "stands there twice", "leave one of them out")
    return None


def _beside(one: CustomField, others: Sequence[CustomField], types: Mapping[str, RecordType]) -> FieldError | None:
    if len(others) >= MOST_FIELDS:
        return FieldError("type", one.type, "has too many fields", f"keep at most {MOST_FIELDS}, retired ones too")
    if one.name in {other.name for other in others}:
        return FieldError("name", one.name, "stands there twice", "give each field a name of its own")
    if one.label.casefold() in set(_labels(others, types[one.type])):
        return FieldError("label", one.label, "is that of another field", "give each field a label of its own")
    return None


def _labels(others: Sequence[CustomField], kind: RecordType) -> Iterator[str]:
    yield from (field.label.casefold() for field in kind.fields)
    yield from (other.label.casefold() for other in others)


def _of_kind(one: CustomField, before: CustomKind | None) -> FieldError | None:
    if before is not None and one.kind != before:
        remedy = f"leave it {before}: records have values of that kind; retire it and add another field"
        return FieldError("kind", one.kind, "is another one than before", remedy)
    return None
