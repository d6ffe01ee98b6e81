"""What is stored about one CI: itself, what is said of it, its relationships, software, connections and history."""

from cmdb_server.graph_store.query import Query

CI = Query(
    "ci_detail.ci",
    """
    MATCH (c:CI {uid: $uid})
    RETURN properties(c) AS properties
    """,
)
SAID = Query(
    "ci_detail.said",
    """
    MATCH (o:Observation {ci_uid: $uid})
    WHERE o.ci_class <> ''
    OPTIONAL MATCH (s:Source {key: o.source})
    OPTIONAL MATCH (x:SourceSection {key: o.section_key})
    RETURN o.source AS source, o.payload AS payload, o.observed_at AS observed_at,
           o.is_absent OR coalesce(o.freshness, '') = 'gone' AS is_absent,
           coalesce(x.outcome, '') AS outcome, coalesce(s.confirmed_at, 0) AS confirmed_at
    """,
)
SEEN_BY = Query(
    "ci_detail.seen_by",
    """
    MATCH (o:Observation {ci_uid: $uid})
    WHERE o.ci_class <> ''
    OPTIONAL MATCH (s:Source {key: o.source})
    RETURN o.source AS source, o.section_key AS section_key, o.ci_class AS ci_class, o.observed_at AS observed_at,
           coalesce(o.is_absent, false) AS is_absent, coalesce(o.freshness, '') AS freshness,
           coalesce(s.confirmed_at, 0) AS confirmed_at, coalesce(s.seen_at, s.last_contact_at, 0) AS source_seen_at
    """,
)
SECTIONS = Query(
    "ci_detail.sections",
    """
    UNWIND $keys AS key
    MATCH (x:SourceSection {key: key})
    RETURN x.key AS key, x.name AS name, coalesce(x.outcome, '') AS outcome, coalesce(x.reason, '') AS reason,
           coalesce(x.observed_at, 0) AS observed_at, coalesce(x.horizons, '{}') AS horizons
    """,
)
REFERENCES = Query(
    "ci_detail.references",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})
    RETURN collect(c.uid) AS uid, collect(coalesce(c.name, '')) AS name, collect(c.ci_class) AS ci_class,
           collect(coalesce(c.status, '')) AS status, collect(coalesce(c.root_uid, '')) AS root_uid
    """,
)
CONTACTS = Query(
    "ci_detail.contacts",
    """
    UNWIND $keys AS key
    MATCH (s:Source {key: key})
    RETURN collect(s.key) AS key, collect(coalesce(s.seen_at, s.last_contact_at, 0)) AS at
    """,
)
PARTS = Query(
    "ci_detail.parts",
    """
    MATCH (c:CI {owner_uid: $uid})
    WHERE c.status IN ['active', 'stale'] AND c.uid <> $uid
    RETURN collect(c.uid) AS uid, collect(c.ci_class) AS ci_class
    """,
)
OUTGOING = Query(
    "ci_detail.outgoing",
    """
    MATCH (c:CI {uid: $uid})-[r]->(o:CI)
    WHERE r.valid_to = $open
    RETURN collect(r.uid) AS uid, collect(type(r)) AS type, collect(o.uid) AS other,
           collect(coalesce(o.name, '')) AS name
    """,
)
INCOMING = Query(
    "ci_detail.incoming",
    """
    MATCH (c:CI {uid: $uid})<-[r]-(o:CI)
    WHERE r.valid_to = $open
    RETURN collect(r.uid) AS uid, collect(type(r)) AS type, collect(o.uid) AS other,
           collect(coalesce(o.name, '')) AS name
    """,
)
RELATIONSHIPS = Query(
    "ci_detail.relationships",
    """
    UNWIND range(0, size($source) - 1) AS i
    MATCH (a:CI {uid: $source[i]})-[r:{TYPE}]->(b:CI {uid: $target[i]})
    WHERE r.uid = $uid[i]
    RETURN collect(properties(r)) AS properties
    """,
)
SOFTWARE = Query(
    "ci_detail.software",
    """
    MATCH (c:CI {uid: $uid})-[r:HAS_INSTALLED]->(p:CI)
    WHERE r.valid_to = $open
    RETURN collect(p.uid) AS uid, collect(coalesce(p.product, p.name, '')) AS product,
           collect(coalesce(p.version, '')) AS version, collect(coalesce(p.publisher, '')) AS publisher,
           collect(coalesce(r.package_name, '')) AS package_name,
           collect(coalesce(r.package_version, '')) AS package_version,
           collect(coalesce(r.first_seen_at, 0)) AS first_seen_at, collect(r.uid) AS relationship_uid
    """,
)
_CONNECTION_COLUMNS = """
    OPTIONAL MATCH (e)-[v:PROVIDED_BY]->(q:CI)
    WHERE v.valid_to = $open
    RETURN p.uid AS program, e.uid AS peer, coalesce(q.uid, '') AS provider,
           coalesce(r.address, e.address, '') AS address, coalesce(r.port, e.port, 0) AS port,
           coalesce(r.protocol, e.protocol, '') AS protocol, coalesce(r.first_seen_at, 0) AS first_seen_at,
           coalesce(r.last_seen_at, 0) AS last_seen_at, coalesce(r.sightings, 1) AS sightings,
           coalesce(r.days, 0) AS days, coalesce(r.first_seen_on, '') AS first_seen_on, r.sources AS sources
"""
CONNECTIONS_FROM = Query(
    "ci_detail.connections_from",
    """
    UNWIND $uids AS uid
    MATCH (p:CI {uid: uid})-[r:CONNECTS_TO]->(e:CI)
    WHERE r.valid_to = $open
    """
    + _CONNECTION_COLUMNS,
)
CONNECTIONS_TO = Query(
    "ci_detail.connections_to",
    """
    UNWIND $uids AS uid
    MATCH (e:CI {uid: uid})<-[r:CONNECTS_TO]-(p:CI)
    WHERE r.valid_to = $open
    """
    + _CONNECTION_COLUMNS,
)
ENDPOINTS_OF = Query(
    "ci_detail.endpoints_of",
    """
    MATCH (c:CI {uid: $uid})<-[v:PROVIDED_BY]-(e:CI)
    WHERE v.valid_to = $open
    RETURN collect(e.uid) AS uid
    """,
)
HISTORY_COUNT = Query(
    "ci_detail.history_count",
    """
    MATCH (e:Event {ci_uid: $uid})
    WHERE e.recorded_at <= $until
    WITH e LIMIT $most
    RETURN count(e) AS events
    """,
)
LAST_STATUS = Query(
    "ci_detail.last_status",
    """
    MATCH (e:Event {ci_uid: $uid})
    WHERE e.kind = $kind
    RETURN e.recorded_at AS at, e.source AS source, e.section AS section, e.actor AS actor, e.reason AS reason
    ORDER BY e.recorded_at DESC, e.uid DESC
    LIMIT 1
    """,
)
HISTORY = Query(
    "ci_detail.history",
    """
    MATCH (e:Event {ci_uid: $uid})
    WHERE e.recorded_at < $before OR (e.recorded_at = $before AND e.uid < $before_uid)
    RETURN properties(e) AS properties
    ORDER BY e.recorded_at DESC, e.uid DESC
    LIMIT $limit
    """,
)
