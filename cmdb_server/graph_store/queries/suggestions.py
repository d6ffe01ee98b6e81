"""Ports of programs, owners of services, and what persons decided about suggestions."""

from cmdb_server.graph_store.query import Query

PORTS_OF = Query(
    "suggestions.ports_of",
    """
    UNWIND $uids AS uid
    MATCH (p:CI {uid: uid})<-[r:PROVIDED_BY]-(e:CI)
    WHERE r.valid_to = $open AND e.ci_class = 'endpoint' AND e.status IN ['active', 'stale']
    RETURN collect(p.uid) AS uid, collect(e.port) AS port, collect(coalesce(e.protocol, 'tcp')) AS protocol
    """,
)
OWNER_NAMES = Query(
    "suggestions.owner_names",
    """
    UNWIND $uids AS uid
    MATCH (s:CI {uid: uid})
    OPTIONAL MATCH (s)-[r:OWNED_BY]->(o:CI)
    WHERE r.valid_to = $open
    WITH s, count(o) AS owners
    RETURN collect(s.uid) AS uid, collect(coalesce(s.owner_name, '')) AS owner_name, collect(owners) AS owners
    """,
)
DECIDE = Query(
    "suggestions.decide",
    """
    MERGE (d:SuggestionDecision {uid: $uid})
    SET d += $properties
    """,
)
DECISIONS = Query(
    "suggestions.decisions",
    "MATCH (d:SuggestionDecision {status: 'decided'}) RETURN collect(properties(d)) AS properties",
)
CHANGES_TRIED = Query(
    "suggestions.changes_tried",
    """
    MATCH (c:ChangeRun)
    WHERE c.ended_at >= $since AND size(c.affects) = 1 AND c.found <> ''
    RETURN collect(c.number) AS number, collect(c.affects[0]) AS ci, collect(c.found) AS found
    """,
)
INCIDENTS_TRIED = Query(
    "suggestions.incidents_tried",
    """
    MATCH (p:IncidentPrediction)
    WHERE p.ended_at >= $since AND p.found <> ''
    RETURN collect(p.number) AS number, collect(p.cause) AS ci, collect(p.found) AS found
    """,
)
