"""Baselines and decisions about drift as they are stored; times in microseconds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

DecisionKind: TypeAlias = Literal["accepted", "ignored"]


@dataclass(frozen=True)
class Baseline:
    """How the CIs of a question were `at` an instant."""

    uid: str
    name: str
    query: str
    at: int
    created_at: int
    created_by: str
    reason: str


@dataclass(frozen=True)
class Decision:
    """What somebody decided about a CI that had drifted, or about one change of it.

    Accepted: from `at` on the CI as it was then, in the question or not, is the baseline. Ignored: nothing is said of
    it before `until`. `what` is an attribute or the uid of a relationship, "" for the whole CI.
    """

    ci_uid: str
    what: str
    kind: DecisionKind
    at: int
    is_member: bool
    until: int
    actor: str
    reason: str


def baseline_of(stored: Mapping[str, Any]) -> Baseline:
    """A baseline from its properties."""
    return Baseline(**{name: stored[name] for name in Baseline.__dataclass_fields__})


def decision_of(stored: Mapping[str, Any]) -> Decision:
    """A decision from its properties."""
    # Decisions about one change came later: before, each was about a whole CI.
    known: dict[str, Any] = {"what": "", **stored}
    return Decision(**{name: known[name] for name in Decision.__dataclass_fields__})
