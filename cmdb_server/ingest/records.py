"""The records of devices: what each source says of the identity of a CI, read without anything else it says."""

from collections.abc import Collection

from cmdb_server.graph_store.queries import identity
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.units import Unit, units_of
from graph_schema import Registry


def read_records(tx: Transaction, registry: Registry, uids: Collection[str]) -> list[Unit]:
    """What each source says of the identity of these CIs."""
    row = tx.run(identity.RECORDS, uids=sorted(uids))[0]
    said = stored.as_said({**row, "claims": ["[]"] * len(row["uid"]), "freshness": [""] * len(row["uid"])})
    former = dict(zip(row["uid"], row["former"], strict=True))
    names = {(entry.source, entry.ref): former[uid] for entries in said.values() for uid, entry in entries.items()}
    units = units_of(registry, {uid: entries.values() for uid, entries in said.items()})
    return [unit._replace(former=names[unit.source, unit.ref]) for unit in units]
