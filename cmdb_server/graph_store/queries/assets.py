"""What discovery knows of the devices behind assets."""

from cmdb_server.graph_store.query import Query

DEVICES = Query(
    "assets.devices",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})
    RETURN collect(c.uid) AS uid, collect(c.ci_class) AS ci_class, collect(coalesce(c.name, '')) AS name,
           collect(coalesce(c.manufacturer, '')) AS manufacturer, collect(coalesce(c.model, '')) AS model,
           collect(coalesce(c.serial_number, '')) AS serial_number, collect(coalesce(c.asset_tag, '')) AS asset_tag
    """,
)
DEVICES_OF_SERIALS = Query(
    "assets.devices_of_serials",
    """
    UNWIND $serials AS serial
    MATCH (c:CI {serial_number: serial})
    WHERE c.status IN $statuses
    RETURN collect(c.uid) AS uid, collect(c.ci_class) AS ci_class, collect(coalesce(c.name, '')) AS name,
           collect(coalesce(c.manufacturer, '')) AS manufacturer, collect(coalesce(c.model, '')) AS model,
           collect(coalesce(c.serial_number, '')) AS serial_number, collect(coalesce(c.asset_tag, '')) AS asset_tag
    """,
)
ENTRIES_SINCE = Query(
    "assets.entries_since",
    """
    UNWIND $record_uids AS record_uid
    MATCH (e:RecordEntry {record_uid: record_uid})
    WHERE e.at > $since
    RETURN collect(properties(e)) AS properties
    """,
)
# What people say is no proof, and neither is what was seen to be gone.
SEEN = Query(
    "assets.seen",
    """
    UNWIND $uids AS uid
    MATCH (o:Observation {ci_uid: uid})
    WHERE o.ci_class <> '' AND NOT coalesce(o.is_absent, false) AND coalesce(o.freshness, '') <> 'gone'
    MATCH (s:Source {key: o.source})
    RETURN collect(uid) AS uid, collect(o.source) AS source, collect(coalesce(s.seen_at, s.last_contact_at, 0)) AS at
    """,
)
CABLED = Query(
    "assets.cabled",
    """
    UNWIND $uids AS uid
    MATCH (p:CI {owner_uid: uid})
    WHERE p.ci_class = 'network_interface'
    MATCH (p)-[r:CONNECTED_TO]-(q:CI)
    WHERE r.valid_to = $open AND coalesce(q.owner_uid, '') <> ''
    RETURN collect(uid) AS uid, collect(q.owner_uid) AS device, collect(coalesce(q.name, '')) AS port,
           collect(coalesce(r.last_seen_at, 0)) AS at
    """,
)
ADD_SCANS = Query(
    "assets.add_scans",
    """
    UNWIND $scans AS row
    MERGE (s:StocktakeScan {uid: row.uid})
    SET s += row.properties
    """,
)
SCANS = Query(
    "assets.scans",
    "MATCH (s:StocktakeScan {number: $number}) RETURN collect(properties(s)) AS properties",
)
SAVE_REPORT = Query("assets.save_report", "CREATE (r:StocktakeReport {number: $number}) SET r += $properties")
REPORT = Query("assets.report", "MATCH (r:StocktakeReport {number: $number}) RETURN properties(r) AS properties")
KEEP_TERMS = Query(
    "assets.keep_terms",
    """
    UNWIND $rows AS row
    MERGE (t:TermsText {fingerprint: row.key})
    ON CREATE SET t += row.properties
    """,
)
TERMS = Query("assets.terms", "MATCH (t:TermsText {fingerprint: $key}) RETURN properties(t) AS properties")
