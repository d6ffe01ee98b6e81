"""Traps: what devices sent by themselves, who listens for it, and what is to be read again for it."""

from cmdb_server.graph_store.query import Query

CIS_OF_ADDRESSES = Query(
    "traps.cis_of_addresses",
    """
    UNWIND $addresses AS address
    MATCH (a:CI {address: address})
    WHERE a.ci_class = 'ip_address'
    MATCH (a)-[r:ASSIGNED_TO]->(n:CI)
    WHERE r.valid_to = $open
    MATCH (c:CI {uid: n.owner_uid})
    WHERE c.status <> 'retired'
    RETURN collect(address) AS address, collect(c.uid) AS uid, collect(a.identifiers) AS identifiers
    """,
)
# Which interface has a number is what the scan that read it calls it.
INTERFACES_BY_NUMBER = Query(
    "traps.interfaces_by_number",
    """
    UNWIND range(0, size($ci_uid) - 1) AS i
    MATCH (s:Source {root_uid: $ci_uid[i]})
    WHERE s.key STARTS WITH 'snmp:'
    MATCH (o:Observation {ref_key: s.key + '|network_interface:' + $number[i]})
    MATCH (n:CI {uid: o.ci_uid})
    WHERE n.status <> 'retired'
    RETURN collect($ci_uid[i]) AS ci_uid, collect($number[i]) AS number, collect(n.uid) AS uid
    """,
)
INTERFACES_BY_NAME = Query(
    "traps.interfaces_by_name",
    """
    UNWIND range(0, size($ci_uid) - 1) AS i
    MATCH (n:CI {owner_uid: $ci_uid[i]})
    WHERE n.ci_class = 'network_interface' AND n.name = $name[i] AND n.status <> 'retired'
    RETURN collect($ci_uid[i]) AS ci_uid, collect($name[i]) AS name, collect(n.uid) AS uid
    """,
)
OPEN_EVENTS = Query(
    "traps.open_events",
    """
    UNWIND $keys AS key
    MATCH (t:TrapEvent {key: key})
    WHERE t.last_at >= $quiet_since AND t.recorded_at >= $begun_since
    RETURN collect(properties(t)) AS properties
    """,
)
SAVE_EVENTS = Query(
    "traps.save_events",
    """
    UNWIND range(0, size($uid) - 1) AS i
    MERGE (t:TrapEvent {uid: $uid[i]})
    SET t += $properties[i]
    """,
)
EVENTS_OF = Query(
    "traps.events_of",
    """
    UNWIND $uids AS uid
    MATCH (t:TrapEvent {ci_uid: uid})
    WHERE t.recorded_at < $before OR (t.recorded_at = $before AND t.uid < $before_uid)
    RETURN properties(t) AS properties
    ORDER BY t.recorded_at DESC, t.uid DESC
    LIMIT $limit
    """,
)
EVENTS_OF_PART = Query(
    "traps.events_of_part",
    """
    UNWIND $uids AS uid
    MATCH (t:TrapEvent {part_uid: uid})
    WHERE t.recorded_at < $before OR (t.recorded_at = $before AND t.uid < $before_uid)
    RETURN properties(t) AS properties
    ORDER BY t.recorded_at DESC, t.uid DESC
    LIMIT $limit
    """,
)
COUNT_EVENTS = Query(
    "traps.count_events",
    """
    UNWIND $uids AS uid
    MATCH (t:TrapEvent {ci_uid: uid})
    WHERE t.recorded_at <= $until
    WITH t LIMIT $most
    RETURN count(t) AS events
    """,
)
COUNT_EVENTS_OF_PART = Query(
    "traps.count_events_of_part",
    """
    UNWIND $uids AS uid
    MATCH (t:TrapEvent {part_uid: uid})
    WHERE t.recorded_at <= $until
    WITH t LIMIT $most
    RETURN count(t) AS events
    """,
)
FORGET_EVENTS = Query(
    "traps.forget_events",
    """
    MATCH (t:TrapEvent)
    WHERE t.last_at < $before
    WITH t LIMIT $limit
    DELETE t
    RETURN count(t) AS events
    """,
)
RECEIVERS = Query(
    "traps.receivers",
    """
    MATCH (r:TrapReceiver {status: 'active'})
    MATCH (a:Agent {uid: r.uid})
    WHERE a.status = 'active'
    RETURN collect(properties(r)) AS properties
    """,
)
RECEIVER = Query("traps.receiver", "MATCH (r:TrapReceiver {uid: $uid}) RETURN properties(r) AS properties")
SAVE_RECEIVER = Query("traps.save_receiver", "MERGE (r:TrapReceiver {uid: $uid}) SET r += $properties")
REREADS = Query(
    "traps.rereads",
    """
    UNWIND $uids AS uid
    MATCH (r:Reread {uid: uid})
    RETURN collect(properties(r)) AS properties
    """,
)
WAITING_REREADS = Query(
    "traps.waiting_rereads",
    "MATCH (r:Reread {waiting: 'yes'}) WHERE r.due_at <= $now RETURN collect(properties(r)) AS properties",
)
SAVE_REREADS = Query(
    "traps.save_rereads",
    """
    UNWIND range(0, size($uid) - 1) AS i
    MERGE (r:Reread {uid: $uid[i]})
    SET r += $properties[i]
    """,
)
