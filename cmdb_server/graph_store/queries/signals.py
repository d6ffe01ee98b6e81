"""Signals, what they may mean, what people say that they mean, and mappings of what senders send."""

from cmdb_server.graph_store.query import Query

RECENT = Query(
    "signals.recent",
    """
    UNWIND $keys AS key
    MATCH (s:Signal {key: key})
    WHERE s.resolved_at > $since
    RETURN collect(properties(s)) AS properties
    """,
)
COUNT_OPEN = Query(
    "signals.count_open",
    "MATCH (s:Signal {open_source: $source}) RETURN count(s) AS signals",
)
SAVE = Query(
    "signals.save",
    """
    UNWIND range(0, size($uid) - 1) AS i
    MERGE (s:Signal {uid: $uid[i]})
    SET s += $properties[i]
    """,
)
OPEN_NOW = Query(
    "signals.open_now",
    "MATCH (s:Signal) WHERE s.open_source > '' RETURN collect(properties(s)) AS properties",
)
OPEN_OF_SOURCE = Query(
    "signals.open_of_source",
    "MATCH (s:Signal {open_source: $source}) RETURN collect(properties(s)) AS properties",
)
BETWEEN = Query(
    "signals.between",
    """
    MATCH (s:Signal)
    WHERE s.resolved_at > $since AND s.started_at <= $until
    WITH s ORDER BY s.resolved_at DESC, s.started_at DESC, s.uid LIMIT $limit
    RETURN collect(properties(s)) AS properties
    """,
)
OF_CIS = Query(
    "signals.of_cis",
    """
    UNWIND $uids AS uid
    MATCH (s:Signal {ci_uid: uid})
    WHERE s.resolved_at > $since AND s.started_at <= $until
    RETURN collect(properties(s)) AS properties
    """,
)
STANDING = Query(
    "signals.standing",
    """
    MATCH (s:Signal)
    WHERE s.open_source > ''
    WITH coalesce(s.incident, '') AS incident,
         CASE WHEN s.severity >= $severity AND s.ci_uid > '' AND coalesce(s.expected_by, '') = '' THEN 1 ELSE 0
         END AS counted
    RETURN incident, sum(counted) AS signals
    """,
)
LAST_ENDS_OF = Query(
    "signals.last_ends_of",
    """
    UNWIND $incidents AS incident
    MATCH (s:Signal {incident: incident})
    RETURN incident, max(s.resolved_at) AS ended_at
    """,
)
OF_INCIDENT = Query(
    "signals.of_incident",
    """
    MATCH (s:Signal {incident: $incident})
    WITH s ORDER BY s.started_at, s.uid LIMIT $limit
    RETURN collect(properties(s)) AS properties
    """,
)
BEGUN_SINCE = Query(
    "signals.begun_since",
    """
    MATCH (s:Signal)
    WHERE s.open_source > '' AND s.started_at >= $since AND s.ci_uid > ''
    RETURN collect(properties(s)) AS properties
    """,
)
EXPECTED_BY = Query(
    "signals.expected_by",
    """
    UNWIND $numbers AS number
    MATCH (s:Signal {expected_by: number})
    RETURN collect(properties(s)) AS properties
    """,
)
BY_UID = Query("signals.by_uid", "MATCH (s:Signal {uid: $uid}) RETURN properties(s) AS properties")
DUE = Query(
    "signals.due",
    """
    MATCH (s:Signal)
    WHERE s.open_source > '' AND (s.expires_at <= $now OR (s.quiet_at > 0 AND s.quiet_at <= $now))
    WITH s LIMIT $limit
    RETURN collect(properties(s)) AS properties
    """,
)
UNMATCHED = Query(
    "signals.unmatched",
    """
    MATCH (s:Signal {ci_uid: ''})
    WHERE s.open_source > ''
    WITH s LIMIT $limit
    RETURN collect(properties(s)) AS properties
    """,
)
MOVED = Query(
    "signals.moved",
    """
    MATCH (s:Signal)
    WHERE s.open_source > '' AND s.ci_uid > ''
    MATCH (c:CI {uid: s.ci_uid})
    WHERE NOT c.status IN ['active', 'stale']
    WITH s LIMIT $limit
    RETURN collect(properties(s)) AS properties
    """,
)
FORGET = Query(
    "signals.forget",
    """
    MATCH (s:Signal)
    WHERE s.resolved_at < $before
    WITH s LIMIT $limit
    DELETE s
    RETURN count(s) AS signals
    """,
)
NAMED = Query(
    "signals.named",
    """
    UNWIND $names AS name
    MATCH (c:CI {name: name})
    WHERE c.ci_class IN $classes AND c.status IN ['active', 'stale']
    RETURN collect(c.name) AS name, collect(c.uid) AS uid, collect(c.ci_class) AS ci_class
    """,
)
STATUS = Query(
    "signals.status",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})
    WHERE c.status IN ['active', 'stale']
    RETURN collect(c.uid) AS uid
    """,
)
CONTAINERS_ON = Query(
    "signals.containers_on",
    """
    UNWIND $machines AS machine
    MATCH (c:CI {root_uid: machine})
    WHERE c.ci_class = 'container' AND c.status IN ['active', 'stale']
    RETURN collect(machine) AS place, collect(c.uid) AS uid, collect(coalesce(c.name, '')) AS name
    """,
)
PROCESS_NAMES = Query(
    "signals.process_names",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})
    RETURN collect(c.uid) AS uid, collect(toLower(coalesce(c.process_name, c.name, ''))) AS name
    """,
)
BINDINGS = Query(
    "signals.bindings",
    """
    UNWIND $uids AS uid
    MATCH (b:SignalBinding {uid: uid})
    RETURN collect(properties(b)) AS properties
    """,
)
ALL_BINDINGS = Query(
    "signals.all_bindings",
    "MATCH (b:SignalBinding {status: 'active'}) RETURN collect(properties(b)) AS properties",
)
SAVE_BINDING = Query("signals.save_binding", "MERGE (b:SignalBinding {uid: $uid}) SET b += $properties")
REMOVE_BINDING = Query(
    "signals.remove_binding",
    "MATCH (b:SignalBinding {uid: $uid}) WITH b, properties(b) AS properties DELETE b RETURN properties",
)
MAPPINGS = Query(
    "signals.mappings",
    "MATCH (m:SignalMapping {status: 'active'}) RETURN collect(properties(m)) AS properties",
)
MAPPING = Query("signals.mapping", "MATCH (m:SignalMapping {name: $name}) RETURN properties(m) AS properties")
SAVE_MAPPING = Query("signals.save_mapping", "MERGE (m:SignalMapping {name: $name}) SET m += $properties")
REMOVE_MAPPING = Query(
    "signals.remove_mapping",
    "MATCH (m:SignalMapping {name: $name}) WITH m, m.name AS name DELETE m RETURN name",
)
CERTIFICATES = Query(
    "signals.certificates",
    """
    MATCH (c:CI {ci_class: 'certificate'})
    WHERE c.status = 'active'
    RETURN collect(c.uid) AS uid, collect(coalesce(c.not_after, '')) AS not_after
    """,
)
CLOCKS_AHEAD = Query(
    "signals.clocks_ahead",
    """
    MATCH (s:Source)
    WHERE s.last_contact_at > $since AND s.last_observed_at > s.last_contact_at + $tolerance
    RETURN collect(s.key) AS key, collect(coalesce(s.root_uid, '')) AS root_uid,
           collect(s.last_observed_at - s.last_contact_at) AS ahead
    """,
    reads_all="one node per data source; their times have no index, and the check asks every few minutes",
)
GONE_PROVIDERS = Query(
    "signals.gone_providers",
    """
    MATCH (e:Event)
    WHERE e.recorded_at > $since AND e.kind IN $kinds
    MATCH (c:CI {uid: e.ci_uid})
    WHERE c.ci_class IN $classes AND c.status = 'retired' AND coalesce(c.merged_into, '') = ''
    MATCH (m:CI {uid: c.root_uid})
    WHERE m.status = 'active'
    MATCH (c)<-[r]-(d:CI)
    WHERE type(r) IN $types AND r.valid_to > $since AND d.status = 'active' AND d.root_uid <> c.root_uid
    WITH c, max(e.recorded_at) AS at
    RETURN collect(c.uid) AS uid, collect(coalesce(c.name, '')) AS name, collect(c.root_uid) AS root_uid,
           collect(at) AS at
    """,
)
