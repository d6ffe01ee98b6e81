"""What sources say about how often CIs work."""

from cmdb_server.graph_store.query import Query

AVAILABILITIES = Query(
    "resilience.availabilities",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})
    RETURN collect(c.uid) AS uid, collect(coalesce(c.availability, -1.0)) AS availability,
           collect(coalesce(c.availability_target, -1.0)) AS target
    """,
)
