"""Walking back in time: what happened since, and what there is now to walk back from."""

from cmdb_server.graph_store.query import Query

_EVENT_COLUMNS = """
    RETURN collect(e.uid) AS uid, collect(e.ci_uid) AS ci_uid, collect(e.recorded_at) AS recorded_at,
           collect(coalesce(e.sequence, 0)) AS sequence, collect(e.kind) AS kind, collect(e.changes) AS changes,
           collect(coalesce(e.recorded_from, e.recorded_at)) AS recorded_from
"""
_BOND_COLUMNS = """
    WHERE r.valid_to > $at AND r.first_seen_at <= $at
    RETURN collect(type(r)) AS type, collect(a.uid) AS source, collect(b.uid) AS target,
           collect(properties(r)) AS properties
"""

CLOCK = Query("history.clock", "MATCH (k:Clock {key: 'clock'}) RETURN k.at AS at")
ADVANCE = Query(
    "history.advance",
    """
    MERGE (k:Clock {key: 'clock'})
    SET k.at = CASE WHEN coalesce(k.at, 0) >= $at THEN k.at ELSE $at END
    RETURN k.at AS at
    """,
)
CIS = Query("history.cis", "UNWIND $uids AS uid MATCH (c:CI {uid: uid}) RETURN collect(properties(c)) AS properties")
EVENTS_OF = Query(
    "history.events_of",
    """
    UNWIND $uids AS uid
    MATCH (e:Event {ci_uid: uid})
    WHERE e.recorded_at > $since AND e.recorded_at <= $until
    """
    + _EVENT_COLUMNS,
)
EVENTS_BETWEEN = Query(
    "history.events_between",
    "MATCH (e:Event) WHERE e.recorded_at > $since AND e.recorded_at <= $until" + _EVENT_COLUMNS,
)
MOMENTS = Query(
    "history.moments",
    """
    MATCH (e:Event)
    WHERE e.recorded_at > $since AND e.recorded_at <= $until
    RETURN collect(e.ci_uid) AS ci_uid, collect(e.recorded_at) AS recorded_at
    """,
)
LAST_EVENTS = Query(
    "history.last_events",
    """
    UNWIND $uids AS uid
    MATCH (e:Event {ci_uid: uid})
    WHERE e.recorded_at <= $at
    WITH uid, max(e.recorded_at) AS last
    RETURN collect(uid) AS uid, collect(last) AS last
    """,
)
CREATED_BETWEEN = Query(
    "history.created_between",
    "MATCH (c:CI) WHERE c.created_at > $since AND c.created_at <= $until RETURN collect(c.uid) AS uid",
)
OUTGOING = Query(
    "history.outgoing",
    "UNWIND $uids AS uid MATCH (a:CI {uid: uid})-[r]->(b:CI)" + _BOND_COLUMNS,
)
OUTGOING_OF_TYPE = Query(
    "history.outgoing_of_type",
    "UNWIND $uids AS uid MATCH (a:CI {uid: uid})-[r:{TYPE}]->(b:CI)" + _BOND_COLUMNS,
)
INCOMING = Query(
    "history.incoming",
    "UNWIND $uids AS uid MATCH (b:CI {uid: uid})<-[r]-(a:CI)" + _BOND_COLUMNS,
)
INCOMING_OF_TYPE = Query(
    "history.incoming_of_type",
    "UNWIND $uids AS uid MATCH (b:CI {uid: uid})<-[r:{TYPE}]-(a:CI)" + _BOND_COLUMNS,
)
OUTGOING_IN_WINDOW = Query(
    "history.outgoing_in_window",
    """
    MATCH (a:CI)
    WHERE a.uid >= $low AND a.uid <= $high
    MATCH (a)-[r]->(b:CI)
    """
    + _BOND_COLUMNS,
)
PARTS = Query(
    "history.parts",
    "UNWIND $uids AS uid MATCH (c:CI {owner_uid: uid}) RETURN collect(c.uid) AS uid",
)
INCOMING_CHANGED = Query(
    "history.incoming_changed",
    """
    MATCH (b:CI {uid: $uid})<-[r]-(a:CI)
    WHERE r.last_seen_at > $since
    RETURN collect(DISTINCT a.uid) AS uid
    """,
)
EVENT = Query("history.event", "MATCH (e:Event {uid: $uid}) RETURN e.ci_uid AS ci_uid, e.recorded_at AS recorded_at")
REVISION = Query("history.revision", "MATCH (c:CI {uid: $uid}) RETURN coalesce(c.revision, 1) AS revision")
FACTS = Query(
    "history.facts",
    """
    MATCH (c:CI {uid: $uid})-[r]->(:CI)
    WHERE r.uid IN $uids
    RETURN r.uid AS uid, r.facts AS facts
    """,
)
RULES = Query("history.rules", "MATCH (m:Meta {key: 'history_rules'}) RETURN m.rules AS rules")
SAVE_RULES = Query("history.save_rules", "MERGE (m:Meta {key: 'history_rules'}) SET m.rules = $rules")
UIDS_OF_CLASS = Query("history.uids_of_class", "MATCH (c:CI {ci_class: $ci_class}) RETURN collect(c.uid) AS uid")
JOIN_EVENTS = Query(
    "history.join_events",
    """
    UNWIND range(0, size($uids) - 1) AS i
    MATCH (e:Event {uid: $uids[i]})
    SET e.kind = $kind[i], e.changes = $changes[i], e.recorded_from = $recorded_from[i], e.reason = $reason[i],
        e.source = '', e.section = '', e.actor = '', e.observed_at = 0
    """,
)
DELETE_EVENTS = Query("history.delete_events", "UNWIND $uids AS uid MATCH (e:Event {uid: uid}) DELETE e")
