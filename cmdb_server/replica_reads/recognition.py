"""Says which needs are reads from a replica, as a data source of its own; a person's word outweighs it."""

from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import blake2b

import msgspec
import numpy as np

from cmdb_server.graph_store.queries import replica_reads as queries
from cmdb_server.graph_store.queries import topology
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.ingest import stored
from cmdb_server.ingest.edits import Edit
from cmdb_server.ingest.items import CheckedSection, Claim, Item
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.placement import Origin
from cmdb_server.ingest.source_record import hash_in_scope
from cmdb_server.replica_reads.deciding import OWN_REASON, Need, replica_reads
from cmdb_server.timestamps import OPEN
from graph_schema.data_sources import RECOGNITION
from graph_schema.relationships import DEPENDS_ON, REPLICATES_FROM
from impact.rows import plain

SOURCE = f"{RECOGNITION.name}:replica_reads"
_SCOPE, _SECTION = "default", "replica_reads"
_SIGNED = ("", "follows from what its programs are connected to")


def recognise(store: GraphStore, ingest: Ingest, snapshot: Snapshot) -> int | None:
    """Decide of everybody who needs a replica; how many only read from one, None where that is as it was."""
    replicates = _replicates(snapshot)
    uids = sorted({uid for pair in replicates for uid in pair})
    found = replica_reads(_needs(store, uids), replicates) if uids else {}
    return len(found) if _say(store, ingest, found) else None


def _replicates(snapshot: Snapshot) -> list[tuple[str, str]]:
    columns, uid = snapshot.relationships, snapshot.cis.uid
    is_replica = snapshot.is_requirement & (columns.type == snapshot.view.types.index(REPLICATES_FROM.name))
    found = plain(np.flatnonzero(is_replica).astype(np.int32))
    ends = ((int(columns.source[position]), int(columns.target[position])) for position in found)
    return [(uid[source], uid[target]) for source, target in ends]


def _needs(store: GraphStore, uids: Sequence[str]) -> list[Need]:
    row = store.read(lambda tx: tx.run(queries.NEEDS, uids=list(uids), open=OPEN))[0]
    columns = zip(row["client"], row["target"], row["sources"], row["reason"], strict=True)
    return [Need(client, target, set(sources) != {SOURCE}, reason) for client, target, sources, reason in columns]


def _say(store: GraphStore, ingest: Ingest, found: Mapping[str, Sequence[str]]) -> bool:
    """Say that these and no others are such reads; whether that is something else than before."""
    section_hash = blake2b(msgspec.json.encode(sorted(found.items())), digest_size=16).hexdigest()
    row = store.read(lambda tx: tx.run(topology.SAID, source=SOURCE))[0]
    said = dict(zip(row["key"], row["hash"], strict=True)).get(f"{SOURCE}/{_SECTION}")
    if said == hash_in_scope(section_hash, _SCOPE, "") or (said is None and not found):
        return False
    told = {"strength": "soft", "strength_reason": OWN_REASON}
    items = {
        client: Item(client, None, {}, (), tuple(Claim(DEPENDS_ON.name, uid, dict(told)) for uid in replicas))
        for client, replicas in found.items()
    }
    section = CheckedSection(_SECTION, section_hash, "complete", None, (), items)
    edit = Edit(0, partial(stored.lock_cis, uids=set(items)))
    ingest.accept_edit(section, Origin(SOURCE, _SCOPE, "", ""), _SIGNED, edit)
    return True
