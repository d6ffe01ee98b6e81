"""What each other CI does to one target when it alone is down; what takes it down is a single point of failure.

One case of `bit_states` for each candidate, in which only that one is down.
"""

from collections.abc import Sequence

import numpy as np

from impact.bit_states import WORD, bit_states, packed, unpacked
from impact.graph import Graph
from impact.isolation import Access
from impact.rows import IntArray, integers, plain
from impact.states import STRATA, State
from impact.upstream_cause import candidates

BATCH = 4096


def single_failures(
    graph: Graph, target: int, suspects: IntArray | None = None, access: Access | None = None
) -> dict[int, State]:
    """The state of `target` for each single failure that does not leave it up, by the CI that failed.

    `suspects` limits the question to these CIs; with `access` who is cut off from its gateways is down.

    O(closure x suspects / word size), BATCH suspects at a time.

    >>> from impact.estate import CI, Requirement, estate_of
    >>> shop = estate_of([CI("shop"), CI("db1"), CI("db2"), CI("san")],
    ...     [Requirement("shop", ["db1", "db2"], k=1), Requirement("db1", ["san"]), Requirement("db2", ["san"])])
    >>> {shop.cis[ci].id: state.word for ci, state in sorted(single_failures(shop.graph, 0).items())}
    {'db1': 'at_risk', 'db2': 'at_risk', 'san': 'down'}
    """
    closure = candidates(graph, integers([target]), access.ways if access else None)
    asked = closure.cis() if suspects is None else suspects
    others = [int(ci) for ci in asked if ci != target and ci in closure]
    behind = plain(closure.cis())
    found: dict[int, State] = {}
    for start in range(0, len(others), BATCH):
        found |= _batch((graph, access), behind, others[start : start + BATCH])
    return found


def single_points_of_failure(graph: Graph, target: int, level: State = State.DOWN) -> list[int]:
    """Every other CI whose failure alone takes the target down, or into `level` or worse (State.DEGRADED)."""
    return sorted(ci for ci, state in single_failures(graph, target).items() if state >= level)


def _batch(world: tuple[Graph, Access | None], closure: Sequence[int], suspects: Sequence[int]) -> dict[int, State]:
    graph, access = world
    alone = np.eye(len(suspects), dtype=np.bool_)
    down = {ci: packed(alone[bit]) for bit, ci in enumerate(suspects)}
    masks = bit_states(graph, closure, down, -(-len(suspects) // WORD), access=access)
    found: dict[int, State] = {}
    for level in reversed(STRATA):
        is_hit = unpacked(masks[level][closure[0]], len(suspects))
        found |= {ci: level for ci, is_one in zip(suspects, is_hit, strict=True) if is_one}
    return found
