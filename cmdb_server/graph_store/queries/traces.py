"""Calls that traces tell of, and what is known of the programs that they may mean."""

from cmdb_server.graph_store.query import Query

SAVE_CALLS = Query(
    "traces.save_calls",
    """
    UNWIND range(0, size($uid) - 1) AS i
    MERGE (t:TracedCall {uid: $uid[i]})
    ON CREATE SET t.source = $source, t.network_scope = $scope, t.call = $call[i], t.first_seen_at = $at,
        t.dependent_uid = '', t.needed_uid = '', t.reason = ''
    SET t.sightings = coalesce(t.sightings, 0) + $sightings[i], t.last_seen_at = $at
    """,
)
KNOWN_CALLS = Query(
    "traces.known_calls",
    """
    MATCH (t:TracedCall {source: $source})
    RETURN count(t) AS calls, [uid IN collect(t.uid) WHERE uid IN $uid] AS uid
    """,
)
CALLS = Query(
    "traces.calls",
    """
    MATCH (t:TracedCall {source: $source})
    RETURN collect(t.uid) AS uid, collect(t.network_scope) AS network_scope, collect(t.call) AS call,
           collect(t.sightings) AS sightings, collect(t.first_seen_at) AS first_seen_at,
           collect(t.last_seen_at) AS last_seen_at, collect(t.dependent_uid) AS dependent_uid,
           collect(t.needed_uid) AS needed_uid, collect(t.reason) AS reason
    """,
)
SAVE_JOINED = Query(
    "traces.save_joined",
    """
    UNWIND range(0, size($uid) - 1) AS i
    MATCH (t:TracedCall {uid: $uid[i]})
    SET t.dependent_uid = $dependent_uid[i], t.needed_uid = $needed_uid[i], t.reason = $reason[i]
    """,
)
FORGET_OLD_CALLS = Query(
    "traces.forget_old_calls",
    """
    MATCH (t:TracedCall {source: $source})
    WHERE t.last_seen_at < $before
    DELETE t
    """,
)
PROGRAMS_ON = Query(
    "traces.programs_on",
    """
    UNWIND $machines AS machine
    MATCH (p:CI {root_uid: machine})
    WHERE p.ci_class IN $classes AND p.status IN ['active', 'stale']
    RETURN collect(machine) AS place, collect(p.uid) AS uid, collect(coalesce(p.name, '')) AS name,
           collect(coalesce(p.process_name, '')) AS process_name, collect(coalesce(p.unit_name, '')) AS unit_name,
           collect(coalesce(p.instance_name, '')) AS instance_name, collect(coalesce(p.user, '')) AS user,
           collect(coalesce(p.arguments, '')) AS arguments
    """,
)
_PROGRAMS_IN = """
    UNWIND $names AS told
    MATCH (c:CI {ATTRIBUTE: told})
    WHERE c.ci_class = 'container' AND c.status IN ['active', 'stale']
    MATCH (c)<-[r:RUNS_ON]-(p:CI)
    WHERE r.valid_to = $open AND p.status IN ['active', 'stale']
    RETURN collect(told) AS told, collect(c.uid) AS place, collect(coalesce(c.pod_uid, c.uid)) AS pod,
           collect(c.name) AS container, collect(coalesce(p.root_uid, '')) AS machine, collect(p.uid) AS uid,
           collect(coalesce(p.name, '')) AS name, collect(coalesce(p.process_name, '')) AS process_name,
           collect(coalesce(p.unit_name, '')) AS unit_name, collect(coalesce(p.instance_name, '')) AS instance_name,
           collect(coalesce(p.user, '')) AS user, collect(coalesce(p.arguments, '')) AS arguments
    """
PROGRAMS_IN_NAMED = Query("traces.programs_in_named", _PROGRAMS_IN.replace("ATTRIBUTE", "name"))
PROGRAMS_IN_ID = Query("traces.programs_in_id", _PROGRAMS_IN.replace("ATTRIBUTE", "container_id"))
PROGRAMS_IN_POD = Query("traces.programs_in_pod", _PROGRAMS_IN.replace("ATTRIBUTE", "pod_uid"))
PROGRAMS_IN_HOST = Query("traces.programs_in_host", _PROGRAMS_IN.replace("ATTRIBUTE", "host_name"))
PROGRAMS_CALLED = Query(
    "traces.programs_called",
    """
    UNWIND $names AS name
    MATCH (p:CI {name: name})
    WHERE p.ci_class IN $classes AND p.status IN ['active', 'stale']
    RETURN collect(p.name) AS name, collect(p.uid) AS uid
    """,
)
SIGHTINGS = Query(
    "traces.sightings",
    """
    UNWIND range(0, size($source) - 1) AS i
    MATCH (t:TracedCall {dependent_uid: $source[i]})
    WHERE t.needed_uid = $target[i]
    RETURN t.dependent_uid AS source, t.needed_uid AS target, t.source AS told_by, t.sightings AS sightings,
           t.first_seen_at AS first_seen_at, t.last_seen_at AS last_seen_at
    """,
)
