"""Why a CI is in its state: the shortest proof, as a path from a failed CI with what else was lost beside it.

A proof is a tree: a requirement with redundancy breaks because several members are lost together (AND), and any one
broken requirement is enough (OR). The path follows, at every requirement, the member that was lost last, so its length
is the round; each step names all members whose loss it takes.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from impact.graph import Graph
from impact.rows import IntArray
from impact.states import RULES, Outcome, Rule, State


@dataclass(frozen=True)
class Reason:
    """A broken requirement: with `lost` in `rule.member_level` or worse, its owner is in `rule.level` or worse."""

    group: int
    rule: Rule
    lost: tuple[int, ...]


@dataclass(frozen=True)
class Step:
    """`ci` is in `level` or worse since `round`, because of `reason`; None: it was given as failed."""

    ci: int
    level: State
    round: int
    reason: Reason | None


def witness(outcome: Outcome, ci: int) -> tuple[Step, ...]:
    """The shortest proof of the state of a CI as a path, the failed CI first; empty for a CI that is up.

    O(length x members of the requirements on it).

    >>> from impact.estate import CI, Requirement, estate_of
    >>> from impact.states import propagate
    >>> shop = estate_of([CI("shop"), CI("db"), CI("disk")], [Requirement("shop", ["db"]), Requirement("db", ["disk"])])
    >>> shop.names(step.ci for step in witness(propagate(shop.graph, shop.all_numbers(["disk"])), 0))
    ['disk', 'db', 'shop']
    """
    state = outcome.state(ci)
    if state == State.UP:
        return ()
    path = [step_of(outcome, ci, state)]
    while (reason := path[-1].reason) is not None:
        path.append(step_of(outcome, reason.lost[-1], reason.rule.member_level))
    return tuple(reversed(path))


def step_of(outcome: Outcome, ci: int, level: State) -> Step:
    """Why a CI is in `level` or worse, which it must be."""
    since = int(outcome.strata[level].entered[ci])
    return Step(ci, level, since - 1, None if since == 1 else next(_reasons(outcome, ci, level, since)))


def reasons(outcome: Outcome, ci: int, level: State) -> Iterator[Reason]:
    """Every broken requirement that puts a CI into `level` or worse, with all members that are lost in the end."""
    return _reasons(outcome, ci, level, None)


def _reasons(outcome: Outcome, ci: int, level: State, before: int | None) -> Iterator[Reason]:
    """`before`: only what was broken early enough for the entry mark `before`, with just the first losses it takes."""
    graph = outcome.graph
    for rule in (rule for rule in RULES if rule.level == level):
        for group in (int(group) for group in graph.groups_of.of(ci) if graph.is_soft[group] == rule.is_soft):
            needed = 1 if rule.any_loss else int(graph.breaking_losses[group])
            lost = _lost(outcome, graph, group, rule, before)
            if len(lost) >= needed:
                kept = lost if before is None else lost[:needed]
                yield Reason(group, rule, tuple(int(member) for member in kept))


def _lost(outcome: Outcome, graph: Graph, group: int, rule: Rule, before: int | None) -> IntArray:
    """Lost members in the order of their loss."""
    members = graph.members.of(group)
    entered = outcome.strata[rule.member_level].entered[members]
    lost = entered > 0 if before is None else (entered > 0) & (entered < before)
    return members[lost][np.argsort(entered[lost], kind="stable")]
