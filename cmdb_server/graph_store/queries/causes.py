"""What changed before a symptom, and what people say was its cause."""

from cmdb_server.graph_store.query import Query

CHANGES_OF = Query(
    "causes.changes_of",
    """
    UNWIND $uids AS uid
    MATCH (e:Event {ci_uid: uid})
    WHERE e.recorded_at > $since AND e.recorded_at <= $until AND coalesce(e.kind, '') <> 'created'
    WITH e LIMIT $limit
    RETURN collect(properties(e)) AS properties
    """,
)
BEGINNINGS_OF = Query(
    "causes.beginnings_of",
    """
    UNWIND $uids AS uid
    MATCH (e:Event {ci_uid: uid})
    WHERE e.recorded_at > $since AND e.recorded_at <= $until AND e.kind = 'created'
    RETURN collect(uid) AS ci_uid, collect(coalesce(e.source, '')) AS source, collect(e.observed_at) AS observed_at
    """,
)
SAVE_MARK = Query("causes.save_mark", "MERGE (m:CauseMark {uid: $uid}) SET m += $properties")
MARKS_OF = Query(
    "causes.marks_of",
    """
    UNWIND $uids AS uid
    MATCH (m:CauseMark {target_uid: uid})
    WHERE m.asked_at > $since AND m.asked_at <= $until
    RETURN collect(properties(m)) AS properties
    """,
)
MARKS_SINCE = Query(
    "causes.marks_since",
    "MATCH (m:CauseMark) WHERE m.marked_at > $since RETURN collect(properties(m)) AS properties",
)
REMOVE_MARK = Query(
    "causes.remove_mark",
    "MATCH (m:CauseMark {uid: $uid}) WITH m, m.target_uid AS target_uid DELETE m RETURN target_uid",
)
