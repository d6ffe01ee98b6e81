"""Risks that somebody accepts, and how many single points of failure there were on a day."""

from cmdb_server.graph_store.query import Query

ACCEPT = Query("single_points.accept", "CREATE (r:AcceptedRisk {uid: $uid}) SET r += $properties")
RISKS = Query(
    "single_points.risks",
    "MATCH (r:AcceptedRisk {status: $status}) RETURN collect(properties(r)) AS properties",
)
RISKS_OF = Query(
    "single_points.risks_of",
    "MATCH (r:AcceptedRisk {ci_uid: $uid}) RETURN collect(properties(r)) AS properties",
)
END = Query(
    "single_points.end",
    """
    UNWIND $uids AS uid
    MATCH (r:AcceptedRisk {uid: uid})
    SET r += $properties
    """,
)
COUNT = Query(
    "single_points.count",
    "MERGE (c:SinglePointCount {day: $day}) SET c += $properties",
)
COUNTS = Query(
    "single_points.counts",
    "MATCH (c:SinglePointCount) WHERE c.day >= $since RETURN collect(properties(c)) AS properties",
)
