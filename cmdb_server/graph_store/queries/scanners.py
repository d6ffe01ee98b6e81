"""Whom programs touch, and which are taken for scanners."""

from cmdb_server.graph_store.query import Query

TOUCHED = Query(
    "scanners.touched",
    """
    UNWIND $uids AS uid
    MATCH (p:CI {uid: uid})-[r:CONNECTS_TO]->(e:CI)
    WHERE r.valid_to = $open AND p.status IN ['active', 'stale']
      AND (r.configured_in IS NULL OR r.purpose = 'monitoring')
    RETURN collect(p.uid) AS uid, collect(coalesce(p.root_uid, '')) AS machine,
           collect(CASE WHEN coalesce(e.owner_uid, '') = '' THEN e.uid ELSE e.owner_uid END) AS touched,
           collect(coalesce(r.port, e.port, 0)) AS port
    """,
)
NAMES = Query(
    "scanners.names",
    """
    UNWIND $uids AS uid
    MATCH (p:CI {uid: uid})
    OPTIONAL MATCH (p)<-[v:PROVIDED_BY]-(e:CI)<-[r:CONNECTS_TO]-(c:CI)
    WHERE v.valid_to = $open AND r.valid_to = $open
    WITH p, count(c) AS users
    RETURN collect(p.uid) AS uid, collect(coalesce(p.process_name, '')) AS process_name,
           collect(coalesce(p.application, '')) AS application, collect(coalesce(p.name, '')) AS name,
           collect(users) AS users
    """,
)
MANY_TOUCHING = Query(
    "scanners.many_touching",
    """
    MATCH (p:CI)
    WHERE p.ci_class IN $classes AND COUNT { (p)-[:CONNECTS_TO]->() } >= $fewest
    RETURN collect(p.uid) AS uid
    """,
)
RECOGNISED = Query(
    "scanners.recognised",
    """
    MATCH (o:Observation {source: $source})
    WHERE o.is_absent = false
    RETURN collect(o.ci_uid) AS uid
    """,
)
SCANNERS_OF = Query(
    "scanners.scanners_of",
    """
    UNWIND $uids AS uid
    MATCH (m:CI {uid: uid})<-[v:PROVIDED_BY]-(e:CI)<-[r:CONNECTS_TO]-(s:CI)
    WHERE v.valid_to = $open AND r.valid_to = $open AND s.is_scanner = true AND s.status IN ['active', 'stale']
    RETURN collect(DISTINCT s.uid) AS uid
    """,
)
REASONS = Query(
    "scanners.reasons",
    """
    UNWIND $uids AS uid
    MATCH (s:CI {uid: uid})
    RETURN collect(s.uid) AS uid, collect(coalesce(s.scanner_reason, '')) AS reason
    """,
)
