"""Take back what was said: observations go, and what they fed becomes what it would be had they never been there."""

from collections.abc import Mapping, Sequence

from cmdb_server.graph_store.queries import moving
from cmdb_server.graph_store.queries import withdrawal as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest import memory, relinking, stored
from cmdb_server.ingest.devices import Identified, Seeds, save_outcome
from cmdb_server.ingest.keys import is_device, is_waiting
from cmdb_server.ingest.moving import Moved, make_aliases
from cmdb_server.ingest.overlay import all_types
from cmdb_server.ingest.reconciliation import Said
from cmdb_server.ingest.reidentification import identified_again
from cmdb_server.ingest.settle import settle
from cmdb_server.ingest.targets import Arrivals
from cmdb_server.ingest.writing import Cause, tick
from graph_schema import Registry

Taken = Mapping[str, Mapping[str, Said]]


def refs_with_parts(tx: Transaction, source: str, ref: str) -> list[str]:
    """The keys of a ref of a source and of all that lies within it."""
    found = [stored.ref_key(source, ref)]
    level = found
    while level:
        within = tx.run(moving.REFS_WITHIN, owner_keys=level)[0]["ref_keys"]
        level = sorted(key for key in set(within) - set(found) if key.startswith(f"{source}|"))
        found += level
    return found


def take(tx: Transaction, source: str, ref_keys: Sequence[str]) -> Taken:
    """What a source says under some refs, by the CI it is of."""
    said = stored.read_said_of_refs(tx, ref_keys)
    mine = {uid: {key: one for key, one in found.items() if one.source == source} for uid, found in said.items()}
    return {uid: found for uid, found in mine.items() if found}


def withdraw(tx: Transaction, context: tuple[Registry, Cause], taken: Taken, *, keep: bool = False) -> set[str]:
    """Take observations back; the CIs that changed by it. With `keep` they stay as absent ones (they expired)."""
    registry, cause = context
    uids = {uid for uid in taken if not is_waiting(uid)}
    stored.lock_cis(tx, uids)
    query = queries.MARK_ABSENT if keep else queries.DELETE_OBSERVATIONS
    tx.run(query, uids=sorted(key for found in taken.values() for key in found))
    if not keep:
        memory.forget(tx, {_ref_key(one) for found in taken.values() for one in found.values()})
    moved, identified = _identified_again(tx, registry, uids, taken)
    left = {uid for uid, found in stored.Observed(tx).of(uids).items() if any(one.ci_class for one in found.values())}
    neighbours = set(tx.run(moving.INCOMING_SOURCES, uids=sorted(uids - left), open=stored.OPEN)[0]["uid"])
    affected = (uids | moved.affected | neighbours) - set(moved.aliases)
    stored.lock_cis(tx, affected)
    said = stored.Observed(tx).of(affected)
    types = all_types([*said.values(), *taken.values()])
    ended = {uid: [one for one in found.values() if not one.is_absent] for uid, found in taken.items()}
    arrivals = Arrivals(moved.places, {}, moved.aliases, ended=ended)
    settled = settle(tx, registry, said, types, cause, arrivals=arrivals)
    lost = make_aliases(tx, moved.aliases, cause)
    save_outcome(tx, identified, tick(tx, cause.now))
    relinking.save_identifiers(tx, settled, lost)
    cis = stored.read_cis(tx, affected)
    roots = {str(ci.get("root_uid") or uid) for uid, ci in cis.items()} | set(moved.aliases)
    relinking.relink(tx, context, settled, relinking.Changed(cause.source, roots, roots, roots, has_new_refs=False))
    changed = settled.touched | set(moved.aliases)
    tx.touched(changed)
    return changed


def _identified_again(tx: Transaction, registry: Registry, uids: set[str], taken: Taken) -> tuple[Moved, Identified]:
    """Find out anew which devices the other sources speak of: what was taken may have held them together."""
    changed = {uid for uid in uids if any(_is_device(registry, one) for one in taken[uid].values())}
    return identified_again(tx, registry, Seeds(uids=changed)) if changed else (Moved(), Identified(()))


def _ref_key(said: Said) -> str:
    return stored.ref_key(said.source, said.ref)


def _is_device(registry: Registry, said: Said) -> bool:
    return said.ci_class in registry.classes and is_device(registry.ci_class(said.ci_class))
