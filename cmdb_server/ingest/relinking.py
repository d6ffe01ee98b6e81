"""Claims that wait for somebody: note who waits for what, and settle those whose target has come, moved or gone."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cmdb_server.graph_store.queries import ingest as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.changes import BondWrites, CIWrite
from cmdb_server.ingest.items import Target
from cmdb_server.ingest.keys import held_key
from cmdb_server.ingest.overlay import with_derived
from cmdb_server.ingest.settle import settle
from cmdb_server.ingest.stored import OPEN
from cmdb_server.ingest.targets import REMOTE_PEER, local_key, refs_key, within_key
from cmdb_server.ingest.writing import PEER_TYPES, Cause, Settled, tick, write_events
from graph_schema import Registry


@dataclass(frozen=True)
class Changed:
    """What a section of a source changed that others may wait for.

    `roots` are the machines of which it may have changed addresses or listeners, `moved` those of which it may have
    changed addresses; `has_new_refs` whether it brought refs that were not known before.
    """

    source: str
    roots: Collection[str]
    moved: Collection[str]
    has_new_refs: bool


def save_identifiers(tx: Transaction, settled: Settled, given_up: Mapping[str, set[str]]) -> None:
    """Write who has which identifier and who waits for which; `given_up` are those of aliases with who had them."""
    for key, uids in given_up.items():
        settled.lost.setdefault(key, set()).update(uids)
        settled.arrived_keys.add(key)
    tx.lock(settled.lost.keys())
    keys = sorted({*settled.gained, *settled.lost, *settled.watches})
    named = stored.read_named(tx, keys)
    changed: list[tuple[str, list[str], list[str]]] = []
    for key in keys:
        before = (named.claimants.get(key, []), named.watchers.get(key, []))
        claimants = {*before[0], *settled.gained.get(key, ())} - settled.lost.get(key, set())
        after = (sorted(claimants), sorted({*before[1], *settled.watches.get(key, ())}))
        if after != (sorted(before[0]), sorted(before[1])):
            changed.append((key, *after))
    _save_identifiers(tx, changed)


def relink(tx: Transaction, context: tuple[Registry, Cause], settled: Settled, changed: Changed) -> None:
    """Settle the claims of other CIs that this section's changes lead elsewhere."""
    cis = stored.read_cis(tx, {*changed.roots, *settled.owners_of_arrived})
    keys = settled.arrived_keys | _within_keys(cis, settled.owners_of_arrived)
    for root in sorted(changed.roots):
        held: set[str] = set(cis.get(root, {}).get("held_addresses") or ())
        keys |= {local_key(root), *held}
        if root in changed.moved:
            keys |= _hold_addresses(tx, root, held)
    settled.touched |= set(changed.roots)
    of_refs = refs_key(changed.source)
    watchers = stored.read_named(tx, keys | {of_refs} if changed.has_new_refs else keys).watchers
    _settle_refs(tx, context, (of_refs, watchers.pop(of_refs, [])), settled)
    waiting = {uid for uids in watchers.values() for uid in uids}
    if waiting:
        stored.lock_cis(tx, waiting)
        resettle(tx, context, waiting, settled)
    _refresh_peers(tx, settled, context[1])


def resettle(
    tx: Transaction, context: tuple[Registry, Cause], uids: Iterable[str], settled: Settled, *, whole: bool = False
) -> None:
    """Bring the relationships of CIs to named targets in line again; with `whole` those to refs too."""
    registry, cause = context
    said = {uid: entries for uid, entries in stored.Observed(tx).of(uids).items() if entries}
    types = {
        claim.type
        for entries in said.values()
        for entry in entries.values()
        for claim in entry.claims
        if whole or isinstance(claim.target, Target)
    }
    more = settle(tx, registry, said, with_derived(types), cause)
    save_identifiers(tx, more, {})
    settled.touched |= more.touched
    settled.peers |= more.peers


def _settle_refs(
    tx: Transaction, context: tuple[Registry, Cause], watched: tuple[str, list[str]], settled: Settled
) -> None:
    """Claims of this source to refs that were not known: those that still are not wait again."""
    key, waiting = watched
    if waiting:
        _save_identifiers(tx, [(key, [], [])])
        resettle(tx, context, waiting, settled, whole=True)


def _save_identifiers(tx: Transaction, rows: list[tuple[str, list[str], list[str]]]) -> None:
    if rows:
        tx.later(
            queries.SAVE_IDENTIFIERS,
            keys=[row[0] for row in rows],
            claimants=[row[1] for row in rows],
            watchers=[row[2] for row in rows],
        )


def _within_keys(cis: Mapping[str, Mapping[str, Any]], owners: Collection[str]) -> set[str]:
    found = (cis[owner].get("identifiers") or () for owner in owners if owner in cis)
    return {within_key(key) for identifiers in found for key in identifiers}


def _hold_addresses(tx: Transaction, root: str, held: set[str]) -> set[str]:
    """Note which addresses a machine that held these holds now; their keys."""
    now = {held_key(identifier) for identifier in stored.read_addresses(tx, root)}
    if held != now:
        tx.lock(sorted(held | now))
        moved = sorted(held ^ now)
        named = stored.read_named(tx, moved)
        rows: list[tuple[str, list[str], list[str]]] = []
        for key in moved:
            holders = {*named.claimants.get(key, [])} - {root}
            if key in now:
                holders.add(root)
            rows.append((key, sorted(holders), named.watchers.get(key, [])))
        _save_identifiers(tx, rows)
        tx.later(queries.UPDATE_CIS, uids=[root], properties=[{"held_addresses": sorted(now)}])
    return now


def _refresh_peers(tx: Transaction, settled: Settled, cause: Cause) -> None:
    """A remote peer is there as long as somebody is connected to it or needs it."""
    if not settled.peers:
        return
    uids = sorted(settled.peers)
    talked_to = set(
        tx.run(queries.OPEN_SOURCES_TO, uids=uids, ci_class=REMOTE_PEER, types=sorted(PEER_TYPES), open=OPEN)[0]["uid"]
    )
    status = ["active" if uid in talked_to else "retired" for uid in uids]
    at = tick(tx, cause.now)
    changed = set(tx.run(queries.SET_STATUS, uids=uids, status=status, ci_class=REMOTE_PEER, at=at)[0]["uid"])
    writes = [_status_write(uid, is_active=uid in talked_to) for uid in sorted(changed)]
    write_events(tx, writes, BondWrites(), (cause, at))


def _status_write(uid: str, *, is_active: bool) -> CIWrite:
    old, new = ("retired", "active") if is_active else ("active", "retired")
    changes = [{"attribute": "status", "old": old, "new": new}]
    return CIWrite(uid, is_new=False, properties={}, changes=changes, kind="returned" if is_active else "retired")
