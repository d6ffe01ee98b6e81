"""Which devices a set of units are, read together with all that share an identifier with one of them."""

from collections.abc import Sequence

from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.identification import clusters_of, name_clusters
from cmdb_server.ingest.keys import new_uid
from cmdb_server.ingest.reconciliation import rank
from cmdb_server.ingest.units import Unit, units_of
from graph_schema import Registry


def identify_devices(
    tx: Transaction, registry: Registry, observed: stored.Observed, units: Sequence[Unit]
) -> list[tuple[Unit, str]]:
    """The CI of each unit and of every unit that shares an identifier with one, directly or through others.

    Everything that may change by it is locked.
    """
    component = _component(tx, registry, observed, units)
    specs = [registry.ci_class(unit.ci_class) for unit in component]
    rules = list(dict.fromkeys(rule.name for spec in specs for rule in spec.identification))
    clusters = clusters_of(sorted(component, key=lambda unit: (rank(registry, unit.source), unit.ref)), rules)
    cis = stored.read_cis(tx, {unit.uid for unit in component} - {""})
    created_at = {uid: int(ci.get("created_at") or 0) for uid, ci in cis.items()}
    names = name_clusters(clusters, created_at)
    return [
        (unit, uid)
        for cluster, uid in zip(clusters, (name or new_uid() for name in names), strict=True)
        for unit in cluster.units
    ]


def _component(tx: Transaction, registry: Registry, observed: stored.Observed, units: Sequence[Unit]) -> list[Unit]:
    sources = {unit.source for unit in units}
    found = _connected(tx, registry, observed, units)
    if others := {unit.source for unit in found} - sources:
        # Their next reports wait until this is decided; what they said in the meantime counts.
        tx.lock([f"source:{source}" for source in others])
        observed.forget()
        found = _connected(tx, registry, observed, units)
    return found


def _connected(tx: Transaction, registry: Registry, observed: stored.Observed, units: Sequence[Unit]) -> list[Unit]:
    found: dict[tuple[str, str], Unit] = {}
    keys = {key.text for unit in units for key in unit.keys}
    uids = {unit.uid for unit in units} - {""}
    asked: set[str] = set()
    seen: set[str] = set()
    while keys - asked or uids - seen:
        named = stored.read_named(tx, keys - asked)
        asked |= keys
        uids |= {uid for claimants in named.claimants.values() for uid in claimants}
        new = uids - seen
        seen |= new
        tx.lock([f"root:{uid}" for uid in new])
        for unit in units_of(registry, {uid: entries.values() for uid, entries in observed.of(new).items()}):
            found[unit.source, unit.ref] = unit
            keys |= {key.text for key in unit.keys}
        tx.lock(sorted(keys - asked))
    found.update({(unit.source, unit.ref): unit for unit in units})
    return list(found.values())
