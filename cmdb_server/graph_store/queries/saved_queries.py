"""Named questions that people keep."""

from cmdb_server.graph_store.query import Query

CREATE_SAVED_QUERY = Query("saved_queries.create", "CREATE (q:SavedQuery {uid: $uid}) SET q += $properties")
SAVED_QUERIES = Query(
    "saved_queries.all",
    """
    MATCH (q:SavedQuery)
    WHERE q.status = 'active'
    RETURN collect(properties(q)) AS properties
    """,
)
SAVED_QUERY = Query(
    "saved_queries.one",
    "MATCH (q:SavedQuery {uid: $uid}) WHERE q.status = 'active' RETURN properties(q) AS properties",
)
LOCK_SAVED_QUERY = Query(
    "saved_queries.lock",
    """
    MATCH (q:SavedQuery {uid: $uid})
    SET q.lock = $token
    WITH q
    WHERE q.status = 'active'
    RETURN properties(q) AS properties
    """,
)
CHANGE_SAVED_QUERY = Query("saved_queries.change", "MATCH (q:SavedQuery {uid: $uid}) SET q += $properties")
