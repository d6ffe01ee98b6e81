"""Differences that discovery found without a change behind them, and filters of those that are noise."""

from cmdb_server.graph_store.query import Query

EVENTS = Query(
    "unauthorised_changes.events",
    """
    MATCH (e:Event)
    WHERE e.recorded_at > $since AND e.recorded_at <= $until
    WITH e ORDER BY e.recorded_at, e.uid LIMIT $limit
    RETURN collect(e.uid) AS uid, collect(e.ci_uid) AS ci_uid, collect(e.recorded_at) AS recorded_at,
           collect(e.kind) AS kind, collect(coalesce(e.changes, '[]')) AS changes,
           collect(coalesce(e.source, '')) AS source, collect(coalesce(e.actor, '')) AS actor
    """,
)
PLACES = Query(
    "unauthorised_changes.places",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})
    OPTIONAL MATCH (m:CI {uid: c.root_uid})
    RETURN collect(c.uid) AS uid, collect(c.ci_class) AS ci_class, collect(coalesce(c.root_uid, '')) AS root_uid,
           collect(coalesce(c.owner_uid, '')) AS owner_uid, collect(coalesce(c.criticality, 0)) AS criticality,
           collect(coalesce(m.created_at, c.created_at)) AS known_since
    """,
)
CHANGES_OF = Query(
    "unauthorised_changes.changes_of",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})<-[:AFFECTS]-(r:Record)
    WHERE r.type = 'change' AND (r.open_type = 'change' OR r.closed_at > $since)
    RETURN collect(uid) AS uid, collect(properties(r)) AS properties
    """,
)
CURSOR = Query("unauthorised_changes.cursor", "MATCH (m:Meta {key: 'unauthorised_changes'}) RETURN m.at AS at")
SAVE_CURSOR = Query("unauthorised_changes.save_cursor", "MERGE (m:Meta {key: 'unauthorised_changes'}) SET m.at = $at")
ADD = Query(
    "unauthorised_changes.add",
    """
    UNWIND range(0, size($uid) - 1) AS i
    MERGE (u:UnauthorisedChange {uid: $uid[i]})
    ON CREATE SET u += $properties[i]
    """,
)
BY_STATUS = Query(
    "unauthorised_changes.by_status",
    """
    MATCH (u:UnauthorisedChange {status: $status})
    WITH u ORDER BY u.recorded_at DESC, u.uid SKIP $offset LIMIT $limit
    RETURN collect(properties(u)) AS properties
    """,
)
COUNTS = Query(
    "unauthorised_changes.counts",
    """
    UNWIND $statuses AS status
    MATCH (u:UnauthorisedChange {status: status})
    RETURN status, count(u) AS number
    """,
)
LOCK = Query(
    "unauthorised_changes.lock",
    "MATCH (u:UnauthorisedChange {uid: $uid}) SET u.lock = $token RETURN properties(u) AS properties",
)
DECIDE = Query("unauthorised_changes.decide", "MATCH (u:UnauthorisedChange {uid: $uid}) SET u += $properties")
ACCEPTED = Query(
    "unauthorised_changes.accepted",
    "MATCH (u:UnauthorisedChange {status: 'accepted'}) RETURN u.key AS key, count(u) AS number",
)
FILTERS = Query(
    "unauthorised_changes.filters",
    "MATCH (f:UnauthorisedFilter) WHERE f.status IN ['on', 'off'] RETURN collect(properties(f)) AS properties",
)
SAVE_FILTER = Query("unauthorised_changes.save_filter", "MERGE (f:UnauthorisedFilter {key: $key}) SET f += $properties")
