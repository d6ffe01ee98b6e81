"""Who needs replicas and their primaries."""

from cmdb_server.graph_store.query import Query

NEEDS = Query(
    "replica_reads.needs",
    """
    UNWIND $uids AS uid
    MATCH (d:CI {uid: uid})<-[r:DEPENDS_ON]-(c:CI)
    WHERE r.valid_to = $open AND r.derivation = 'connection' AND c.status IN ['active', 'stale']
    RETURN collect(c.uid) AS client, collect(uid) AS target, collect(r.sources) AS sources,
           collect(coalesce(r.strength_reason, '')) AS reason
    """,
)
