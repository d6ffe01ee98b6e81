"""Connections with what is known of their far ends."""

from cmdb_server.graph_store.query import Query

_COLUMNS = """
    OPTIONAL MATCH (t)-[p:PROVIDED_BY]->(q:CI)
    WHERE p.valid_to = $open AND q.status IN ['active', 'stale']
    RETURN collect(c.uid) AS client, collect(t.uid) AS target, collect(t.ci_class = 'remote_peer') AS is_peer,
           collect(CASE WHEN t.ci_class = 'remote_peer' THEN ''
                        WHEN coalesce(t.owner_uid, '') = '' THEN t.uid ELSE t.owner_uid END) AS computer,
           collect(coalesce(q.uid, '')) AS provider,
           collect(coalesce(r.address, t.address, '')) AS address, collect(coalesce(r.port, t.port, 0)) AS port,
           collect(coalesce(r.protocol, t.protocol, 'tcp')) AS protocol,
           collect(coalesce(r.sightings, 1)) AS sightings, collect(coalesce(r.last_seen_at, 0)) AS last_seen_at
"""
TALKS_OF = Query(
    "known_unknowns.talks_of",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})-[r:CONNECTS_TO]->(t:CI)
    WHERE r.valid_to = $open AND t.status IN ['active', 'stale'] AND coalesce(c.is_scanner, false) = false
    """
    + _COLUMNS,
)
PEERS = Query(
    "known_unknowns.peers",
    """
    MATCH (t:CI {ci_class: 'remote_peer'})<-[r:CONNECTS_TO]-(c:CI)
    WHERE t.status IN ['active', 'stale'] AND r.valid_to = $open AND c.status IN ['active', 'stale']
      AND coalesce(c.is_scanner, false) = false
    """
    + _COLUMNS,
)
PEER_SCOPES = Query(
    "known_unknowns.peer_scopes",
    """
    UNWIND $uids AS uid
    MATCH (t:CI {uid: uid})
    RETURN collect(t.uid) AS uid, collect(coalesce(t.identifiers, [])) AS identifiers
    """,
)
