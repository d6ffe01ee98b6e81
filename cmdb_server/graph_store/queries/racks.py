"""Racks, and what stands in them, as packed columns."""

from cmdb_server.graph_store.query import Query

# A rack stands in a room or on a site; its owner's owner is the site of the room.
RACKS = Query(
    "racks.racks",
    """
    UNWIND $uids AS uid
    MATCH (k:CI {uid: uid})
    WHERE k.ci_class = 'rack' AND k.status <> 'merged'
    OPTIONAL MATCH (o:CI {uid: k.owner_uid})
    OPTIONAL MATCH (s:CI {uid: o.owner_uid})
    RETURN collect(k.uid) AS uid, collect(coalesce(k.name, '')) AS name, collect(k.status) AS status,
           collect(coalesce(k.height_units, 0)) AS height_units,
           collect(coalesce(o.uid, '')) AS owner_uid, collect(coalesce(o.name, '')) AS owner_name,
           collect(coalesce(o.ci_class, '')) AS owner_class,
           collect(coalesce(s.uid, '')) AS site_uid, collect(coalesce(s.name, '')) AS site_name
    """,
)
MOUNTED = Query(
    "racks.mounted",
    """
    UNWIND $uids AS uid
    MATCH (k:CI {uid: uid})<-[r:LOCATED_IN]-(d:CI)
    WHERE r.valid_to = $open AND d.status <> 'retired' AND d.status <> 'merged'
    RETURN collect(k.uid) AS rack, collect(d.uid) AS uid, collect(coalesce(d.name, '')) AS name,
           collect(d.ci_class) AS ci_class, collect(d.status) AS status, collect(coalesce(r.unit, -1)) AS unit,
           collect(coalesce(r.height_units, 1)) AS height_units, collect(coalesce(r.face, 'both')) AS face,
           collect(r.unit IS NOT NULL) AS has_unit
    """,
)
STANDING = Query(
    "racks.standing",
    """
    UNWIND $uids AS uid
    MATCH (d:CI {uid: uid})-[r:LOCATED_IN]->(p:CI)
    WHERE r.valid_to = $open AND p.status <> 'retired' AND p.status <> 'merged'
    RETURN collect(d.uid) AS device, collect(p.uid) AS uid, collect(coalesce(p.name, '')) AS name,
           collect(p.ci_class) AS ci_class, collect(coalesce(p.owner_uid, '')) AS owner_uid
    """,
)
