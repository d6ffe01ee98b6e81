"""The dependency view as it was: the snapshot of now, with what changed since then put back."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.history import instants
from cmdb_server.history.past import PastBond
from cmdb_server.history.reading import Past, changed_since
from cmdb_server.impact_analysis.answers import Evidence
from cmdb_server.impact_analysis.changing import with_changes
from cmdb_server.impact_analysis.columns import Row
from cmdb_server.impact_analysis.current import CurrentSnapshot
from cmdb_server.impact_analysis.evidence import connection_of
from cmdb_server.impact_analysis.loading import CHUNK, ViewRows
from cmdb_server.impact_analysis.snapshot import ABSENT, Snapshot

_KEPT = 2
_CONNECTION, _ANSWERED_BY = "CONNECTS_TO", "PROVIDED_BY"
# The columns of impact.columns, each with what stands for nothing said.
_CI_COLUMNS: Mapping[str, Any] = {
    "uid": "",
    "name": "",
    "ci_class": "",
    "status": ABSENT,
    "root_uid": "",
    "merged_into": "",
    "criticality": 0,
    "users": 0,
    "k": -1,
}
_BOND_COLUMNS: Mapping[str, Any] = {
    "uid": "",
    "strength": "",
    "confidence": -1.0,
    "last_seen_at": 0,
    "sources": [],
    "derivation": "",
    "port": 0,
    "timing": "",
}


class PastSnapshots:
    """Snapshots of times that have come. They never change, so the last few are kept."""

    def __init__(self, store: GraphStore, current: CurrentSnapshot) -> None:
        """`current` gives the snapshot to walk back from."""
        self._store, self._current = store, current
        self._kept: dict[int, Snapshot] = {}
        self._lock = threading.Lock()

    def get(self, at: int) -> Snapshot:
        """The snapshot of a time in microseconds; costs what changed since then."""
        with self._lock:
            found = self._kept.pop(at, None) or self._made(at)
            self._kept[at] = found
            while len(self._kept) > _KEPT:
                self._kept.pop(next(iter(self._kept)))
            return found

    def _made(self, at: int) -> Snapshot:
        instants.settle(self._store, at)
        now = self._current.get()
        changed = sorted(self._store.read(lambda tx: changed_since(tx, at)))
        parts = [
            self._store.read(lambda tx, chunk=changed[start : start + CHUNK]: _rows(tx, now.view.types, chunk, at))
            for start in range(0, len(changed), CHUNK)
        ]
        rows = ViewRows([row for part in parts for row in part.cis], [r for part in parts for r in part.relationships])
        return replace(with_changes(now, changed, rows, at), as_of=at)


def read_past_connections(
    store: GraphStore, pairs: Sequence[tuple[str, str]], at: int
) -> dict[tuple[str, str], list[Evidence]]:
    """The connections from one program to another that were known at a time, by (uid, uid)."""
    if not pairs:
        return {}
    return store.read(lambda tx: _past_connections(Past(tx, at), set(pairs)))


def _past_connections(past: Past, pairs: set[tuple[str, str]]) -> dict[tuple[str, str], list[Evidence]]:
    seen = past.outgoing({source for source, _ in pairs}, [_CONNECTION])
    endpoints = past.cis({bond.target for bond in seen})
    providers = {bond.source: bond.target for bond in past.outgoing(endpoints, [_ANSWERED_BY])}
    found: dict[tuple[str, str], list[Evidence]] = {}
    for bond in seen:
        pair = (bond.source, providers.get(bond.target, ""))
        if pair in pairs:
            found.setdefault(pair, []).append(connection_of(_connection_row(bond, endpoints[bond.target]), {}))
    return found


def _connection_row(bond: PastBond, endpoint: Mapping[str, Any]) -> dict[str, Any]:
    said = bond.properties
    stated: dict[str, Any] = {"address": "", "port": 0, "protocol": "", "sightings": 1, "days": 0, "timing": ""}
    stated["sources"] = []
    known = {name: said.get(name) or endpoint.get(name) or nothing for name, nothing in stated.items()}
    return {**known, "first_seen_at": said["first_seen_at"], "last_seen_at": said["last_seen_at"]}


def _rows(tx: Transaction, types: Sequence[str], uids: Sequence[str], at: int) -> ViewRows:
    past = Past(tx, at)
    cis = past.cis(uids)
    bonds = past.outgoing(cis, types)
    # A CI that was not there yet keeps its number, but it does not count.
    shown = [cis.get(uid, {"uid": uid}) for uid in uids]
    by_type = [(number, [bond for bond in bonds if bond.type == kind]) for number, kind in enumerate(types)]
    return ViewRows([_columns(shown, _CI_COLUMNS)], [(number, _bond_columns(group)) for number, group in by_type])


def _bond_columns(bonds: Sequence[PastBond]) -> Row:
    columns = _columns([bond.properties for bond in bonds], _BOND_COLUMNS)
    return {**columns, "source": [bond.source for bond in bonds], "target": [bond.target for bond in bonds]}


def _columns(entries: Sequence[Mapping[str, Any]], wanted: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {
        name: [nothing if entry.get(name) is None else entry[name] for entry in entries]
        for name, nothing in wanted.items()
    }
