"""What people and programs are told of records: what waits to be told, who watches, and what is to be sent."""

from cmdb_server.graph_store.query import Query

WAITING_ENTRIES = Query(
    "notifications.waiting_entries",
    """
    MATCH (e:RecordEntry {outbox: 'waiting'})
    WITH e ORDER BY e.at, e.uid LIMIT $limit
    RETURN collect(properties(e)) AS properties
    """,
)
STILL_WAITING = Query(
    "notifications.still_waiting",
    """
    UNWIND $uids AS uid
    MATCH (e:RecordEntry {uid: uid})
    WHERE e.outbox = 'waiting'
    SET e.outbox = 'told'
    RETURN collect(e.uid) AS uids
    """,
)
RECORDS_OF = Query(
    "notifications.records",
    """
    UNWIND $uids AS uid
    MATCH (r:Record {uid: uid})
    RETURN collect(properties(r)) AS properties
    """,
)
SPOKEN = Query(
    "notifications.spoken",
    """
    UNWIND $record_uids AS record_uid
    MATCH (e:RecordEntry {record_uid: record_uid})
    WHERE e.kind IN ['comment', 'note', 'status']
    RETURN collect(e.record_uid) AS record_uid, collect(e.by) AS by, collect(e.text) AS text, collect(e.kind) AS kind
    """,
)
WATCHES = Query(
    "notifications.watches",
    """
    UNWIND $record_uids AS record_uid
    MATCH (w:RecordWatch {record_uid: record_uid})
    RETURN collect(w.record_uid) AS record_uid, collect(w.person) AS person, collect(w.is_on) AS is_on
    """,
)
SAVE_WATCH = Query("notifications.save_watch", "MERGE (w:RecordWatch {uid: $uid}) SET w += $properties")
ADD_NOTICES = Query(
    "notifications.add",
    """
    UNWIND $rows AS row
    MERGE (n:Notice {uid: row.uid})
    ON CREATE SET n += row.properties
    """,
)
NOTICES_DUE = Query(
    "notifications.due",
    """
    MATCH (n:Notice {state: 'waiting'})
    WHERE n.channel = $channel AND n.due_at <= $now AND NOT n.target IN $but
    WITH n ORDER BY n.created_at, n.uid LIMIT $limit
    RETURN collect(properties(n)) AS properties
    """,
)
NOTICES = Query(
    "notifications.of_state",
    """
    MATCH (n:Notice {state: $state})
    WHERE ($channel = '' OR n.channel = $channel) AND ($target = '' OR n.target = $target)
    WITH n ORDER BY n.created_at DESC, n.uid LIMIT $limit
    RETURN collect(properties(n)) AS properties
    """,
)
COUNT_NOTICES = Query(
    "notifications.count",
    """
    UNWIND ['waiting', 'sent', 'dead'] AS state
    MATCH (n:Notice {state: state})
    RETURN state, n.channel AS channel, count(n) AS notices
    """,
)
NOTICE = Query("notifications.one", "MATCH (n:Notice {uid: $uid}) RETURN properties(n) AS properties")
SET_NOTICES = Query(
    "notifications.set",
    """
    UNWIND $uids AS uid
    MATCH (n:Notice {uid: uid})
    SET n += $properties
    """,
)
FORGET_NOTICES = Query(
    "notifications.forget",
    """
    MATCH (n:Notice {state: $state})
    WHERE n.done_at < $before AND NOT n.kind IN $but
    WITH n LIMIT $limit
    DELETE n
    RETURN count(n) AS notices
    """,
)
REMEMBER_NOTICES = Query(
    "notifications.remember",
    """
    MATCH (n:Notice {state: $state})
    WHERE n.done_at < $before AND n.kind IN $kinds
    SET n.state = 'told', n.body = ''
    """,
)
HAS_NOTICES = Query(
    "notifications.known",
    """
    UNWIND $uids AS uid
    MATCH (n:Notice {uid: uid})
    RETURN collect(n.uid) AS uids
    """,
)
WEBHOOKS = Query(
    "notifications.webhooks",
    "MATCH (w:Webhook {status: 'active'}) RETURN collect(properties(w)) AS properties",
)
WEBHOOK = Query(
    "notifications.webhook",
    "MATCH (w:Webhook {uid: $uid}) WHERE w.status = 'active' RETURN properties(w) AS properties",
)
CREATE_WEBHOOK = Query("notifications.create_webhook", "CREATE (w:Webhook {uid: $uid}) SET w += $properties")
CHANGE_WEBHOOK = Query("notifications.change_webhook", "MATCH (w:Webhook {uid: $uid}) SET w += $properties")
SEAL_WEBHOOKS_ANEW = Query(
    "notifications.seal_webhooks_anew",
    """
    UNWIND range(0, size($uids) - 1) AS i
    MATCH (w:Webhook {uid: $uids[i]})
    SET w.sealed = $sealed[i]
    """,
)
