"""What sources tell of redundancy groups, and to what machines are wired."""

from cmdb_server.graph_store.query import Query

GROUPS = Query(
    "redundancy.groups",
    """
    UNWIND $uids AS uid
    MATCH (g:CI {uid: uid})
    RETURN collect(g.uid) AS uid, collect(coalesce(g.group_type, '')) AS group_type,
           collect(coalesce(g.k_reason, '')) AS k_reason
    """,
)
WIRED_TO = Query(
    "redundancy.wired_to",
    """
    UNWIND $uids AS uid
    MATCH (m:CI {uid: uid})<-[p:PART_OF]-(i:CI)-[c:CONNECTED_TO]-(o:CI)-[q:PART_OF]->(d:CI)
    WHERE p.valid_to = $open AND c.valid_to = $open AND q.valid_to = $open
    RETURN collect(m.uid) AS machine, collect(d.uid) AS device
    """,
)
