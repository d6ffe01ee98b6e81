"""What broke this: signals, changes and the graph of a time, asked of the ranker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cmdb_server.causes.changes import Change, as_told, read_changes
from cmdb_server.causes.evidence import began_at, is_relevant, nodes_of, readings_of
from cmdb_server.causes.neighbourhood import Part, part_of
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.question import find
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.known_unknowns.answers import Unknowns
from cmdb_server.known_unknowns.unknowns import KnownUnknowns
from cmdb_server.signals.signal import Signal
from cmdb_server.signals.signals import Signals
from impact import Ranking, rank
from impact.graph import Graph
from impact.rows import integers, plain

JUST_BEFORE = 2 * 3600 * 1_000_000
MOST_ELSEWHERE = 100
_SAME_HOUR = 3600 * 1_000_000
_MOST_FOLLOWED = 500


@dataclass(frozen=True)
class Answer:
    """Why a CI (`target`, by number) shows a symptom at a time, and when that began; times in microseconds.

    `signals` are those that were open then, or ended shortly before it began, of CIs that can matter (`nodes`: signal
    uid to CI uid); `changes` those of suspects and what lies on them. `unknowns` says how complete the topology is.
    """

    snapshot: Snapshot
    target: int
    at: int
    began_at: int
    ranking: Ranking
    part: Part
    signals: Sequence[Signal]
    nodes: Mapping[str, str]
    changes: Sequence[Change]
    unknowns: Unknowns

    def way(self, cause: str) -> list[int]:
        """The shortest way from a cause to the symptom along what needs what; empty where none is known."""
        return way_between(self.snapshot.graph, self.snapshot.numbers[cause], self.target)


class Causes:
    """Asks what broke something."""

    def __init__(self, store: GraphStore, signals: Signals) -> None:
        """Reads from the store; the graph of the time comes with each question."""
        self._store, self._signals = store, signals

    def signals_of(self, at: int) -> list[Signal]:
        """The signals that an answer for a time rests on."""
        return self._signals.between(at - JUST_BEFORE, at)

    def ask(self, snapshot: Snapshot, ci: str, at: int, signals: Sequence[Signal] | None = None) -> Answer:
        """Why a CI (uid or name) is not well at a time, by `signals_of` it. Raises UnknownCIError."""
        target = find(snapshot, ci, "target")
        uid = snapshot.cis.uid[target]
        seen = self.signals_of(at) if signals is None else signals
        part, nodes = _part(snapshot, target, seen)
        open_then = [signal for signal in seen if signal.resolved_at > at and signal.uid in nodes]
        suspects = [snapshot.cis.uid[number] for number in part.suspects]
        is_suspect = frozenset(suspects)
        of_suspects = {signal: node for signal, node in nodes.items() if node in is_suspect}
        began = began_at(open_then, of_suspects, uid, at)
        relevant = [signal for signal in seen if signal.uid in nodes and is_relevant(signal, began, at)]
        changes = self._store.read(lambda tx: read_changes(tx, suspects, began))
        ranking = rank(
            part.graph,
            readings_of(relevant, nodes),
            as_told(changes, {name: name for name in suspects}),
            {
                "node": uid,
                "metric": _metric(relevant, nodes, uid),
                "time": began / 1_000_000,
                "estate_size": np.count_nonzero(snapshot.is_counted),
            },
        )
        unknowns = KnownUnknowns(self._store, snapshot).among(suspects[:_MOST_FOLLOWED], 0)
        return Answer(snapshot, target, at, began, ranking, part, relevant, nodes, changes, unknowns)


def way_between(graph: Graph, cause: int, symptom: int) -> list[int]:
    """The shortest way from a cause to a symptom along what needs what. O(what depends on the cause)."""
    before = {cause: cause}
    wave = [cause]
    while wave and symptom not in before:
        reached: list[int] = []
        for ci in wave:
            for owner in plain(graph.dependents(integers([ci]))):
                if owner not in before:
                    before[owner] = ci
                    reached.append(owner)
        wave = reached
    if symptom not in before:
        return []
    way = [symptom]
    while way[-1] != cause:
        way.append(before[way[-1]])
    return way[::-1]


def _part(snapshot: Snapshot, target: int, signals: Sequence[Signal]) -> tuple[Part, dict[str, str]]:
    """What is around the symptom and what alerts in the same hour, and of which CI of it each signal is."""
    numbers, roots = snapshot.numbers, _roots(snapshot, signals)
    counted = [signal for signal in signals if signal.ci_uid in numbers]
    last = max((signal.started_at for signal in counted), default=0)
    recent = [signal for signal in counted if signal.started_at > last - _SAME_HOUR]
    elsewhere = [numbers[signal.ci_uid] for signal in recent if snapshot.is_counted[numbers[signal.ci_uid]]]
    part = part_of(snapshot, target, elsewhere[:MOST_ELSEWHERE])
    return part, nodes_of(signals, part.graph, roots)


def _roots(snapshot: Snapshot, signals: Sequence[Signal]) -> dict[str, str]:
    numbers = snapshot.numbers
    return {
        signal.ci_uid: snapshot.cis.root_uid[numbers[signal.ci_uid]] for signal in signals if signal.ci_uid in numbers
    }


def _metric(signals: Sequence[Signal], nodes: Mapping[str, str], target: str) -> str:
    return next((signal.name for signal in signals if nodes[signal.uid] == target), "")
