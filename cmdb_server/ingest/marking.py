"""Let the word of a source become stale, gone or fresh again: its observations are marked, their CIs follow."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from cmdb_server.graph_store.queries import ageing as queries
from cmdb_server.graph_store.queries import sources
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest import relinking, stored
from cmdb_server.ingest.freshness import FRESH, GONE
from cmdb_server.ingest.keys import is_waiting
from cmdb_server.ingest.overlay import all_types
from cmdb_server.ingest.reconciliation import Said
from cmdb_server.ingest.retirement import PARTIAL_LAYER
from cmdb_server.ingest.settle import settle
from cmdb_server.ingest.targets import Arrivals
from cmdb_server.ingest.writing import Cause
from graph_schema import Registry

_AT_ONCE = 1_000


@dataclass(frozen=True)
class Marking:
    """What is to become of the word of the source that is the cause; `is_seen`: because it has just reported."""

    freshness: str
    cause: Cause
    root_uid: str
    is_seen: bool = False


Decide: TypeAlias = Callable[[Transaction], Marking | None]


def mark(store: GraphStore, registry: Registry, source: str, decide: Decide) -> int:
    """Mark what a source says as `decide` finds with the source locked; how many CIs changed by it.

    Each transaction marks a thousand observations. What is interrupted is completed by the next run: the source itself
    is marked as stale or gone before its observations, as fresh after them.
    """
    changed = 0
    is_left = True
    while is_left:
        is_left, count = store.transact((f"source:{source}",), partial(_mark_some, registry=registry, decide=decide))
        changed += count
    return changed


def _mark_some(tx: Transaction, registry: Registry, decide: Decide) -> tuple[bool, int]:
    marking = decide(tx)
    if marking is None:
        return False, 0
    sections: list[str] = tx.run(queries.SECTIONS, sources=[marking.cause.source])[0]["key"]
    layers = [key + layer for key in sections for layer in ("", PARTIAL_LAYER)]
    row = tx.run(queries.UNMARKED, section_keys=layers, freshness=marking.freshness, limit=_AT_ONCE)[0]
    is_left = len(row["uid"]) == _AT_ONCE
    changed = 0
    if row["uid"]:
        tx.run(queries.MARK, uids=row["uid"], freshness=marking.freshness)
        uids = {uid for uid in row["ci_uid"] if not is_waiting(uid)}
        has_bonds = GONE in {marking.freshness, *row["freshness"]}
        changed = _settle(tx, (registry, marking), uids, has_bonds=has_bonds)
    tx.run(sources.SAVE_SOURCE, key=marking.cause.source, properties=_properties(marking, is_left=is_left))
    return is_left, changed


def _settle(tx: Transaction, context: tuple[Registry, Marking], uids: set[str], *, has_bonds: bool) -> int:
    """What is stale keeps its relationships; what is gone loses them, and what others had with it."""
    registry, marking = context
    stored.lock_cis(tx, uids)
    said = stored.Observed(tx).of(uids)
    ended = {uid: _gone(entries.values(), marking) for uid, entries in said.items()}
    types = all_types(said.values()) if has_bonds else ()
    settled = settle(tx, registry, said, types, marking.cause, arrivals=Arrivals(ended=ended))
    relinking.save_identifiers(tx, settled, {})
    if has_bonds:
        root = {marking.root_uid} - {""}
        changed = relinking.Changed(marking.cause.source, root, root, root, has_new_refs=False)
        relinking.relink(tx, (registry, marking.cause), settled, changed)
    tx.touched(settled.touched)
    return settled.changed + settled.retired


def _gone(entries: Iterable[Said], marking: Marking) -> list[Said]:
    """What the source said while it was there, where it is gone."""
    if marking.freshness != GONE:
        return []
    return [one._replace(is_absent=False) for one in entries if one.source == marking.cause.source]


def _properties(marking: Marking, *, is_left: bool) -> dict[str, Any]:
    now = marking.cause.now
    properties: dict[str, Any] = {"is_marking": is_left}
    if marking.is_seen:
        properties |= {"seen_at": now, "last_contact_at": now, "failed_at": []}
    if marking.freshness != FRESH or not is_left:
        properties |= {"freshness": marking.freshness, "freshness_at": now}
    return properties
