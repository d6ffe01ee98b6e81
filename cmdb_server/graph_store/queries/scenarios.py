"""Named what-if scenarios that people keep."""

from cmdb_server.graph_store.query import Query

CREATE_SCENARIO = Query("scenarios.create", "CREATE (s:Scenario {uid: $uid}) SET s += $properties")
SCENARIOS = Query(
    "scenarios.all",
    """
    MATCH (s:Scenario)
    WHERE s.status = 'active'
    RETURN collect(properties(s)) AS properties
    """,
)
SCENARIO = Query(
    "scenarios.one",
    "MATCH (s:Scenario {uid: $uid}) WHERE s.status = 'active' RETURN properties(s) AS properties",
)
LOCK_SCENARIO = Query(
    "scenarios.lock",
    """
    MATCH (s:Scenario {uid: $uid})
    SET s.lock = $token
    WITH s
    WHERE s.status = 'active'
    RETURN properties(s) AS properties
    """,
)
CHANGE_SCENARIO = Query("scenarios.change", "MATCH (s:Scenario {uid: $uid}) SET s += $properties")
