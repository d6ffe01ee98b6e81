"""Claims that wait for somebody: note who waits for what, and settle those whose target has come, moved or gone."""

from collections.abc import Collection, Mapping

from cmdb_server.graph_store.queries import ingest as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.assignment import Assignment, Origin
from cmdb_server.ingest.items import Target
from cmdb_server.ingest.keys import address_key, is_dependent, keys_of
from cmdb_server.ingest.retirement import Kept
from cmdb_server.ingest.settle import settle, with_derived
from cmdb_server.ingest.stored import OPEN
from cmdb_server.ingest.targets import REMOTE_PEER, local_key, refs_key, within_key
from cmdb_server.ingest.writing import Cause, Settled
from graph_schema import Registry

_ANSWERING = frozenset(("endpoint", "software_instance", "ip_address", "network_interface"))


def note_identifiers(
    tx: Transaction,
    settled: Settled,
    assignment: Assignment,
    placed: tuple[Registry, Origin, tuple[Kept, ...]],
) -> None:
    """Write who has which identifier and who waits for which."""
    registry, origin, entries = placed
    claims: dict[str, set[str]] = {}
    for entry in entries:
        spec = registry.classes.get(entry.item.ci_class or "")
        if spec is None or spec.is_value or is_dependent(spec):
            continue
        for key in keys_of(spec, entry.item.attributes, origin.scope, entry.item.identifiers):
            claims.setdefault(key.text, set()).add(assignment.uids[entry.item.ref])
    add_to_identifiers(tx, claims, settled.watches)


def relink(
    tx: Transaction, context: tuple[Registry, Cause], origin: Origin, settled: Settled, classes: Collection[str]
) -> None:
    """Settle the claims of other CIs that this section's changes lead elsewhere."""
    if settled.created:
        _settle_refs(tx, context, refs_key(origin.source), settled)
    keys = set(settled.arrived_keys)
    if _ANSWERING & set(classes) and origin.root_uid:
        keys |= _hold_addresses(tx, origin, settled)
    keys |= _within_keys(tx, settled)
    waiting = {uid for uids in stored.read_named(tx, keys).watchers.values() for uid in uids}
    if waiting:
        tx.lock(sorted(f"relink:{uid}" for uid in waiting))
        resettle(tx, context, waiting, settled)
    _refresh_peers(tx, settled, context[1].now)


def resettle(
    tx: Transaction, context: tuple[Registry, Cause], uids: Collection[str], settled: Settled, *, whole: bool = False
) -> None:
    """Bring the relationships of CIs to named targets in line again; with `whole` those to refs too."""
    registry, cause = context
    said = stored.read_said(tx, uids)
    types = {
        claim.type
        for entries in said.values()
        for entry in entries.values()
        for claim in entry.claims
        if whole or isinstance(claim.target, Target)
    }
    more = settle(tx, registry, said, with_derived(types), cause)
    add_to_identifiers(tx, {}, more.watches)
    settled.touched |= more.touched
    settled.peers |= more.peers


def add_to_identifiers(tx: Transaction, claims: Mapping[str, set[str]], watches: Mapping[str, set[str]]) -> None:
    """Add claimants and watchers to the nodes of identifier keys."""
    keys = sorted({*claims, *watches})
    named = stored.read_named(tx, keys)
    changed: list[tuple[str, list[str], list[str]]] = []
    for key in keys:
        before = (named.claimants.get(key, []), named.watchers.get(key, []))
        after = (sorted({*before[0], *claims.get(key, ())}), sorted({*before[1], *watches.get(key, ())}))
        if after != (sorted(before[0]), sorted(before[1])):
            changed.append((key, *after))
    _save_identifiers(tx, changed)


def _settle_refs(tx: Transaction, context: tuple[Registry, Cause], key: str, settled: Settled) -> None:
    """Claims of this source to refs that were not known: those that still are not wait again."""
    waiting = stored.read_named(tx, [key]).watchers.get(key, [])
    if waiting:
        _save_identifiers(tx, [(key, [], [])])
        resettle(tx, context, waiting, settled, whole=True)


def _save_identifiers(tx: Transaction, rows: list[tuple[str, list[str], list[str]]]) -> None:
    if rows:
        tx.run(
            queries.SAVE_IDENTIFIERS,
            keys=[row[0] for row in rows],
            claimants=[row[1] for row in rows],
            watchers=[row[2] for row in rows],
        )


def _within_keys(tx: Transaction, settled: Settled) -> set[str]:
    owners = stored.read_cis(tx, settled.owners_of_arrived)
    return {within_key(key) for owner in owners.values() for key in owner.get("identifiers") or ()}


def _hold_addresses(tx: Transaction, origin: Origin, settled: Settled) -> set[str]:
    """Note which addresses the machine holds now; the keys of all it holds or held, whose clients look again."""
    root = stored.read_cis(tx, [origin.root_uid]).get(origin.root_uid, {})
    held = set(root.get("held_addresses") or [])
    now = {address_key(origin.scope, address) for address in stored.read_addresses(tx, origin.root_uid)}
    if held != now:
        tx.lock(sorted(held | now))
        moved = sorted(held ^ now)
        named = stored.read_named(tx, moved)
        rows: list[tuple[str, list[str], list[str]]] = []
        for key in moved:
            holders = {*named.claimants.get(key, [])} - {origin.root_uid}
            if key in now:
                holders.add(origin.root_uid)
            rows.append((key, sorted(holders), named.watchers.get(key, [])))
        _save_identifiers(tx, rows)
        tx.run(queries.UPDATE_CIS, uids=[origin.root_uid], properties=[{"held_addresses": sorted(now)}])
    settled.touched.add(origin.root_uid)
    return held | now | {local_key(origin.root_uid)}


def _refresh_peers(tx: Transaction, settled: Settled, now: int) -> None:
    """A remote peer is there as long as somebody is connected to it."""
    if not settled.peers:
        return
    uids = sorted(settled.peers)
    talked_to = set(tx.run(queries.OPEN_SOURCES_TO, uids=uids, open=OPEN)[0]["uid"])
    status = ["active" if uid in talked_to else "retired" for uid in uids]
    tx.run(queries.SET_STATUS, uids=uids, status=status, ci_class=REMOTE_PEER, at=now)
