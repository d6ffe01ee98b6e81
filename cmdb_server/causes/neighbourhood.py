"""The part of a snapshot that can matter to a symptom, as a graph in which each CI leads to what it depends on."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import networkx as nx
import numpy as np

from cmdb_server.impact_analysis.snapshot import Snapshot
from impact.causes.neighbourhood import DiGraph
from impact.reach import walk
from impact.rows import IntArray, integers, plain

MOST_SUSPECTS = 4_000
MOST_CIS = 6_000


class Part(NamedTuple):
    """The CIs (numbers) that a symptom can suffer from, nearest first, and the graph of these and what is around them.

    `left_out` suspects were too far away to be looked at.
    """

    suspects: list[int]
    graph: DiGraph
    left_out: int


def part_of(snapshot: Snapshot, target: int, elsewhere: Iterable[int]) -> Part:
    """The part around a symptom; `elsewhere` are CIs that alert without being known to matter. O(that part)."""
    reached = plain(walk(lambda cis: _needed(snapshot, cis), integers([target]), snapshot.graph.size).cis())
    suspects = reached[:MOST_SUSPECTS]
    found = np.zeros(snapshot.graph.size, np.bool_)
    found[integers(suspects)] = True
    _add_needed(snapshot, found, integers(sorted(set(elsewhere))))
    wave = np.flatnonzero(found).astype(np.int32)
    while len(wave):
        needing = [snapshot.graph.dependents(wave), snapshot.access.ways.needed_by.gather(wave)]
        wave = _unseen(np.concatenate(needing), found)
        if np.count_nonzero(found) + len(wave) > MOST_CIS:
            break
        found[wave] = True
    return Part(suspects, _graph_of(snapshot, np.flatnonzero(found).astype(np.int32)), len(reached) - len(suspects))


def _add_needed(snapshot: Snapshot, found: Any, wave: IntArray) -> None:  # noqa: ANN401 - an array that is filled
    wave = wave[~found[wave]]
    while len(wave) and np.count_nonzero(found) + len(wave) <= MOST_CIS:
        found[wave] = True
        wave = _unseen(_needed(snapshot, wave), found)


def _needed(snapshot: Snapshot, cis: IntArray) -> IntArray:
    """What some CIs need, and those through whom all their ways to gateways lead."""
    return np.concatenate([snapshot.graph.dependencies(cis), snapshot.access.ways.needs.gather(cis)])


def _unseen(cis: IntArray, found: Any) -> IntArray:  # noqa: ANN401 - an array of what is known
    return np.unique(cis[~found[cis]]).astype(np.int32)


def _graph_of(snapshot: Snapshot, cis: IntArray) -> DiGraph:
    """The requirements of some CIs; members that are not among them count as working, by the group's n."""
    requirements, uid = snapshot.graph, snapshot.cis.uid
    graph: DiGraph = nx.DiGraph()
    graph.add_nodes_from((uid[ci], {"type": snapshot.cis.ci_class[ci]}) for ci in plain(cis))
    for ci in plain(cis):
        for group in plain(requirements.groups_of.of(ci)):
            kind = "soft" if requirements.is_soft[group] else "hard"
            of_group: dict[str, Any] = {"kind": kind}
            if requirements.n[group] > 1:
                of_group |= {"group": group, "k": int(requirements.k[group]), "n": int(requirements.n[group])}
            for member in plain(requirements.members.of(group)):
                if uid[member] in graph:
                    _relate(graph, (uid[ci], uid[member]), of_group)
        for passed in plain(snapshot.access.ways.needs.of(ci)):
            if uid[passed] in graph:
                _relate(graph, (uid[ci], uid[passed]), {"kind": "hard"})
    return graph


def _relate(graph: DiGraph, pair: tuple[str, str], said: dict[str, Any]) -> None:
    """Of two requirements between the same CIs the stricter one counts: alone before in a group, hard before soft."""
    known = graph.edges.get(pair)
    if known is None or ("group" in said, said["kind"] == "soft") < ("group" in known, known["kind"] == "soft"):
        graph.remove_edges_from([pair] if known is not None else [])
        graph.add_edge(*pair, **said)
