"""The states a failure leads to: the least fixpoint of the rules, with the round in which each CI got its state.

Three strata, worst first: who is down, who is at least degraded, who is at least at risk. Within a stratum the failure
spreads in rounds (all CIs at once), and each requirement counts its lost members, so that every CI is looked at once a
stratum. A round of one stratum also hears the losses of the strata before it in their round, which makes the rounds
exactly those of evaluating all rules on all CIs again and again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from impact.graph import Graph
from impact.rows import NOTHING, IntArray


class State(IntEnum):
    """How a CI works; a larger one is worse."""

    UP = 0
    AT_RISK = 1
    DEGRADED = 2
    DOWN = 3

    @property
    def word(self) -> str:
        """The state as files and the API write it."""
        return self.name.lower()


@dataclass(frozen=True)
class Rule:
    """When a requirement puts its owner into `level` or worse: enough members are in `member_level` or worse.

    Enough is n - k + 1 (fewer than k remain), or one where `any_loss` is set.
    """

    level: State
    is_soft: bool
    member_level: State
    any_loss: bool = False


RULES = (
    Rule(State.DOWN, is_soft=False, member_level=State.DOWN),
    Rule(State.DEGRADED, is_soft=False, member_level=State.DEGRADED),
    Rule(State.DEGRADED, is_soft=True, member_level=State.DOWN),
    Rule(State.AT_RISK, is_soft=False, member_level=State.DEGRADED, any_loss=True),
    Rule(State.AT_RISK, is_soft=False, member_level=State.AT_RISK),
    Rule(State.AT_RISK, is_soft=True, member_level=State.DEGRADED),
)
STRATA = (State.DOWN, State.DEGRADED, State.AT_RISK)
_FEW = 16


@dataclass(frozen=True)
class Stratum:
    """Who is in one state or worse. `waves[r]` entered in round r; `entered` is the round + 1, 0 for never."""

    waves: Sequence[IntArray]
    entered: IntArray


@dataclass(frozen=True)
class Outcome:
    """The answer for one set of failed CIs."""

    graph: Graph
    strata: dict[State, Stratum]

    def affected(self) -> IntArray:
        """All CIs that are not up, in the order in which they were hit. O(answer)."""
        return np.concatenate(self.strata[State.AT_RISK].waves)

    def states(self) -> npt.NDArray[np.int8]:
        """The state of every CI as a number of State. O(size)."""
        found = np.zeros(self.graph.size, np.int8)
        for level in reversed(STRATA):
            found[np.concatenate(self.strata[level].waves)] = level
        return found

    def state(self, ci: int) -> State:
        """The state of one CI. O(1)."""
        return next((level for level in STRATA if self.strata[level].entered[ci]), State.UP)

    def round(self, ci: int) -> int:
        """The round in which a CI reached its final state, 0 for what was given and for what is up. O(1)."""
        state = self.state(ci)
        return int(self.strata[state].entered[ci]) - 1 if state else 0

    def count(self, level: State) -> int:
        """How many CIs are in exactly this state (not for UP). O(rounds)."""
        worse = State(level + 1) if level < State.DOWN else None
        total = sum(map(len, self.strata[level].waves))
        return total - (sum(map(len, self.strata[worse].waves)) if worse else 0)


def propagate(graph: Graph, down: IntArray, degraded: IntArray = NOTHING, at_risk: IntArray = NOTHING) -> Outcome:
    """The states that follow from CIs that are down, degraded or at risk. O(reach and its requirements).

    >>> from impact.estate import CI, Requirement, estate_of
    >>> shop = estate_of([CI("shop"), CI("db1"), CI("db2")], [Requirement("shop", ["db1", "db2"], k=1)])
    >>> propagate(shop.graph, shop.all_numbers(["db1"])).state(0).word
    'at_risk'
    """
    worse = np.concatenate([down, degraded])
    given = {State.DOWN: down, State.DEGRADED: worse, State.AT_RISK: np.concatenate([worse, at_risk])}
    strata: dict[State, Stratum] = {}
    for level in STRATA:
        strata[level] = _spread(graph, level, given[level], strata)
    return Outcome(graph, strata)


def _spread(graph: Graph, level: State, given: IntArray, above: dict[State, Stratum]) -> Stratum:
    """One stratum, in synchronous rounds, after the strata above it, whose CIs enter it with them at the latest."""
    rules = [rule for rule in RULES if rule.level == level]
    entered = np.zeros(graph.size, np.int32)
    losses = np.zeros(len(graph.owner), np.int32)
    waves = [enter(entered, given, 0)]
    sources = {rule: waves if rule.member_level == level else above[rule.member_level].waves for rule in rules}
    worse = above[State(level + 1)].waves if above else ()
    last = max((len(heard) for heard in sources.values() if heard is not waves), default=0)
    step = 0
    while len(waves[step]) or step < last:
        hit = [
            _owners_hit(graph, rule, _Lost(heard[step], step, _before(rule, above)), losses)
            for rule, heard in sources.items()
            if step < len(heard)
        ]
        step += 1
        waves.append(enter(entered, np.concatenate([*hit, *worse[step : step + 1]]), step))
    return Stratum(tuple(waves), entered)


class _Lost(NamedTuple):
    """Members that got into a state in a round, and when each CI got into the state worse than that (round + 1)."""

    cis: IntArray
    step: int
    worse: IntArray | None


def _before(rule: Rule, above: dict[State, Stratum]) -> IntArray | None:
    return None if rule.member_level == State.DOWN else above[State(rule.member_level + 1)].entered


def _owners_hit(graph: Graph, rule: Rule, lost: _Lost, losses: IntArray) -> IntArray:
    """Owners of the requirements that these newly lost members break.

    `losses` counts them per requirement, where one does not suffice.
    """
    if graph.has_breaking or len(lost.cis) > graph.size // _FEW:
        return _owners_far(graph, rule, lost, losses)
    groups = graph.groups_with.gather(lost.cis)
    groups = groups[graph.is_soft[groups] == rule.is_soft]
    if rule.any_loss:
        return graph.owner[groups]
    breaking = graph.breaking_losses[groups]
    counted = groups[breaking > 1]
    broken = _broken(graph, counted, losses)
    return graph.owner[np.concatenate([groups[breaking == 1], broken])]


def _owners_far(graph: Graph, rule: Rule, lost: _Lost, losses: IntArray) -> IntArray:
    """The same by rows that are made once a graph, where so many are lost that this pays.

    Left out are owners that a requirement of one member puts into the state above in the same round: they come from
    that stratum. These are those of members that are in the worse state since this round too.
    """
    if rule.any_loss:
        return graph.breaking.spare.gather(lost.cis)
    fresh = lost.cis if lost.worse is None else lost.cis[lost.worse[lost.cis] != lost.step + 1]
    single = graph.breaking.single[rule.is_soft].gather(fresh)
    counted = graph.breaking.counted[rule.is_soft].gather(lost.cis)
    if len(counted) == 0:
        return single
    return np.concatenate([single, graph.owner[_broken(graph, counted, losses)]])


def _broken(graph: Graph, counted: IntArray, losses: IntArray) -> IntArray:
    """The requirements that have lost enough by now, one more for each time that one is told."""
    if len(counted) > len(losses) // _FEW:
        losses += np.bincount(counted, minlength=len(losses)).astype(np.int32)
    else:
        np.add.at(losses, counted, 1)
    return counted[losses[counted] >= graph.breaking_losses[counted]]


def enter(entered: IntArray, cis: IntArray, step: int) -> IntArray:
    """Those of `cis` that were not marked yet, each once; they are marked with step + 1."""
    fresh = cis[entered[cis] == 0]
    entered[fresh] = step + 1
    if len(fresh) > len(entered) // _FEW:
        return np.flatnonzero(entered == step + 1).astype(np.int32)
    if len(fresh) > 1:
        fresh.sort()
        fresh = fresh[np.concatenate([[True], fresh[1:] != fresh[:-1]])]
    return fresh
