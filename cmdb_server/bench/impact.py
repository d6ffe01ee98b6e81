"""`cmdb bench impact`: how long impact questions take on random estates, beside networkx and igraph in the same run.

igraph takes part where it is installed; it answers reach only, as it knows no requirements.

Times are wall milliseconds of one question, CPU milliseconds of this process beside them; the estate is built before.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import networkx as nx
import numpy as np

from impact import (
    Graph,
    Requirements,
    all_single_points,
    build_graph,
    candidates,
    open_snapshot,
    overlaid,
    propagate,
    reach_of,
    write_snapshot,
)
from impact.dependency_view import Relationships, Travel, requirements_of
from impact.rows import IntArray, integers, plain

SIZES = (10_000, 100_000)
RELATIONSHIPS_EACH = 5
LAYERS = 8
QUESTIONS = 200
_NETWORKX_QUESTIONS, _NETWORKX_CIS = 20, 4_000_000
_GROUPS, _SOFT, _BACKWARD, _ANY_MEMBER = 0.1, 0.2, 0.01, 0.5


@dataclass(frozen=True)
class Figures:
    """Milliseconds of the questions of one kind: wall median, 95th percentile, largest; CPU mean."""

    name: str
    median: float
    p95: float
    largest: float
    cpu: float

    def line(self) -> str:
        """As a line of the table."""
        return f"  {self.name:<34}{self.median:>10.2f}{self.p95:>10.2f}{self.largest:>10.2f}{self.cpu:>10.2f}"


def bench_impact(sizes: Sequence[int] = SIZES, seed: int = 1, show: Callable[[str], None] = print) -> None:
    """Measure and show: building, random CI, largest hub, all single points, snapshot file; ours beside networkx."""
    for size in sizes:
        began = time.perf_counter()
        graph = random_estate(size, seed)
        built = time.perf_counter() - began
        show(f"{size} CIs, {len(graph.members.values)} memberships in {len(graph.owner)} requirements: {built:.2f} s")
        show(f"  {'question':<34}{'median':>10}{'p95':>10}{'largest':>10}{'CPU':>10}   (ms)")
        one_by_one = _bench_one(graph, np.random.default_rng(seed), show)
        _bench_all(graph, one_by_one, show)
        _bench_file(graph, show)


def random_estate(size: int, seed: int) -> Graph:
    """An estate in layers with hubs, k-of-n groups, soft requirements and a few cycles."""
    chance = np.random.default_rng(seed)
    source = integers(np.repeat(np.arange(size), RELATIONSHIPS_EACH))
    layer = size // LAYERS
    floor = np.minimum(source + layer, size - 1)
    drop = (chance.pareto(0.7, len(source)) * layer / 20).astype(np.int64)
    target = np.minimum(floor + drop % (size - floor), size - 1)
    backward = chance.random(len(source)) < _BACKWARD
    target[backward] = chance.integers(0, size, np.count_nonzero(backward))
    is_group = (chance.random(size) < _GROUPS)[source]
    travel = np.where(is_group, Travel.MEMBER, Travel.BY_STRENGTH)
    k = np.where(chance.random(size) < _ANY_MEMBER, 1, RELATIONSHIPS_EACH - 1)
    columns = Relationships(source, integers(target), integers(travel), chance.random(len(source)) < _SOFT)
    return build_graph(size, requirements_of(columns, integers(k)))


def _bench_one(graph: Graph, chance: np.random.Generator, show: Callable[[str], None]) -> float:
    """Random CIs and the largest hub; answers with networkx's CPU milliseconds for who is down with a random CI."""
    cis = plain(integers(chance.integers(0, graph.size, QUESTIONS)))
    hub = int(np.argmax(np.bincount(graph.members.values, minlength=graph.size)))
    drawing = as_plain_networkx(graph)
    few = cis[: min(_NETWORKX_QUESTIONS, max(_NETWORKX_CIS // graph.size, 2))]
    hubs = [hub] * 5
    needed = 0.0
    for name, asked, compared in (("random CI", cis, few), ("hub", hubs, hubs[:2])):
        ours = [
            measure(f"{name}: states, k-of-n", lambda ci: propagate(graph, integers([ci])), asked),
            measure(f"{name}: reach", lambda ci: reach_of(graph, integers([ci])), asked),
            measure(f"{name}: candidate causes", lambda ci: candidates(graph, integers([ci])), asked),
        ]
        theirs = [
            measure(f"{name}: networkx, down with k-of-n", lambda ci: down_with_networkx(drawing, graph, ci), compared),
            measure(f"{name}: networkx, descendants", partial(nx.descendants, drawing), compared),  # pyright: ignore[reportUnknownMemberType] - networkx has no types
            measure(f"{name}: networkx, ancestors", partial(nx.ancestors, drawing), compared),  # pyright: ignore[reportUnknownMemberType] - networkx has no types
        ]
        for entry in (*ours, *theirs):
            show(entry.line())
        ratios = ", ".join(f"{other.cpu / max(own.cpu, 1e-6):.1f}" for own, other in zip(ours, theirs, strict=True))
        show(f"  {name}: networkx takes {ratios} times the CPU")
        needed = needed or theirs[0].cpu
        _bench_igraph(graph, name, asked, show)
    return needed


def _bench_igraph(graph: Graph, name: str, asked: Sequence[int], show: Callable[[str], None]) -> None:
    """Reach and candidate causes as igraph finds them, where it is installed."""
    if find_spec("igraph") is None:
        show(f"  {name}: igraph is not installed, so it is not compared with")
        return
    igraph = import_module("igraph")
    edges = np.column_stack([graph.members.values, np.repeat(graph.owner, graph.n)])
    drawing = igraph.Graph(n=graph.size, edges=edges, directed=True)
    for what, mode in (("descendants", "out"), ("ancestors", "in")):
        show(measure(f"{name}: igraph, {what}", partial(drawing.subcomponent, mode=mode), asked).line())


def _bench_all(graph: Graph, one_by_one: float, show: Callable[[str], None]) -> None:
    """All single points of failure, beside networkx asking about one CI after the other."""
    began, cpu = time.perf_counter(), time.process_time()
    points = all_single_points(graph)
    points.ranked(np.ones(graph.size))
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    theirs = one_by_one * graph.size / 1000
    show(f"  all single points of failure, ranked: {took:.1f} s, CPU {cpu:.1f} s, {len(points.own.values)} entries")
    show(f"  one CI after the other with networkx: CPU {theirs:.0f} s, from the mean above; {theirs / cpu:.0f} times")


def _bench_file(graph: Graph, show: Callable[[str], None]) -> None:
    """The snapshot as a file, and one changed relationship on top of it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "impact.snapshot"
        write_snapshot(path, graph)
        began = time.perf_counter()
        opened, _ = open_snapshot(path)
        took = 1000 * (time.perf_counter() - began)
        show(f"  snapshot: {path.stat().st_size / 1e6:.1f} MB, opened and checked in {took:.1f} ms")
        added = Requirements(integers([0]), integers([1]), np.zeros(1, np.bool_), integers([0]), integers([1]))
        began = time.perf_counter()
        overlaid(opened, graph.size, integers([]), integers([]), added)
        show(f"  one relationship on top of it: {1000 * (time.perf_counter() - began):.1f} ms")


def measure(name: str, ask: Callable[[int], object], cis: Sequence[int]) -> Figures:
    """The figures of one question asked about several CIs."""
    took: list[float] = []
    ask(cis[0])
    cpu = time.process_time()
    for ci in cis:
        began = time.perf_counter()
        ask(ci)
        took.append(1000 * (time.perf_counter() - began))
    cpu = 1000 * (time.process_time() - cpu) / len(cis)
    return Figures(name, float(np.median(took)), float(np.percentile(took, 95)), max(took), cpu)


def as_plain_networkx(graph: Graph) -> "nx.DiGraph[int]":
    """The same estate as networkx holds it: an edge from each member to the owner."""
    drawing: nx.DiGraph[int] = nx.DiGraph()
    drawing.add_nodes_from(range(graph.size))
    owners: IntArray = np.repeat(graph.owner, graph.n)
    drawing.add_edges_from(zip(plain(graph.members.values), plain(owners), strict=True))
    return drawing


def down_with_networkx(drawing: "nx.DiGraph[int]", graph: Graph, failed: int) -> set[int]:
    """Who is down, as one would write it on a networkx graph: a work list and a count of losses per requirement."""
    down, waiting, losses = {failed}, [failed], dict[int, int]()
    for ci in waiting:
        for owner in drawing.successors(ci):
            for group in plain(graph.groups_of.of(owner)):
                if owner in down or graph.is_soft[group] or ci not in graph.members.of(group):
                    continue
                losses[group] = losses.get(group, 0) + 1
                if losses[group] >= graph.breaking_losses[group]:
                    down.add(owner)
                    waiting.append(owner)
    return down
