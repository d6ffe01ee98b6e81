"""Definitions of services, the CIs that answer at their entry points, and the members that are stored."""

from cmdb_server.graph_store.query import Query

DEFINITIONS = Query(
    "service_mapping.definitions",
    "MATCH (d:ServiceDefinition {status: 'active'}) RETURN collect(properties(d)) AS properties",
)
REMOVED_DEFINITIONS = Query(
    "service_mapping.removed_definitions",
    "MATCH (d:ServiceDefinition {status: 'removed'}) RETURN collect(d.uid) AS uid",
)
LOCK_DEFINITION = Query(
    "service_mapping.lock_definition",
    """
    MERGE (d:ServiceDefinition {uid: $uid})
    SET d.lock = $token
    RETURN properties(d) AS properties
    """,
)
SAVE_DEFINITION = Query(
    "service_mapping.save_definition",
    "MATCH (d:ServiceDefinition {uid: $uid}) SET d += $properties",
)
HOSTS_BY_NAME = Query(
    "service_mapping.hosts_by_name",
    """
    UNWIND $hosts AS host
    MATCH (c:CI {name: host})
    WHERE c.status IN ['active', 'stale'] AND c.ci_class IN $classes
    RETURN collect(host) AS host, collect(c.uid) AS uid
    """,
)
HOSTS_BY_FQDN = Query(
    "service_mapping.hosts_by_fqdn",
    """
    UNWIND $hosts AS host
    MATCH (c:CI {fqdn: host})
    WHERE c.status IN ['active', 'stale']
    RETURN collect(host) AS host, collect(c.uid) AS uid
    """,
)
HOSTS_BY_ADDRESS = Query(
    "service_mapping.hosts_by_address",
    """
    UNWIND $hosts AS host
    MATCH (a:CI {address: host})-[r:ASSIGNED_TO]->(h:CI)
    WHERE a.ci_class = 'ip_address' AND r.valid_to = $open AND h.status IN ['active', 'stale']
    RETURN collect(host) AS host, collect(coalesce(h.root_uid, h.uid)) AS uid,
           collect(coalesce(a.identifiers, [])) AS identifiers
    """,
)
MEMBERS = Query(
    "service_mapping.members",
    """
    UNWIND $uids AS uid
    MATCH (s:CI {uid: uid})-[r:CONSISTS_OF]->(m:CI)
    WHERE r.valid_to = $open
    RETURN collect(s.uid) AS service, collect(m.uid) AS uid, collect(r.role) AS role
    """,
)
SERVICES = Query(
    "service_mapping.services",
    """
    UNWIND $uids AS uid
    MATCH (s:CI {uid: uid})
    RETURN collect(s.uid) AS uid, collect(coalesce(s.description, '')) AS description,
           collect(coalesce(s.environment, '')) AS environment, collect(coalesce(s.criticality, 0)) AS criticality,
           collect(coalesce(s.users, 0)) AS users, collect(coalesce(s.owner_name, '')) AS owner_name,
           collect(coalesce(s.support_hours, '')) AS support_hours
    """,
)
OWNERS = Query(
    "service_mapping.owners",
    """
    UNWIND $uids AS uid
    MATCH (s:CI {uid: uid})-[r:OWNED_BY]->(o:CI)
    WHERE r.valid_to = $open
    RETURN collect(s.uid) AS service, collect(o.uid) AS uid, collect(coalesce(o.name, '')) AS name,
           collect(o.ci_class) AS ci_class
    """,
)
