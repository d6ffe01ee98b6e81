"""Who loses the way to all gateways, and what that brings down in turn."""

import networkx as nx
import numpy as np
from hypothesis import given

from impact import Access, State, network_of, propagate_with_access
from impact.rows import NOTHING
from tests.impact import brute_force
from tests.impact.estates import Case, Pairs, access_of, networks


@given(networks())
def test_all_is_lost_that_follows_and_nothing_else(estate: tuple[Case, Pairs, Pairs]) -> None:
    case, links, homes = estate
    drawing: nx.Graph[int] = nx.Graph()
    drawing.add_nodes_from(range(len(case.cis)))
    drawing.add_edges_from(links)
    isolated: set[int] = set()
    while True:
        given_down = {*case.down, *(case.cis[ci] for ci in isolated)}
        states = brute_force.evaluate(case.cis, case.groups, tuple(given_down), case.degraded).states
        failed = {ci for ci, name in enumerate(case.cis) if states[name] == "down"}
        left = drawing.subgraph(set(drawing) - failed)
        had = {ci for ci, gateway in homes if nx.has_path(drawing, ci, gateway)}
        has = {ci for ci, gateway in homes if {ci, gateway} <= set(left) and nx.has_path(left, ci, gateway)}
        if not (more := had - has - failed):
            break
        isolated |= more

    found = propagate_with_access(
        case.estate().graph, access_of(case, links, homes), case.numbers(case.down), case.numbers(case.degraded)
    )

    assert set(found.isolated.tolist()) == isolated
    assert [found.outcome.state(ci).word for ci in range(len(case.cis))] == [states[name] for name in case.cis]


def test_a_long_chain_of_links_is_followed_to_its_end() -> None:
    size = 5_000
    order = np.random.default_rng(1).permutation(size).astype(np.int32)
    access = Access(network_of(size, order[:-1], order[1:], NOTHING), order[-1:], order[:1])

    assert access.connected.tolist() == [True]
    is_failed = np.zeros(size, np.bool_)
    is_failed[order[size // 2]] = True
    assert access.isolated(is_failed).tolist() == [order[-1]]


def test_nobody_loses_a_way_that_was_not_known() -> None:
    case = Case(("router", "server", "switch"), (), ("router",), ())

    found = propagate_with_access(
        case.estate().graph, access_of(case, [(0, 2)], [(1, 0)]), case.numbers(case.down), case.numbers(())
    )

    assert found.isolated.tolist() == []
    assert found.outcome.state(1) == State.UP
