"""What the tables of devices show of each other, who that is, and what followed from it before."""

from cmdb_server.graph_store.query import Query

SCOPES = Query(
    "topology.scopes",
    """
    MATCH (x:SourceSection)
    WHERE x.evidence_scope > ''
    RETURN x.evidence_scope AS scope, count(x) AS devices, max(x.recorded_at) AS recorded_at
    """,
)
SECTIONS = Query(
    "topology.sections",
    """
    MATCH (x:SourceSection {evidence_scope: $scope})
    RETURN collect(x.key) AS key, collect(x.source) AS source, collect(x.observed_at) AS observed_at,
           collect(x.outcome) AS outcome, collect(coalesce(x.manifest, '')) AS manifest
    """,
)
SOURCES = Query(
    "topology.sources",
    """
    UNWIND $keys AS key
    MATCH (s:Source {key: key})
    WHERE s.root_uid > '' AND coalesce(s.freshness, '') <> $gone
    RETURN collect(s.key) AS key, collect(s.root_uid) AS root_uid,
           collect(coalesce(s.manifest, '')) AS manifest, collect(coalesce(s.pending_at, 0)) AS pending_at,
           collect(coalesce(s.freshness, '')) AS freshness
    """,
)
EVIDENCE = Query(
    "topology.evidence",
    """
    UNWIND $keys AS key
    MATCH (e:LinkEvidence {key: key})
    RETURN collect(e.key) AS key, collect(e.body) AS body
    """,
)
REFS = Query(
    "topology.refs",
    """
    UNWIND $ref_keys AS ref_key
    MATCH (o:Observation {ref_key: ref_key})
    RETURN collect(o.ref_key) AS ref_key, collect(o.ci_uid) AS ci_uid
    """,
)
_PORT_COLUMNS = """
    RETURN collect(n.uid) AS uid, collect(n.owner_uid) AS device, collect(coalesce(n.name, '')) AS name,
           collect(coalesce(n.mac_address, '')) AS mac, collect(coalesce(n.interface_type, '')) AS kind
"""
PORTS_OF = Query(
    "topology.ports_of",
    """
    UNWIND $owners AS owner
    MATCH (n:CI {owner_uid: owner})
    WHERE n.ci_class = 'network_interface' AND n.status IN ['active', 'stale']
    """
    + _PORT_COLUMNS,
)
PORTS_OF_MACS = Query(
    "topology.ports_of_macs",
    """
    UNWIND $macs AS mac
    MATCH (n:CI {mac_address: mac})
    WHERE n.ci_class = 'network_interface' AND n.owner_uid > '' AND n.status IN ['active', 'stale']
    """
    + _PORT_COLUMNS,
)
PORTS = Query(
    "topology.ports",
    """
    UNWIND $uids AS uid
    MATCH (n:CI {uid: uid})
    WHERE n.ci_class = 'network_interface' AND n.owner_uid > '' AND n.status IN ['active', 'stale']
    """
    + _PORT_COLUMNS,
)
DEVICES = Query(
    "topology.devices",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})
    WHERE c.status IN ['active', 'stale']
    RETURN c.uid AS uid, c.ci_class AS ci_class, coalesce(c.name, '') AS name, coalesce(c.fqdn, '') AS fqdn,
           coalesce(c.mac_addresses, []) AS macs
    """,
)
NAMED = Query(
    "topology.named",
    """
    UNWIND $names AS name
    MATCH (c:CI {name: name})
    WHERE c.status IN ['active', 'stale']
    RETURN collect(DISTINCT c.uid) AS uid
    """,
)
NETWORK_SCOPES = Query(
    "topology.network_scopes",
    """
    UNWIND $uids AS uid
    MATCH (s:Source {root_uid: uid})
    RETURN uid, collect(DISTINCT coalesce(s.network_scope, '')) AS scopes
    """,
)
HOSTS = Query(
    "topology.hosts",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})-[r:HOSTED_ON]->(h:CI)
    WHERE r.valid_to = $open
    RETURN collect(c.uid) AS uid, collect(h.uid) AS host
    """,
)
LOCATIONS = Query(
    "topology.locations",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})-[r:LOCATED_IN]->(l:CI)
    WHERE r.valid_to = $open
    RETURN collect(c.uid) AS uid, collect(l.uid) AS location
    """,
)
ADDRESSES = Query(
    "topology.addresses",
    """
    UNWIND $ports AS port
    MATCH (n:CI {uid: port})<-[r:ASSIGNED_TO]-(a:CI)
    WHERE r.valid_to = $open AND a.address > ''
    MATCH (a)-[s:IN_SUBNET]->(t:CI)
    WHERE s.valid_to = $open
    RETURN collect(a.address) AS address, collect(n.uid) AS port, collect(t.uid) AS subnet, collect(t.cidr) AS cidr
    """,
)
PORTS_OF_ADDRESSES = Query(
    "topology.ports_of_addresses",
    """
    UNWIND $uids AS uid
    MATCH (a:CI {uid: uid})-[r:ASSIGNED_TO]->(n:CI)
    WHERE r.valid_to = $open AND n.ci_class = 'network_interface'
    RETURN collect(DISTINCT n.uid) AS uid
    """,
)
SAID = Query(
    "topology.said",
    """
    MATCH (x:SourceSection {source: $source})
    RETURN collect(x.key) AS key, collect(coalesce(x.hash, '')) AS hash
    """,
)
CLAIMS = Query(
    "topology.claims",
    """
    UNWIND $keys AS key
    MATCH (o:Observation {section_key: key})
    WHERE o.is_absent = false
    RETURN collect(o.ci_uid) AS ci_uid, collect(o.claims) AS claims
    """,
)
INFERRED = Query(
    "topology.inferred",
    """
    MATCH (s:Source)
    WHERE s.key >= $start AND s.key < $end
    RETURN collect(s.key) AS key, collect(coalesce(s.root_uid, '')) AS root_uid
    """,
)
DERIVATIONS = Query(
    "topology.derivations",
    "UNWIND $keys AS key MATCH (m:Meta {key: key}) RETURN collect(m.key) AS key, collect(m.body) AS body",
)
SAVE_DERIVATION = Query("topology.save_derivation", "MERGE (m:Meta {key: $key}) SET m.body = $body")
SAVE_UNKNOWN = Query("topology.save_unknown", "MERGE (m:Meta {key: 'unknown:' + $scope}) SET m.body = $body")
UNKNOWN = Query(
    "topology.unknown",
    """
    UNWIND $scopes AS scope
    MATCH (m:Meta {key: 'unknown:' + scope})
    RETURN collect(scope) AS scope, collect(m.body) AS body
    """,
)
SAVE_SEEN = Query("topology.save_seen", "MERGE (m:Meta {key: 'seen:' + $scope}) SET m.body = $body")
SEEN = Query(
    "topology.seen",
    """
    UNWIND $scopes AS scope
    MATCH (m:Meta {key: 'seen:' + scope})
    RETURN collect(scope) AS scope, collect(m.body) AS body
    """,
)
