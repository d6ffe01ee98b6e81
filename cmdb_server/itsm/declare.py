"""What a record type is declared with; a declaration that contradicts itself is refused when it is loaded."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from cmdb_server.errors import FieldError
from cmdb_server.itsm.record import Record

# A time is one that has come, a planned one need not have; rows are a list of values by column, as JSON. A date is a
# day, money an amount with a point before its decimals, a scenario one that is shared.
Kind = Literal[
    "line", "text", "choice", "number", "time", "planned", "person", "team", "ci", "record", "rows", "date", "money",
    "scenario",
]  # fmt: skip
# Who somebody is to a record: all who read it, who asked for it, who works on records, who is answerable for them.
Part = Literal["reader", "requester", "worker", "manager"]
# What a transition does to the votes on a record: it has them begin, or forgets them.
Voting = Literal["", "begins", "ends"]
# What a transition does to the carrying out of a plan: it begins, is taken back, is over.
Running = Literal["", "begins", "backs_out", "ends"]
# Who is answerable for records of a type has this permission.
Managing = Literal["manage", "changes", "assets"]
# And who works on them this one.
Working = Literal["work", "assets"]
LONGEST = {"line": 200, "text": 20_000, "number": 6, "rows": 50_000, "date": 10, "money": 20}
_USUAL_LONGEST = 200
# The name of the guard of those transitions that open tasks may hold up.
TASKS = "tasks"


@dataclass(frozen=True)
class Choice:
    """A value that a field takes, and its word."""

    value: str
    label: str


@dataclass(frozen=True)
class Field:
    """A value of a record; `parts` may set it, `on_opening` also whoever opens the record.

    Where it has a value, the fields that it `needs` must have one; a time is `not_before` that of another field, and
    a record is never the one that names it. What `is_planned` stands still while the record's state is settled.
    A record is one of the type `names_type` ("" for any), and where that is its own one no circle of them arises.
    Rows have `columns`; `is_of_affected`: each row is of a CI that the record affects, in the column ci. `in_lists`
    shows it in lists of records, which `is_filter` narrows to one value or a range. Those only are told of it who may
    read the attribute `group` of all CIs ("" for whoever reads records). `is_told`: timelines tell of it though nobody
    sets it.
    """

    name: str
    label: str
    kind: Kind
    help: str
    choices: tuple[Choice, ...] = ()
    is_required: bool = False
    parts: tuple[Part, ...] = ("worker", "manager")
    on_opening: bool = False
    default: str = ""
    needs: tuple[str, ...] = ()
    not_before: str = ""
    is_planned: bool = False
    in_lists: bool = False
    names_type: str = ""
    columns: tuple["Field", ...] = ()
    is_of_affected: bool = False
    is_filter: bool = False
    group: str = ""
    is_told: bool = False

    @property
    def longest(self) -> int:
        """How many characters it takes."""
        return LONGEST.get(self.kind, _USUAL_LONGEST)


@dataclass(frozen=True)
class FieldSet:
    """Fields of a part of records, declared as those of a record type are."""

    plural: str
    fields: tuple[Field, ...]

    @cached_property
    def field_of(self) -> dict[str, Field]:
        """The fields by name."""
        return {field.name: field for field in self.fields}


@dataclass(frozen=True)
class State:
    """Where a record stands; `is_open`: somebody has yet to do something about it.

    `is_settled`: what was planned, and what the record affects, is no longer changed. Who comes to it has values for
    all that it `needs` and one of each of `needs_one_of`, and loses those of what it `clears`.
    """

    name: str
    label: str
    is_open: bool = True
    is_settled: bool = False
    needs: tuple[str, ...] = ()
    needs_one_of: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()


@dataclass(frozen=True)
class Guard:
    """What keeps a record from a transition: `check` says what is missing, None where nothing is."""

    name: str
    check: Callable[[Record], FieldError | None]


@dataclass(frozen=True)
class Transition:
    """A way from states to another one, for some, once `needs` (fields) have values.

    `asks`: fields that are offered with it; `needs_reason`: whoever goes it says why; every guard has to let it pass.
    `file_missing` says what is wrong where no file was brought to the record, None where it needs none.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    parts: tuple[Part, ...] = ("worker", "manager")
    needs: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    needs_reason: bool = False
    guards: tuple[Guard, ...] = ()
    file_missing: Callable[[Record], FieldError | None] | None = None
    voting: Voting = ""
    running: Running = ""


