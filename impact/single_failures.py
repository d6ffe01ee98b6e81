"""What each other CI does to one target when it alone is down; what takes it down is a single point of failure.

For a set of candidates, each CI y of the closure gets a bit mask per state: the candidates x that put y into that state
or worse when only x is down. A requirement combines the masks of its members: x must be in at least n - k + 1 of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from impact.graph import Graph
from impact.rows import IntArray, integers
from impact.states import RULES, STRATA, Rule, State
from impact.upstream_cause import candidates

BATCH = 4096


@dataclass(frozen=True)
class _Part:
    """One requirement under one rule: enough of the members must be lost."""

    rule: Rule
    members: tuple[int, ...]
    needed: int


def single_failures(graph: Graph, target: int, suspects: IntArray | None = None) -> dict[int, State]:
    """The state of `target` for each single failure that does not leave it up, by the CI that failed.

    `suspects` limits the question to these CIs. O(closure x suspects / word size), BATCH suspects at a time.

    >>> from impact.estate import CI, Requirement, estate_of
    >>> shop = estate_of([CI("shop"), CI("db1"), CI("db2"), CI("san")],
    ...     [Requirement("shop", ["db1", "db2"], k=1), Requirement("db1", ["san"]), Requirement("db2", ["san"])])
    >>> {shop.cis[ci].id: state.word for ci, state in sorted(single_failures(shop.graph, 0).items())}
    {'db1': 'at_risk', 'db2': 'at_risk', 'san': 'down'}
    """
    closure = candidates(graph, integers([target]))
    asked = closure.cis() if suspects is None else suspects
    others = [int(ci) for ci in asked if ci != target and ci in closure]
    parts = {int(ci): _parts(graph, int(ci)) for ci in closure.cis()}
    found: dict[int, State] = {}
    for start in range(0, len(others), BATCH):
        found |= _batch(graph, target, others[start : start + BATCH], parts)
    return found


def single_points_of_failure(graph: Graph, target: int, level: State = State.DOWN) -> list[int]:
    """Every other CI whose failure alone takes the target down, or into `level` or worse (State.DEGRADED)."""
    return sorted(ci for ci, state in single_failures(graph, target).items() if state >= level)


def _parts(graph: Graph, ci: int) -> list[_Part]:
    return [
        _Part(
            rule,
            tuple(int(member) for member in graph.members.of(int(group))),
            1 if rule.any_loss else int(graph.breaking_losses[group]),
        )
        for group in graph.groups_of.of(ci)
        for rule in RULES
        if rule.is_soft == graph.is_soft[group]
    ]


def _batch(graph: Graph, target: int, suspects: Sequence[int], parts: dict[int, list[_Part]]) -> dict[int, State]:
    every = (1 << len(suspects)) - 1
    masks: dict[State, dict[int, int]] = {}
    for level in STRATA:
        masks[level] = dict.fromkeys(parts, 0) | {ci: 1 << bit for bit, ci in enumerate(suspects)}
        pending = set(parts)
        while pending:
            sweep, pending = pending, set[int]()
            for ci in (ci for ci in reversed(parts) if ci in sweep):
                mask = _combined(parts[ci], level, masks, every) | masks[level][ci]
                if mask != masks[level][ci]:
                    masks[level][ci] = mask
                    pending.update(int(owner) for owner in graph.dependents(integers([ci])) if int(owner) in parts)
    return {
        ci: level
        for bit, ci in enumerate(suspects)
        if (level := next((level for level in STRATA if masks[level][target] >> bit & 1), State.UP))
    }


def _combined(parts: Iterable[_Part], level: State, masks: Mapping[State, Mapping[int, int]], every: int) -> int:
    found = 0
    for part in parts:
        if part.rule.level == level:
            lost = masks[part.rule.member_level]
            found |= _in_at_least(part.needed, [lost[member] for member in part.members], every)
    return found


def _in_at_least(needed: int, masks: Iterable[int], every: int) -> int:
    """The bits that are set in at least `needed` of the masks."""
    at_least = [every] + [0] * needed
    for mask in masks:
        for count in range(needed, 0, -1):
            at_least[count] |= at_least[count - 1] & mask
    return at_least[needed]
