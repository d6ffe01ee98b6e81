"""Reading the whole graph for an export, in windows of the key."""

from cmdb_server.graph_store.query import Query

UIDS = Query(
    "export.uids",
    """
    MATCH (c:CI)
    WHERE c.uid > ''
    RETURN collect(c.uid) AS uids
    """,
)
CIS = Query(
    "export.cis",
    """
    MATCH (c:CI)
    WHERE c.uid >= $low AND c.uid <= $high
    RETURN collect(properties(c)) AS properties
    """,
)
RELATIONSHIPS = Query(
    "export.relationships",
    """
    MATCH (a:CI)
    WHERE a.uid >= $low AND a.uid <= $high
    MATCH (a)-[r]->(b:CI)
    WHERE r.valid_to = $open
    RETURN collect(type(r)) AS type, collect(a.uid) AS source, collect(b.uid) AS target,
           collect(properties(r)) AS properties
    """,
)
CONTACTS = Query(
    "export.contacts",
    """
    MATCH (s:Source)
    WHERE s.key > ''
    RETURN collect(s.key) AS key, collect(coalesce(s.last_contact_at, 0)) AS last_contact_at
    """,
)
