"""From what somebody asks (uids or names, actions) to CIs of a snapshot; refusals name field, value and remedy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.impact_analysis.changes import NO_CHANGES, Changes
from cmdb_server.impact_analysis.snapshot import ABSENT, Snapshot
from impact import State
from impact.rows import NOTHING, IntArray, integers, plain

_SHOWN = 5


class UnknownCIError(CmdbError):
    """A question names a CI that is not there, no longer counts, or is one of several of that name."""

    def __init__(self, error: FieldError) -> None:
        """404, with the field that names the CI."""
        super().__init__(f"{error.field} {error.value!r}: {error.message}; {error.remedy}", 404, "unknown_ci", (error,))


class ImpactQuestionError(CmdbError):
    """A question that cannot be answered as it stands."""

    def __init__(self, error: FieldError) -> None:
        """422, with the field that is wrong."""
        message = f"{error.field} {error.value!r}: {error.message}; {error.remedy}"
        super().__init__(message, 422, "impact_question_invalid", (error,))


@dataclass(frozen=True)
class ActionOn:
    """An action done to one CI."""

    action: str
    uid: str


@dataclass(frozen=True)
class Question:
    """CIs that are down or degraded, and actions; CIs by uid or by a name that only one CI has.

    `after_seconds` is how long ago the actions began, `changes` is what is to be taken as different.
    """

    down: tuple[str, ...] = ()
    degraded: tuple[str, ...] = ()
    actions: tuple[ActionOn, ...] = ()
    after_seconds: int = 0
    changes: Changes = NO_CHANGES


@dataclass(frozen=True)
class Failed:
    """The CIs that the question takes as failed, by number, each once; one in both counts as down."""

    down: IntArray
    degraded: IntArray

    def all(self) -> list[int]:
        """All of them in the order of the question."""
        return [*plain(self.down), *plain(self.degraded)]


NOBODY = Failed(NOTHING, NOTHING)


def names_some(question: Question) -> bool:
    """Whether a question names CIs that fail."""
    return bool(question.down or question.degraded or question.actions)


def resolve(snapshot: Snapshot, question: Question, done: Mapping[State, Iterable[int]]) -> Failed:
    """The CIs a question means, and those that its actions bring in. Raises UnknownCIError and ImpactQuestionError."""
    if not names_some(question):
        error = FieldError("down", "", "names no CI", "name at least one CI in down, degraded or actions")
        raise ImpactQuestionError(error)
    states: dict[int, State] = {}
    for field, names, state in (("down", question.down, State.DOWN), ("degraded", question.degraded, State.DEGRADED)):
        for turn, name in enumerate(names):
            _enter(states, find(snapshot, name, f"{field}[{turn}]"), state)
    for state, cis in done.items():
        for ci in cis:
            _enter(states, ci, state)
    return Failed(_in_state(states, State.DOWN), _in_state(states, State.DEGRADED))


def find(snapshot: Snapshot, name: str, field: str) -> int:
    """The number of the CI with this uid (also one that was merged away) or name. Raises UnknownCIError."""
    number = snapshot.numbers.get(name)
    merged = snapshot.numbers.get(snapshot.cis.merged_into[number]) if number is not None else None
    while merged is not None:
        number, merged = merged, snapshot.numbers.get(snapshot.cis.merged_into[merged])
    if number is not None:
        if snapshot.is_counted[number]:
            return number
        message = "was not there yet" if snapshot.cis.status[number] == ABSENT else "is retired and no longer counts"
        raise UnknownCIError(FieldError(field, name, message, "name a CI that is in use at that time"))
    return _by_name(snapshot, name, field)


def _by_name(snapshot: Snapshot, name: str, field: str) -> int:
    found = snapshot.numbers_of_name.get(name, [])
    if len(found) == 1:
        return found[0]
    if not found:
        remedy = "give the uid or the exact name of a CI; `cmdb find` looks it up"
        raise UnknownCIError(FieldError(field, name, "is neither the uid nor the name of a CI", remedy))
    shown = ", ".join(f"{snapshot.cis.uid[ci]} ({snapshot.cis.ci_class[ci]})" for ci in found[:_SHOWN])
    remedy = f"give the uid of one of them: {shown}" + (", ..." if len(found) > _SHOWN else "")
    raise UnknownCIError(FieldError(field, name, f"is the name of {len(found)} CIs", remedy))


def _enter(states: dict[int, State], ci: int, state: State) -> None:
    states[ci] = max(state, states.get(ci, State.UP))


def _in_state(states: dict[int, State], wanted: State) -> IntArray:
    found: Iterable[int] = (ci for ci, state in states.items() if state == wanted)
    return integers(list(found))
