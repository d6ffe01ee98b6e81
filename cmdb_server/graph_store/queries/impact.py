"""The dependency view as packed columns, and the evidence behind single relationships.

Whole-estate reads go in windows of the key, each answered as one row of parallel lists.
"""

from cmdb_server.graph_store.query import Query

_CI_COLUMNS = """
    RETURN collect(c.uid) AS uid, collect(coalesce(c.name, '')) AS name, collect(c.ci_class) AS ci_class,
           collect(coalesce(c.status, 'active')) AS status, collect(coalesce(c.root_uid, '')) AS root_uid,
           collect(coalesce(c.merged_into, '')) AS merged_into, collect(coalesce(c.criticality, 0)) AS criticality,
           collect(coalesce(c.users, 0)) AS users, collect(coalesce(c.k, -1)) AS k
"""
_RELATIONSHIP_COLUMNS = """
    RETURN collect(r.uid) AS uid, collect(a.uid) AS source, collect(b.uid) AS target,
           collect(coalesce(r.strength, '')) AS strength, collect(coalesce(r.confidence, -1.0)) AS confidence,
           collect(coalesce(r.last_seen_at, 0)) AS last_seen_at, collect(coalesce(r.sources, [])) AS sources,
           collect(coalesce(r.derivation, '')) AS derivation, collect(coalesce(r.port, 0)) AS port,
           collect(coalesce(r.timing, '')) AS timing
"""
CI_UIDS = Query(
    "impact.ci_uids",
    "MATCH (c:CI) RETURN collect(c.uid) AS uid",
    reads_all="the snapshot holds every CI",
)
CIS_IN_WINDOW = Query(
    "impact.cis_in_window",
    "MATCH (c:CI) WHERE c.uid >= $low AND c.uid <= $high" + _CI_COLUMNS,
)
CIS = Query(
    "impact.cis",
    "UNWIND $uids AS uid MATCH (c:CI {uid: uid})" + _CI_COLUMNS,
)
RELATIONSHIPS_IN_WINDOW = Query(
    "impact.relationships_in_window",
    """
    MATCH (a:CI) WHERE a.uid >= $low AND a.uid <= $high
    MATCH (a)-[r:{TYPE}]->(b:CI)
    WHERE r.valid_to = $open
    """
    + _RELATIONSHIP_COLUMNS,
)
RELATIONSHIPS = Query(
    "impact.relationships",
    """
    UNWIND $uids AS uid
    MATCH (a:CI {uid: uid})-[r:{TYPE}]->(b:CI)
    WHERE r.valid_to = $open
    """
    + _RELATIONSHIP_COLUMNS
    + ", collect(type(r)) AS type",
)
SERVICE_FACTS = Query(
    "impact.service_facts",
    """
    UNWIND $uids AS uid
    MATCH (s:CI {uid: uid})
    RETURN collect(s.uid) AS uid, collect(coalesce(s.owner_name, '')) AS owner_name,
           collect(coalesce(s.support_hours, '')) AS support_hours
    """,
)
PORTS = Query(
    "impact.ports",
    "UNWIND $uids AS uid MATCH (c:CI {uid: uid}) RETURN collect(c.uid) AS uid, collect(coalesce(c.port, 0)) AS port",
)
CONNECTIONS = Query(
    "impact.connections",
    """
    UNWIND range(0, size($source) - 1) AS i
    MATCH (a:CI {uid: $source[i]})-[r:CONNECTS_TO]->(e:CI)-[p:PROVIDED_BY]->(b:CI)
    WHERE b.uid = $target[i] AND r.valid_to = $open AND p.valid_to = $open
    RETURN a.uid AS source, b.uid AS target, coalesce(r.address, e.address, '') AS address,
           coalesce(r.port, e.port, 0) AS port, coalesce(r.protocol, e.protocol, '') AS protocol,
           coalesce(r.sightings, 1) AS sightings, coalesce(r.days, 0) AS days,
           coalesce(r.timing, '') AS timing,
           coalesce(r.first_seen_at, 0) AS first_seen_at, coalesce(r.last_seen_at, 0) AS last_seen_at,
           coalesce(r.sources, []) AS sources
    """,
)
SOURCE_CONTACTS = Query(
    "impact.source_contacts",
    """
    UNWIND $keys AS key
    MATCH (s:Source {key: key})
    RETURN collect(s.key) AS key, collect(coalesce(s.confirmed_at, s.last_contact_at, 0)) AS seen_at
    """,
)
