"""Records (incidents and what follows them), their timelines and the CIs that they are about."""

from cmdb_server.graph_store.query import Query

NEXT_NUMBER = Query(
    "itsm.next_number",
    """
    MERGE (c:RecordCounter {key: $key})
    SET c.value = coalesce(c.value, 0) + 1
    RETURN c.value AS value
    """,
)
CREATE_RECORD = Query("itsm.create_record", "CREATE (r:Record {uid: $uid}) SET r += $properties")
NEXT_NUMBERS = Query(
    "itsm.next_numbers",
    """
    MERGE (c:RecordCounter {key: $key})
    SET c.value = coalesce(c.value, 0) + $count
    RETURN c.value AS value
    """,
)
CREATE_RECORDS = Query(
    "itsm.create_records",
    """
    UNWIND $records AS row
    CREATE (r:Record {uid: row.uid})
    SET r += row.properties
    """,
)
CREATE_AFFECTS = Query(
    "itsm.create_affects",
    """
    UNWIND $rows AS row
    MATCH (c:CI {uid: row.ci_uid})
    MATCH (r:Record {uid: row.uid})
    CREATE (r)-[a:AFFECTS]->(c)
    SET a.by = row.by, a.since = row.at
    """,
)
ADD_ENTRIES = Query(
    "itsm.add_entries",
    """
    UNWIND $entries AS row
    CREATE (e:RecordEntry {uid: row.uid})
    SET e += row.properties
    """,
)
# Who has a key is read under its lock, and set in the same transaction.
LOCK_KEYS = Query(
    "itsm.lock_keys",
    """
    UNWIND $keys AS key
    MERGE (k:RecordKey {key: key})
    SET k.lock = $token
    RETURN collect(k.key) AS key, collect(coalesce(k.number, '')) AS number
    """,
)
SET_KEYS = Query(
    "itsm.set_keys",
    """
    UNWIND range(0, size($keys) - 1) AS i
    MATCH (k:RecordKey {key: $keys[i]})
    SET k.number = $numbers[i]
    """,
)
KEYS = Query(
    "itsm.keys",
    """
    UNWIND $keys AS key
    MATCH (k:RecordKey {key: key})
    RETURN collect(k.key) AS key, collect(coalesce(k.number, '')) AS number
    """,
)
RECORD = Query("itsm.record", "MATCH (r:Record {number: $number}) RETURN properties(r) AS properties")
LOCK_RECORD = Query(
    "itsm.lock_record",
    """
    MATCH (r:Record {number: $number})
    SET r.lock = $token
    RETURN properties(r) AS properties
    """,
)
CHANGE_RECORD = Query("itsm.change_record", "MATCH (r:Record {uid: $uid}) SET r += $properties")
ADD_ENTRY = Query("itsm.add_entry", "CREATE (e:RecordEntry {uid: $uid}) SET e += $properties")
ENTRIES = Query(
    "itsm.entries", "MATCH (e:RecordEntry {record_uid: $record_uid}) RETURN collect(properties(e)) AS properties"
)
STEPS_OF = Query(
    "itsm.steps_of",
    """
    UNWIND $record_uids AS record_uid
    MATCH (e:RecordEntry {record_uid: record_uid})
    WHERE e.kind IN $kinds
    RETURN collect(e.record_uid) AS record_uid, collect(e.at) AS at, collect(e.changes) AS changes
    """,
)
SPOKEN_ON = Query(
    "itsm.spoken_on",
    """
    UNWIND $record_uids AS record_uid
    MATCH (e:RecordEntry {record_uid: record_uid})
    WHERE e.by <> $but
    RETURN collect(DISTINCT record_uid) AS record_uids
    """,
)
AFFECT = Query(
    "itsm.affect",
    """
    UNWIND $ci_uids AS ci_uid
    MATCH (c:CI {uid: ci_uid})
    MATCH (r:Record {uid: $uid})
    MERGE (r)-[a:AFFECTS]->(c)
    SET a.by = $by, a.since = $at
    """,
)
RELEASE = Query(
    "itsm.release",
    """
    UNWIND $ci_uids AS ci_uid
    MATCH (r:Record {uid: $uid})-[a:AFFECTS]->(c:CI {uid: ci_uid})
    DELETE a
    """,
)
CHANGED_SINCE = Query(
    "itsm.changed_since",
    """
    MATCH (r:Record)
    WHERE r.changed_at > $since
    WITH r ORDER BY r.changed_at, r.uid LIMIT $limit
    RETURN collect(r.number) AS numbers, collect(r.revision) AS revisions, collect(r.changed_at) AS times
    """,
)
RECORDS = Query(
    "itsm.records",
    """
    UNWIND $numbers AS number
    MATCH (r:Record {number: number})
    RETURN collect(properties(r)) AS properties
    """,
)
PLANNED_UNTIL = Query(
    "itsm.planned_until",
    """
    MATCH (r:Record)
    WHERE r.planned_until > $since
    RETURN collect(properties(r)) AS properties
    """,
)
OUTCOMES_ON = Query(
    "itsm.outcomes_on",
    """
    UNWIND $ci_uids AS uid
    MATCH (c:CI {uid: uid})<-[:AFFECTS]-(r:Record)
    WITH DISTINCT r
    WHERE r.type = $type AND r.closed_at > $since
    RETURN collect(r.number) AS number, collect(r.values) AS values
    """,
)
