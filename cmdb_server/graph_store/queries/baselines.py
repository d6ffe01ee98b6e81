"""Named baselines, and what people decided about drift from them."""

from cmdb_server.graph_store.query import Query

CREATE_BASELINE = Query("baselines.create", "CREATE (b:Baseline {uid: $uid}) SET b += $properties")
BASELINES = Query(
    "baselines.all",
    "MATCH (b:Baseline {status: 'active'}) RETURN collect(properties(b)) AS properties",
)
BASELINE = Query(
    "baselines.one",
    "MATCH (b:Baseline {uid: $uid}) WHERE b.status = 'active' RETURN properties(b) AS properties",
)
REMOVE_BASELINE = Query("baselines.remove", "MATCH (b:Baseline {uid: $uid}) SET b.status = 'removed'")
DECIDE = Query(
    "baselines.decide",
    """
    UNWIND range(0, size($uids) - 1) AS i
    MERGE (d:DriftDecision {uid: $uids[i]})
    SET d += $properties[i]
    """,
)
DECISIONS = Query(
    "baselines.decisions",
    "MATCH (d:DriftDecision {baseline_uid: $uid}) RETURN collect(properties(d)) AS properties",
)
