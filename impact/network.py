"""Which CIs the network still reaches: from each to an anchor (a gateway, say) over links between CIs.

A CI is down when it is failed or no path to an anchor is left that it had, at risk when it has fewer disjoint paths
than before. Paths are disjoint that share no CI except their ends and no link; all anchors together are one end.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import networkx as nx
import numpy as np
import numpy.typing as npt
from networkx.algorithms.flow import build_residual_network, edmonds_karp  # pyright: ignore[reportUnknownVariableType] - networkx has no types

from impact.reach import walk
from impact.rows import NOTHING, BoolArray, IntArray, Rows, integers, plain, rows_of
from impact.states import State

UNREACHED = -2
ANCHORED = -1
_LINEAR = 2


@dataclass(frozen=True)
class Network:
    """Links between CIs 0 .. size - 1 as parallel columns of their two ends, cleaned, and the anchors.

    Several links between the same two CIs count each.
    """

    size: int
    one: IntArray
    other: IntArray
    anchors: IntArray

    @cached_property
    def neighbours(self) -> Rows:
        """From a CI to those at the other end of its links, once for each link."""
        return rows_of(np.concatenate([self.one, self.other]), np.concatenate([self.other, self.one]), self.size)

    def without(self, failed: IntArray, failed_links: IntArray = NOTHING) -> "Network":
        """The network that is left when CIs, and links by their position, have failed. O(links)."""
        is_failed = np.zeros(self.size, np.bool_)
        is_failed[failed] = True
        kept = ~(is_failed[self.one] | is_failed[self.other])
        kept[failed_links] = False
        return Network(self.size, self.one[kept], self.other[kept], self.anchors[~is_failed[self.anchors]])

    def reached(self) -> BoolArray:
        """Which CIs have a path to an anchor. O(links)."""
        return walk(self.neighbours.gather, self.anchors, self.size).entered > 0


def network_of(size: int, one: IntArray, other: IntArray, anchors: IntArray) -> Network:
    """Clean the links of `size` CIs: those of unknown CIs or with one CI at both ends are dropped, unknown anchors too.

    >>> network_of(2, np.array([0, 0, 1]), np.array([1, 0, 7]), np.array([0, -1])).other.tolist()
    [1]
    """
    known = (one >= 0) & (one < size) & (other >= 0) & (other < size) & (one != other)
    anchors = np.unique(anchors[(anchors >= 0) & (anchors < size)])
    return Network(size, integers(one[known]), integers(other[known]), integers(anchors))


def network_states(network: Network, failed: IntArray, failed_links: IntArray = NOTHING) -> npt.NDArray[np.int8]:
    """The state of every CI when CIs and links (by position) have failed: down, at risk or up.

    O(links), and O(paths x links) for each CI in reach of a failure that has more than two links and paths left.

    >>> pair = network_of(4, np.array([0, 0, 1, 2]), np.array([1, 2, 3, 3]), np.array([0]))
    >>> [State(state).word for state in network_states(pair, np.array([1]))]
    ['up', 'down', 'at_risk', 'at_risk']
    """
    left = network.without(failed, failed_links)
    before, after = disjoint_paths(network, _LINEAR), disjoint_paths(left, _LINEAR)
    states = np.where(after < before, State.AT_RISK, State.UP).astype(np.int8)
    states[(before > 0) & (after == 0)] = State.DOWN
    touched = np.concatenate([failed, network.one[failed_links], network.other[failed_links]])
    is_near = walk(network.neighbours.gather, integers(touched), network.size).entered > 0
    is_wide = np.diff(network.neighbours.starts) > _LINEAR
    asked = plain(integers(np.flatnonzero(is_near & is_wide & (after > 1))))
    if asked:
        flow_before, flow_after = _flows(network), _flows(left)
        states[[ci for ci in asked if flow_before(ci) > flow_after(ci)]] = State.AT_RISK
    states[network.anchors] = State.UP
    states[failed] = State.DOWN
    return states


def disjoint_paths(network: Network, most: int | None = None) -> IntArray:
    """How many disjoint paths each CI has to an anchor, counted up to `most`; an anchor counts as having one.

    O(links) for up to two, else O(paths x links) for each CI that has more links.
    """
    gates, is_single = _dominators(network)
    paths = np.where(gates == UNREACHED, 0, np.where((gates == ANCHORED) & ~is_single, 2, 1)).astype(np.int32)
    if most is None or most > _LINEAR:
        asked = plain(integers(np.flatnonzero((np.diff(network.neighbours.starts) > _LINEAR) & (paths == _LINEAR))))
        flow = _flows(network)
        paths[asked] = [flow(ci) for ci in asked]
    paths[network.anchors] = 1
    return paths if most is None else np.minimum(paths, most)


def dominators(network: Network) -> IntArray:
    """The nearest other CI that every path to an anchor leads through; ANCHORED: none, UNREACHED: there is no path.

    O(links).

    >>> chain = network_of(4, np.array([0, 1]), np.array([1, 2]), np.array([0]))
    >>> dominators(chain).tolist()
    [-1, -1, 1, -2]
    """
    return _dominators(network)[0]


def cut_off_by(network: Network) -> IntArray:
    """How many other CIs lose every path to an anchor when one CI that is no anchor fails alone. O(links)."""
    gates = dominators(network)
    counts = np.zeros(network.size, np.int64)
    owned = rows_of(gates[gates >= 0], np.flatnonzero(gates >= 0).astype(np.int32), network.size)
    roots = np.flatnonzero(gates == ANCHORED).astype(np.int32)
    for wave in reversed(walk(owned.gather, roots, network.size).waves):
        inner = wave[gates[wave] >= 0]
        np.add.at(counts, gates[inner], counts[inner] + 1)
    return counts.astype(np.int32)


def _dominators(network: Network) -> tuple[IntArray, BoolArray]:
    """Dominators, and which CIs hang on an anchor by a single link and nothing else.

    Depth first from all anchors as one: what leads back above its parent by no other link is cut off with the parent.
    """
    sink = network.size
    rows = _contracted(network)
    starts, values, place = plain(rows.starts), plain(rows.values), plain(rows.starts)
    turn, low, above = [0] * (sink + 1), [0] * (sink + 1), [sink] * (sink + 1)
    is_back = [False] * (sink + 1)
    turn[sink] = low[sink] = 1
    way, order = [sink], [sink]
    while way:
        ci = way[-1]
        if place[ci] == starts[ci + 1]:
            way.pop()
            low[above[ci]] = min(low[above[ci]], low[ci])
            continue
        end = values[place[ci]]
        place[ci] += 1
        if not turn[end]:
            order.append(end)
            way.append(end)
            turn[end] = low[end] = len(order)
            above[end] = ci
        elif end == above[ci] and not is_back[ci]:
            is_back[ci] = True
        else:
            low[ci] = min(low[ci], turn[end])
    gates, is_single = _gates(order, turn, low, above)
    gates[network.anchors] = ANCHORED
    return gates, is_single


def _gates(order: list[int], turn: list[int], low: list[int], above: list[int]) -> tuple[IntArray, BoolArray]:
    sink = order[0]
    gates = [UNREACHED] * sink
    single = [False] * sink
    for ci in order[1:]:
        parent = above[ci]
        if parent == sink:
            gates[ci], single[ci] = ANCHORED, low[ci] > turn[sink]
        else:
            gates[ci] = parent if low[ci] >= turn[parent] else gates[parent]
    return integers(gates), np.asarray(single, np.bool_)


def _contracted(network: Network) -> Rows:
    """From a CI to its neighbours, all anchors being one further CI behind the last."""
    is_anchor = np.zeros(network.size, np.bool_)
    is_anchor[network.anchors] = True
    one, other = (np.where(is_anchor[ends], network.size, ends) for ends in (network.one, network.other))
    kept = one != other
    both = integers(np.concatenate([one[kept], other[kept]]))
    return rows_of(both, integers(np.concatenate([other[kept], one[kept]])), network.size + 1)


def _flows(network: Network) -> Callable[[int], int]:
    """Asks for the number of disjoint paths of a CI: the largest flow where each CI passes on one unit."""
    rows = _contracted(network)
    drawing: nx.DiGraph[tuple[int, bool]] = nx.DiGraph()
    drawing.add_node((network.size, False))
    for ci in range(network.size):
        drawing.add_edge((ci, False), (ci, True), capacity=1)
        for end, links in Counter(plain(rows.of(ci))).items():
            drawing.add_edge((ci, True), (end, False), capacity=links)
    residual = build_residual_network(drawing, "capacity")  # pyright: ignore[reportUnknownVariableType] - networkx has no types

    def flow(ci: int) -> int:
        found = edmonds_karp(drawing, (ci, True), (network.size, False), residual=residual)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - networkx has no types
        return int(found.graph["flow_value"])  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - networkx has no types

    return flow
