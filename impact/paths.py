"""Several ways a failure reaches one CI, shortest first, on a bounded part of the graph as a networkx graph."""

from collections.abc import Iterator
from itertools import islice
from typing import TypeAlias

import networkx as nx

from impact.graph import Graph
from impact.rows import IntArray, integers
from impact.states import Outcome
from impact.upstream_cause import candidates
from impact.witness import reasons, witness

LARGEST_PICTURE = 10_000
_START = -1
Path: TypeAlias = tuple[int, ...]
Digraph: TypeAlias = "nx.DiGraph[int]"


def explaining_paths(outcome: Outcome, sources: IntArray, target: int, limit: int = 5) -> list[Path]:
    """Simple paths of CIs from a failed one to `target` along broken requirements: the witness first, then by length.

    Empty for a CI that is up. Beyond LARGEST_PICTURE CIs behind the target, only the nearest are looked at.
    """
    shortest = tuple(step.ci for step in witness(outcome, target))
    if not shortest:
        return []
    drawing = explanation(outcome, target)
    others = (path for path in _simple_paths(drawing, sources, target, limit + 1) if path != shortest)
    return [shortest, *islice(others, limit - 1)]


def dependency_paths(graph: Graph, sources: IntArray, target: int, limit: int = 5) -> list[Path]:
    """Shortest simple paths from `sources` to `target` over any requirement, redundancy ignored."""
    behind = candidates(graph, integers([target])).cis()[:LARGEST_PICTURE]
    return list(_simple_paths(as_networkx(graph, behind), sources, target, limit))


def as_networkx(graph: Graph, cis: IntArray) -> Digraph:
    """These CIs with an edge from each member of a requirement to its owner, for drawing and path questions."""
    drawing: Digraph = nx.DiGraph()
    drawing.add_nodes_from(int(ci) for ci in cis)
    for owner in list(drawing):
        members = (int(member) for member in graph.dependencies(integers([owner])))
        drawing.add_edges_from((member, owner) for member in members if member in drawing)
    return drawing


def explanation(outcome: Outcome, target: int) -> Digraph:
    """The CIs behind the state of `target`, with an edge from each lost member to the owner of what broke."""
    drawing: Digraph = nx.DiGraph()
    seen = {(target, outcome.state(target))}
    waiting = list(seen)
    for ci, level in waiting:
        for reason in reasons(outcome, ci, level):
            for member in reason.lost:
                drawing.add_edge(member, ci)
                goal = (member, reason.rule.member_level)
                if goal not in seen and len(seen) < LARGEST_PICTURE:
                    seen.add(goal)
                    waiting.append(goal)
    return drawing


def _simple_paths(drawing: Digraph, sources: IntArray, target: int, limit: int) -> Iterator[Path]:
    """Paths from any source; none leads through another source, which needs no explanation."""
    present = {int(ci) for ci in sources if int(ci) in drawing}
    bounded: Digraph = nx.DiGraph(edge for edge in drawing.edges if edge[1] not in present)
    bounded.add_edges_from((_START, ci) for ci in present)
    if target not in bounded or not present or not nx.has_path(bounded, _START, target):
        return iter(())
    found = nx.shortest_simple_paths(bounded, _START, target)
    return (tuple(path[1:]) for path in islice(found, limit))
