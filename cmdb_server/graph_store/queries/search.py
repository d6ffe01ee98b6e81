"""Reading what lists, facets, search and the dashboard show.

Properties and columns are collected: one row for a window of CIs costs a fraction of one row for each.
"""

from cmdb_server.graph_store.query import Query

UIDS = Query(
    "search.uids",
    """
    MATCH (c:CI)
    WHERE c.uid > ''
    RETURN collect(c.uid) AS uids
    """,
)
CIS_IN_WINDOW = Query(
    "search.cis_in_window",
    """
    MATCH (c:CI)
    WHERE c.uid >= $low AND c.uid <= $high
    RETURN collect(properties(c)) AS properties
    """,
)
CIS_OF_CLASSES = Query(
    "search.cis_of_classes",
    """
    MATCH (c:CI)
    WHERE c.ci_class IN $classes
    RETURN collect(properties(c)) AS properties
    """,
)
CIS_BY_UID = Query(
    "search.cis_by_uid",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})
    RETURN collect(properties(c)) AS properties
    """,
)
LINKS_IN_WINDOW = Query(
    "search.links_in_window",
    """
    MATCH (a:CI)
    WHERE a.uid >= $low AND a.uid <= $high
    MATCH (a)-[r:{TYPE}]->(b:CI)
    WHERE r.valid_to = $open
    RETURN collect(a.uid) AS source, collect(b.uid) AS target
    """,
)
LINKS_BY_UID = Query(
    "search.links_by_uid",
    """
    UNWIND $uids AS uid
    MATCH (a:CI {uid: uid})-[r:{TYPE}]->(b:CI)
    WHERE r.valid_to = $open
    RETURN collect(a.uid) AS source, collect(b.uid) AS target
    """,
)
TYPED_LINKS_BY_UID = Query(
    "search.typed_links_by_uid",
    """
    UNWIND $uids AS uid
    MATCH (a:CI {uid: uid})-[r]->(b:CI)
    WHERE r.valid_to = $open AND type(r) IN $types
    RETURN collect(type(r)) AS type, collect(a.uid) AS source, collect(b.uid) AS target
    """,
)
SOURCES = Query(
    "search.sources",
    """
    MATCH (s:Source)
    WHERE s.key > ''
    RETURN collect(s.key) AS key, collect(coalesce(s.seen_at, s.last_contact_at, 0)) AS last_contact_at
    """,
)
PARKED = Query(
    "search.parked",
    """
    MATCH (p:ParkedItem {status: 'parked'})
    RETURN count(p) AS parked
    """,
)
CHANGED_SINCE = Query(
    "search.changed_since",
    """
    MATCH (e:Event)
    WHERE e.recorded_at > $since
    RETURN collect(DISTINCT e.ci_uid) AS uids, max(e.recorded_at) AS latest
    """,
)
CLOCK = Query(
    "search.clock",
    """
    MATCH (k:Clock {key: 'clock'})
    RETURN k.at AS at
    """,
)
COUNT = Query("search.count", "MATCH (c:CI) RETURN count(c) AS cis")