@dataclass(frozen=True)
class RecordType:
    """A kind of record. The first state is where each begins. Raises ValueError for what fits nothing else in it.

    Whoever has the permission `managed_by` is answerable for its records, whoever has `worked_by` works on them; those
    of `opened_by` open one. No two records have the same values of all fields of one of `keys`, whatever the case.
    `has_impact`: what follows when the CIs that a record is about are down is computed.
    Files at its records are given to who may read the attribute group `files_group` of all CIs.
    """

    name: str
    label: str
    plural: str
    prefix: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    own_fields: tuple[Field, ...] = ()
    managed_by: Managing = "manage"
    worked_by: Working = "work"
    opened_by: tuple[Part, ...] = ("reader",)
    keys: tuple[tuple[str, ...], ...] = ()
    common_fields: tuple[Field, ...] | None = None
    has_impact: bool = True
    files_group: str = ""

    def __post_init__(self) -> None:
        names = [field.name for field in self.fields]
        self._check("two fields of one name", (name for name in names if names.count(name) > 1))
        known = {state.name for state in self.states}
        for move in self.transitions:
            self._check(f"{move.name} between states", {*move.sources, move.target} - known)
            self._check(f"{move.name} with fields", {*move.needs, *move.asks} - {*names})
            self._check(f"{move.name} loses what it needs", {*move.needs} & self._cleared_in(move.target))
        for field in self.fields:
            self._check(f"{field.name} with fields", {*field.needs, field.not_before} - {*names, ""})
        for state in self.states:
            told = {*state.needs, *state.needs_one_of, *state.clears}
            self._check(f"{state.name} with fields", told - {*names})
            self._check(f"{state.name} clears what it needs", {*state.needs, *state.needs_one_of} & {*state.clears})
        self._check("keys with fields", {name for key in self.keys for name in key} - {*names})
        self._check("unreachable states", known - self._reached())

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Those of every record unless the type says which instead, then its own."""
        return (*(COMMON if self.common_fields is None else self.common_fields), *self.own_fields)

    @cached_property
    def field_of(self) -> dict[str, Field]:
        """The fields by name."""
        return {field.name: field for field in self.fields}

    @cached_property
    def state_of(self) -> dict[str, State]:
        """The states by name."""
        return {state.name: state for state in self.states}

    @cached_property
    def held_by_tasks(self) -> tuple[Transition, ...]:
        """The transitions that open tasks may hold up; without any its records have no tasks."""
        return tuple(move for move in self.transitions if any(guard.name == TASKS for guard in move.guards))

    def is_final(self, state: str) -> bool:
        """Whether no way leads out of a state."""
        return not any(state in move.sources for move in self.transitions)

    @property
    def connected_by(self) -> tuple[Part, ...]:
        """Who connects its records with CIs; nobody asks for what has no requester."""
        return ("requester", "worker") if "requester" in self.field_of else ("worker",)

    def transition(self, name: str) -> Transition | None:
        """The transition of a name."""
        return next((move for move in self.transitions if move.name == name), None)

    def _cleared_in(self, name: str) -> set[str]:
        return {field for state in self.states if state.name == name for field in state.clears}

    def _reached(self) -> set[str]:
        reached, before = {self.states[0].name}, set[str]()
        while reached != before:
            before = set(reached)
            reached |= {move.target for move in self.transitions if reached.intersection(move.sources)}
        return reached

    def _check(self, what: str, wrong: Iterable[str]) -> None:
        if names := sorted(set(wrong)):
            message = f"record type {self.name}: {what}: {', '.join(names)}"
            raise ValueError(message)


HasFields: TypeAlias = RecordType | FieldSet
LEVELS = (Choice("1", "high"), Choice("2", "medium"), Choice("3", "low"))
# How every record ends: what was done holds, or it was none.
ENDED = (
    State("resolved", "Resolved", is_open=False),
    State("closed", "Closed", is_open=False),
    State("cancelled", "Cancelled", is_open=False),
)


def duplicate_of(kind: str) -> Field:
    """The field of a type that names the record which is kept instead."""
    told = "The record of the same trouble that is kept up to date."
    return Field("duplicate_of", "Duplicate of", "record", told, names_type=kind)


COMMON = (
    Field("title", "Title", "line", "What it is about, in one line.", is_required=True, on_opening=True),
    Field("description", "Description", "text", "What was seen, where, since when.", on_opening=True),
    Field("requester", "Requester", "person", "Who asks for it; whoever opens it unless said otherwise."),
    Field("assignee", "Assignee", "person", "Who works on it."),
    Field("team", "Team", "team", "The team whose turn it is."),
)
FROM_TEMPLATE = Field("template", "Template", "line", "The template that it was opened from.", parts=())
# Of records that have a priority, and of those that look for a cause.
PRIORITY = (
    Field(
        "urgency", "Urgency", "choice", "How soon it has to be over.", LEVELS,
        is_required=True, on_opening=True, default="3",
    ),
    Field(
        "impact", "Impact", "choice", "Follows from the services that are hit, unless somebody says so.", LEVELS,
        needs=("impact_reason",),
    ),
    Field("impact_reason", "Why this impact", "line", "Why it is another one than what follows."),
)  # fmt: skip
CAUSE = (
    Field("cause", "Cause", "text", "What it came from."),
    Field("cause_ci", "CI at fault", "ci", "Where it came from."),
    Field("resolution", "Fix", "text", "What was done about it."),
)
