"""What numbers are counted from, beside records."""

from cmdb_server.graph_store.query import Query

OUTAGES_OF = Query(
    "numbers.outages_of",
    """
    UNWIND $numbers AS number
    MATCH (o:RecordOutage {number: number})
    RETURN collect(o.number) AS number, collect(coalesce(o.services, [])) AS services
    """,
)
COMPARED_OF = Query(
    "numbers.compared_of",
    """
    UNWIND $numbers AS number
    MATCH (c:ChangeRun {number: number})
    WHERE c.is_open = ''
    RETURN collect(c.number) AS number, collect(c.found) AS found
    """,
)
DIFFERENCES = Query(
    "numbers.differences",
    """
    MATCH (u:UnauthorisedChange)
    WHERE u.recorded_at >= $since AND u.recorded_at < $until
    RETURN collect(properties(u)) AS properties
    """,
)
