"""What sources tell of redundancy groups."""

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
