"""How long single events are kept: older ones of a class that says so are joined, never the first and the last."""

from collections.abc import Callable, Iterator, Sequence

import msgspec

from cmdb_server.graph_store.queries import baselines
from cmdb_server.graph_store.queries import history as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.history.joining import groups_to_join, joined
from cmdb_server.history.past import PastEvent
from cmdb_server.history.reading import events_of
from cmdb_server.history.rules import days_of, read_set
from graph_schema import Registry

_DAY = 86_400_000_000
_CHUNK = 200
# Replicas that come at the same time wait for each other here; the later one finds nothing left to do.
_LOCK = "history:retention"


class Retention:
    """Joins old events. What was so at the instant of a baseline, before and after each joined run stays known.

    As of a time within a run, the state is that at its beginning.
    """

    def __init__(self, store: GraphStore, registry: Registry, clock: Callable[[], int]) -> None:
        """`clock` gives microseconds."""
        self._store, self._registry, self._clock = store, registry, clock

    def run(self) -> dict[str, int]:
        """Join what is due; how many events are gone and how many stand for them."""
        counts = {"joined": 0, "gone": 0}
        known = self._store.read(read_set)
        for name, spec in sorted(self._registry.classes.items()):
            days = days_of(self._registry, known, name).days
            if days is not None and not spec.is_abstract:
                until = self._clock() - days * _DAY
                for uids in self._chunks(name):
                    kept, gone = self._store.transact(
                        [_LOCK], lambda tx, uids=uids, until=until: _join(tx, uids, until)
                    )
                    counts["joined"] += kept
                    counts["gone"] += gone
        return counts

    def _chunks(self, ci_class: str) -> Iterator[list[str]]:
        uids: list[str] = sorted(
            self._store.read(lambda tx: tx.run(queries.UIDS_OF_CLASS, ci_class=ci_class))[0]["uid"]
        )
        return (uids[start : start + _CHUNK] for start in range(0, len(uids), _CHUNK))


def _join(tx: Transaction, uids: Sequence[str], until: int) -> tuple[int, int]:
    stored = tx.run(baselines.BASELINES)[0]["properties"]
    by_ci: dict[str, list[PastEvent]] = {}
    for event in events_of(tx, uids, -1):
        by_ci.setdefault(event.ci_uid, []).append(event)
    instants = [entry["at"] for entry in stored]
    runs = [run for events in by_ci.values() for run in groups_to_join(events, until, instants)]
    if not runs:
        return 0, 0
    made = [joined(run) for run in runs]
    gone = [event.uid for run in runs for event in run[:-1]]
    tx.run(
        queries.JOIN_EVENTS,
        uids=[event.uid for event in made],
        kind=[event.kind for event in made],
        changes=[msgspec.json.encode(event.changes).decode() for event in made],
        recorded_from=[event.recorded_from for event in made],
        reason=[f"{len(run)} events joined" for run in runs],
    )
    tx.run(queries.DELETE_EVENTS, uids=gone)
    return len(made), len(gone)
