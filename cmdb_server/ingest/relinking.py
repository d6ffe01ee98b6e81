"""Claims that wait for somebody: note who waits for what, and settle those whose target has come, moved or gone."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cmdb_server.graph_store.queries import ingest as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.items import Target
from cmdb_server.ingest.keys import held_key, is_waiting
from cmdb_server.ingest.moving import Moved
from cmdb_server.ingest.named_values import refresh_named
from cmdb_server.ingest.overlay import with_derived
from cmdb_server.ingest.placement import Assignment, Origin
from cmdb_server.ingest.retirement import SectionDelta
from cmdb_server.ingest.settle import settle
from cmdb_server.ingest.watching import (
    Watch,
    forget_watches,
    local_key,
    read_watches,
    read_watches_at,
    refs_key,
    save_watches,
    superseded,
    within_key,
)
from cmdb_server.ingest.writing import Cause, Settled
from graph_schema import Registry

_ADDRESSED = frozenset(("ip_address", "network_interface"))
_ANSWERING = _ADDRESSED | {"endpoint", "software_instance", "database"}


@dataclass(frozen=True)
class Changed:
    """What a section of a source changed that others may wait for.

    `roots` are the machines of which it may have changed addresses or listeners, `moved` those of which it may have
    changed addresses, `renewed` those that are other ones than before: whoever talks to them is asked again, whatever
    was touched. `has_new_refs` is whether it brought refs that were not known before.
    """

    source: str
    roots: Collection[str]
    moved: Collection[str]
    renewed: Collection[str]
    has_new_refs: bool


def changed_by(tx: Transaction, origin: Origin, delta: SectionDelta, placed: tuple[Assignment, Moved]) -> Changed:
    """What a section that was stored changed. `origin` has the root CI that the source's reports are of now.

    A machine of which the source spoke before and speaks no longer is changed by what it has lost.
    """
    assignment, moved = placed
    has_new_refs = bool(moved.arrived) or any(
        entry.head is None and entry.item.ref in assignment.uids for entry in delta.kept
    )
    roots = {uid for uid, place in moved.places.items() if not place.owner_uid} | set(moved.aliases)
    own = {origin.root_uid} - {""}
    left = _left(tx, delta, assignment) - own
    classes = {entry.item.ci_class or "" for entry in delta.kept} | {head.ci_class for head in delta.absent}
    answering = roots | left | (own if _ANSWERING & classes else set[str]())
    addressed = roots | left | (own if _ADDRESSED & classes else set[str]())
    renewed = roots | own if assignment.moves else roots
    return Changed(origin.source, answering, addressed, renewed, has_new_refs)


def _left(tx: Transaction, delta: SectionDelta, assignment: Assignment) -> set[str]:
    """The machines of what is others' now, or is not there any more; an address by itself lies on none."""
    placed = _ANSWERING - {"ip_address"}
    absent = {head.ci_uid for head in delta.absent if head.ci_class in placed and not is_waiting(head.ci_uid)}
    left = stored.read_cis(tx, (absent | {move.old for move in assignment.moves}) - {""})
    return {str(ci.get("root_uid") or uid) for uid, ci in left.items()}


def save_identifiers(tx: Transaction, settled: Settled, given_up: Mapping[str, set[str]]) -> None:
    """Write who has which identifier and who waits for which; `given_up` are those of aliases with who had them."""
    for key, uids in given_up.items():
        settled.lost.setdefault(key, set()).update(uids)
        settled.arrived_keys.add(key)
    tx.lock(settled.lost.keys())
    keys = sorted({*settled.gained, *settled.lost})
    named = stored.read_named(tx, keys)
    changed: dict[str, list[str]] = {}
    for key in keys:
        before = sorted(named.claimants.get(key, []))
        after = sorted({*before, *settled.gained.get(key, ())} - settled.lost.get(key, set()))
        if after != before:
            changed[key] = after
    _save_claimants(tx, changed)
    save_watches(tx, settled.watches)
    forget_watches(tx, settled.ended)


def relink(tx: Transaction, context: tuple[Registry, Cause], settled: Settled, changed: Changed) -> None:
    """Settle the claims of other CIs that this section's changes lead elsewhere.

    First come those that wait for its refs: an endpoint whose program has come concerns whoever talks to it.
    """
    if changed.has_new_refs:
        _settle_refs(tx, context, read_watches(tx, {refs_key(changed.source)}), settled)
    cis = stored.read_cis(tx, {*changed.roots, *settled.owners_of_arrived})
    keys = settled.arrived_keys | _within_keys(cis, settled.owners_of_arrived)
    answering: set[str] = set()
    for root in sorted(changed.roots):
        before: set[str] = set(cis.get(root, {}).get("held_addresses") or ())
        now = _hold_addresses(tx, root, before) if root in changed.moved else before
        keys |= before | now | {local_key(root)} if root in changed.renewed else before ^ now
        answering |= {local_key(root), *now}
    found = read_watches(tx, keys) | read_watches_at(tx, answering - keys, settled.touched, settled.turned)
    settled.touched |= set(changed.roots)
    if waiting := {watch.ci_uid for watch in found}:
        stored.lock_cis(tx, waiting)
        forget_watches(tx, superseded(found, resettle(tx, context, waiting, settled)))
    refresh_named(tx, context[0], settled, context[1])


def resettle(
    tx: Transaction, context: tuple[Registry, Cause], uids: Iterable[str], settled: Settled, *, whole: bool = False
) -> set[Watch]:
    """Bring the relationships of CIs to named targets in line again, with `whole` those to refs too; who waits now."""
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
    settled.named |= more.named
    return more.watches


def _settle_refs(tx: Transaction, context: tuple[Registry, Cause], watches: set[Watch], settled: Settled) -> None:
    """Claims of this source to refs that were not known: those that still are not go on waiting."""
    if watches:
        now = resettle(tx, context, {watch.ci_uid for watch in watches}, settled, whole=True)
        forget_watches(tx, watches - now)


def _save_claimants(tx: Transaction, claimants: Mapping[str, list[str]]) -> None:
    if claimants:
        tx.later(queries.SAVE_IDENTIFIERS, keys=list(claimants), claimants=list(claimants.values()))


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
        holding: dict[str, list[str]] = {}
        for key in moved:
            holders = {*named.claimants.get(key, [])} - {root}
            if key in now:
                holders.add(root)
            holding[key] = sorted(holders)
        _save_claimants(tx, holding)
        tx.later(queries.UPDATE_CIS, uids=[root], properties=[{"held_addresses": sorted(now)}])
    return now
