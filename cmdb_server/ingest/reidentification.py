"""Find out anew who is who, where something other than a report changed what decides it."""

from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest import relinking, stored
from cmdb_server.ingest.devices import Identified, Seeds, identify_devices, save_outcome
from cmdb_server.ingest.moving import Moved, follow, make_aliases
from cmdb_server.ingest.overlay import all_types
from cmdb_server.ingest.placement import Assignment, Move, Place
from cmdb_server.ingest.settle import settle
from cmdb_server.ingest.targets import Arrivals
from cmdb_server.ingest.writing import Cause, tick
from graph_schema import Registry


def identified_again(tx: Transaction, registry: Registry, seeds: Seeds) -> tuple[Moved, Identified]:
    """Identify devices and carry out the moves that follow; the CIs are not brought in line yet."""
    identified = identify_devices(tx, registry, seeds)
    assignment = Assignment()
    for unit, uid in identified.uids:
        if uid != unit.uid:
            assignment.places[uid] = Place("", uid)
            assignment.moves.append(Move(unit.source, unit.ref, unit.uid, uid))
    return follow(tx, registry, assignment), identified


def identify_again(tx: Transaction, context: tuple[Registry, Cause], seeds: Seeds) -> set[str]:
    """Identify devices and bring everything in line that changes by it; the CIs that changed."""
    registry, cause = context
    moved, identified = identified_again(tx, registry, seeds)
    stored.lock_cis(tx, moved.affected)
    said = stored.Observed(tx).of(moved.affected - set(moved.aliases))
    arrivals = Arrivals(moved.places, {}, moved.aliases)
    settled = settle(tx, registry, said, all_types(said.values()), cause, arrivals=arrivals)
    lost = make_aliases(tx, moved.aliases, cause)
    save_outcome(tx, identified, tick(tx, cause.now))
    relinking.save_identifiers(tx, settled, lost)
    roots = {uid for uid, place in moved.places.items() if not place.owner_uid} | set(moved.aliases)
    relinking.relink(tx, context, settled, relinking.Changed(cause.source, roots, roots, roots, has_new_refs=False))
    changed = settled.touched | set(moved.aliases) | {uid for _, uid in identified.uids}
    tx.touched(changed)
    return changed
