"""Which CI is the root of a report: its component of observations is identified anew, whoever came first."""

from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.assignment import Origin, new_uid
from cmdb_server.ingest.identification import Existing, Sighting, clusters_of, name_clusters
from cmdb_server.ingest.keys import Key, is_device, keys_of
from cmdb_server.ingest.merging import merge
from cmdb_server.ingest.retirement import Kept
from cmdb_server.ingest.writing import Cause
from graph_schema import Registry


def identify_root(tx: Transaction, registry: Registry, whose: tuple[Origin, str], entry: Kept, cause: Cause) -> str:
    """The uid of the root CI that an observation is of; CIs that it shows to be one are merged into the oldest.

    `whose` is the origin and the uid of the root CI that the source had before ("" for a new source).
    """
    origin, before = whose
    spec = registry.ci_class(entry.item.ci_class or "")
    keys = keys_of(spec, entry.item.attributes, origin.scope, entry.item.identifiers)
    named = stored.read_named(tx, [key.text for key in keys])
    involved = {uid for uids in named.claimants.values() for uid in uids} | ({before} - {""})
    if not involved:
        return new_uid()
    if not is_device(spec):
        return before or min(involved)
    own = Sighting(entry.observed_at, origin.source, entry.digest, keys, before)
    others, existing = _sightings(tx, registry, involved, origin.source)
    clusters = clusters_of([*others, own], [rule.name for rule in spec.identification])
    names = name_clusters(clusters, existing)
    cluster, name = next((c, n) for c, n in zip(clusters, names, strict=True) if own in c.sightings)
    uid = name or new_uid()
    merged = {sighting.ci_uid for sighting in cluster.sightings if sighting.ci_uid not in ("", uid)}
    for loser in sorted(merged & set(existing)):
        merge(tx, (registry, cause), loser, uid)
    return uid


def _sightings(
    tx: Transaction, registry: Registry, involved: set[str], own_source: str
) -> tuple[list[Sighting], dict[str, Existing]]:
    found: list[Sighting] = []
    for uid, entries in stored.read_said(tx, involved).items():
        for said in entries.values():
            if said.ci_class and said.source != own_source:
                keys: tuple[Key, ...] = keys_of(
                    registry.ci_class(said.ci_class), said.attributes, said.scope, said.identifiers
                )
                found.append(Sighting(said.observed_at, said.source, said.section, keys, uid))
    cis = stored.read_cis(tx, involved)
    existing = {
        uid: Existing(uid, int(ci.get("created_at") or 0)) for uid, ci in cis.items() if ci.get("status") != "merged"
    }
    return found, existing
