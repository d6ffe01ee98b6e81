"""Which services records kept from working, and when."""

from cmdb_server.graph_store.query import Query

REVISIONS = Query(
    "service_status.revisions",
    """
    UNWIND $numbers AS number
    MATCH (o:RecordOutage {number: number})
    RETURN collect(o.number) AS number, collect(o.revision) AS revision
    """,
)
SAVE = Query("service_status.save", "MERGE (o:RecordOutage {number: $number}) SET o += $properties")
WITHIN = Query(
    "service_status.within",
    """
    MATCH (o:RecordOutage)
    WHERE o.until > $since AND o.since < $until
    RETURN collect(properties(o)) AS properties
    """,
)
RUNS_ENDED = Query(
    "service_status.runs_ended",
    """
    MATCH (c:ChangeRun)
    WHERE c.ended_at > $since AND c.began_at < $until
    RETURN collect(properties(c)) AS properties
    """,
)
