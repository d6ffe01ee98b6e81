"""Blocks of a network, beside networkx, which walks it one CI at a time."""

from collections.abc import Sequence

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from impact.blocks import forest_of
from impact.network import Network, network_of
from impact.rows import NOTHING, integers, plain

SIZE = 12
ENDS = st.integers(0, SIZE - 1)
LINKS = st.lists(st.tuples(ENDS, ENDS), max_size=2 * SIZE)


@given(LINKS)
def test_blocks_are_the_biconnected_components(links: Sequence[tuple[int, int]]) -> None:
    members, blocks_with = forest_of(_network(links).neighbours).members()

    blocks = [frozenset(plain(members.of(block))) for block in range(len(members.starts) - 1)]
    assert sorted(map(sorted, blocks)) == sorted(map(sorted, nx.biconnected_components(_drawing(links))))
    assert [{blocks[at] for at in plain(blocks_with.of(ci))} for ci in range(SIZE)] == [
        {block for block in blocks if ci in block} for ci in range(SIZE)
    ]


@given(LINKS, ENDS, ENDS)
def test_a_way_goes_from_block_to_block_where_nothing_else_leads(
    links: Sequence[tuple[int, int]], one: int, other: int
) -> None:
    drawing = _drawing(links)
    if one == other or not nx.has_path(drawing, one, other):
        return

    steps = forest_of(_network(links).neighbours).between(integers([one]), integers([other]))

    without = {ci: drawing.subgraph(set(drawing) - {ci}) for ci in set(drawing) - {one, other}}
    assert {*plain(steps.passed)} - {one, other} == {
        ci for ci, left in without.items() if not nx.has_path(left, one, other)
    }
    assert len(steps.block) == len({*plain(steps.passed)} - {one, other}) + 1


def _network(links: Sequence[tuple[int, int]]) -> Network:
    ends = np.asarray(links, np.int32).reshape(-1, 2)
    return network_of(SIZE, ends[:, 0], ends[:, 1], NOTHING)


def _drawing(links: Sequence[tuple[int, int]]) -> "nx.Graph[int]":
    drawing: nx.Graph[int] = nx.Graph()
    drawing.add_nodes_from(range(SIZE))
    drawing.add_edges_from(link for link in links if link[0] != link[1])
    return drawing
