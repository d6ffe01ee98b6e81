"""What a network map is drawn from: the ports of some devices that carry something, as packed columns."""

from cmdb_server.graph_store.query import Query

_PORTS = """
    UNWIND $uids AS uid
    MATCH (p:CI {owner_uid: uid})
    WHERE p.ci_class = 'network_interface' AND p.status <> 'retired'
"""
PORTS = Query(
    "network_map.ports",
    """
    UNWIND $uids AS uid
    MATCH (p:CI {owner_uid: uid})
    WHERE p.ci_class = 'network_interface'
    RETURN collect(p.uid) AS uid
    """,
)
_PORT_COLUMNS = """
           collect(p.uid) AS uid, collect(p.owner_uid) AS device, collect(coalesce(p.name, '')) AS name,
           collect(p.status) AS status, collect(coalesce(p.interface_type, '')) AS kind,
           collect(coalesce(p.speed_bps, 0)) AS speed_bps
"""
_CABLES = (
    """
    WHERE r.valid_to = $open AND q.status <> 'retired'
    RETURN collect(properties(r)) AS properties,
           collect(q.uid) AS peer_uid, collect(coalesce(q.owner_uid, '')) AS peer_device,
           collect(coalesce(q.name, '')) AS peer_name, collect(q.status) AS peer_status,
           collect(coalesce(q.interface_type, '')) AS peer_kind, collect(coalesce(q.speed_bps, 0)) AS peer_speed_bps,
    """
    + _PORT_COLUMNS
)
CABLES_OUT = Query("network_map.cables_out", _PORTS + "MATCH (p)-[r:CONNECTED_TO]->(q:CI)" + _CABLES)
CABLES_IN = Query("network_map.cables_in", _PORTS + "MATCH (p)<-[r:CONNECTED_TO]-(q:CI)" + _CABLES)
VLANS = Query(
    "network_map.vlans",
    _PORTS
    + """
    MATCH (p)-[r:IN_VLAN]->(v:CI)
    WHERE r.valid_to = $open AND v.status <> 'retired'
    RETURN collect(v.uid) AS vlan_uid, collect(coalesce(v.vlan_id, 0)) AS vlan_id,
           collect(coalesce(v.name, '')) AS vlan_name, collect(v.identifiers) AS identifiers,
    """
    + _PORT_COLUMNS,
)
CONTACTS = Query(
    "network_map.contacts",
    """
    UNWIND $uids AS key
    MATCH (s:Source {key: key})
    RETURN collect(s.key) AS source, collect(coalesce(s.seen_at, s.last_contact_at, 0)) AS seen_at
    """,
)
ADDRESSES = Query(
    "network_map.addresses",
    _PORTS
    + """
    MATCH (p)<-[r:ASSIGNED_TO]-(a:CI)
    WHERE r.valid_to = $open AND a.status <> 'retired' AND a.address > ''
    OPTIONAL MATCH (a)-[w:IN_SUBNET]->(s:CI)
    WHERE w.valid_to = $open AND s.status <> 'retired'
    RETURN collect(p.owner_uid) AS device, collect(a.uid) AS uid, collect(a.address) AS address,
           collect(a.identifiers) AS identifiers, collect(coalesce(s.uid, '')) AS subnet_uid,
           collect(coalesce(s.cidr, '')) AS cidr
    """,
)
GATEWAYS = Query(
    "network_map.gateways",
    _PORTS
    + """
    MATCH (p)<-[r:ROUTED_BY]-(s:CI)
    WHERE r.valid_to = $open AND s.status <> 'retired'
    RETURN collect(p.owner_uid) AS device, collect(s.uid) AS subnet_uid, collect(coalesce(s.cidr, '')) AS cidr,
           collect(s.identifiers) AS identifiers
    """,
)
DEVICES = Query(
    "network_map.devices",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})
    WHERE c.status <> 'retired'
    RETURN collect(c.uid) AS uid, collect(coalesce(c.name, '')) AS name, collect(c.ci_class) AS ci_class,
           collect(c.status) AS status, collect(coalesce(c.is_inferred, false)) AS is_inferred
    """,
)
SCOPES = Query(
    "network_map.scopes",
    """
    UNWIND $uids AS uid
    MATCH (s:Source {root_uid: uid})
    RETURN collect(uid) AS device, collect(coalesce(s.network_scope, '')) AS network_scope
    """,
)
