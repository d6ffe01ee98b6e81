"""Who is who: what records say of themselves, decisions of persons, pins and duplicate cases."""

from cmdb_server.graph_store.query import Query

CLAIMANTS = Query(
    "identity.claimants",
    """
    UNWIND $keys AS key
    MATCH (i:Identifier {key: key})
    RETURN collect(i.key) AS key, collect(coalesce(i.claimants, [])) AS claimants,
           collect(coalesce(i.pin, '')) AS pin, collect(coalesce(i.contested, '')) AS contested,
           collect(coalesce(i.said_by, [])) AS said_by
    """,
)
EVER_SAID = Query(
    "identity.ever_said",
    """
    UNWIND $ref_keys AS ref_key
    MATCH (r:IdentityRecord {key: ref_key})
    RETURN collect(r.key) AS ref_key, collect(r.identifiers) AS identifiers
    """,
)
REMEMBER = Query(
    "identity.remember",
    """
    UNWIND range(0, size($ref_keys) - 1) AS i
    MERGE (r:IdentityRecord {key: $ref_keys[i]})
    SET r.identifiers = $identifiers[i]
    """,
)
FORGET = Query(
    "identity.forget",
    """
    UNWIND $ref_keys AS ref_key
    MATCH (r:IdentityRecord {key: ref_key})
    DELETE r
    """,
)
SAYERS = Query(
    "identity.sayers",
    """
    UNWIND $keys AS key
    MATCH (i:Identifier {key: key})
    RETURN collect(i.key) AS key, collect(coalesce(i.said_by, [])) AS said_by
    """,
)
NOTE_SAYERS = Query(
    "identity.note_sayers",
    """
    UNWIND range(0, size($keys) - 1) AS i
    MERGE (n:Identifier {key: $keys[i]})
    SET n.said_by = $said_by[i]
    """,
)
RECORDS = Query(
    "identity.records",
    """
    UNWIND $uids AS uid
    MATCH (o:Observation {ci_uid: uid})
    WHERE o.ci_class <> ''
    RETURN collect(o.uid) AS uid, collect(o.ci_uid) AS ci_uid, collect(o.source) AS source, collect(o.ref) AS ref,
           collect(o.section_key) AS section_key, collect(o.scope) AS scope, collect(o.is_absent) AS is_absent,
           collect(o.payload) AS payload, collect(o.observed_at) AS observed_at,
           collect(coalesce(o.former_uid, '')) AS former
    """,
)
HEADS = Query(
    "identity.heads",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})
    RETURN collect(c.uid) AS uid, collect(c.created_at) AS created_at, collect(c.status) AS status,
           collect(coalesce(c.identifiers, [])) AS identifiers,
           collect(coalesce(c.identifiers_before, [])) AS identifiers_before, collect(c.updated_at) AS updated_at
    """,
)
UIDS_OF_REFS = Query(
    "identity.uids_of_refs",
    """
    UNWIND $ref_keys AS ref_key
    MATCH (o:Observation {ref_key: ref_key})
    WHERE o.ci_class <> ''
    RETURN collect(DISTINCT o.ci_uid) AS uid
    """,
)
MARK_CONTESTED = Query(
    "identity.mark_contested",
    """
    UNWIND range(0, size($keys) - 1) AS i
    MATCH (n:Identifier {key: $keys[i]})
    SET n.contested = $contested[i], n.contested_at = $at
    """,
)
DECISIONS = Query(
    "identity.decisions",
    "MATCH (d:IdentityDecision {status: 'standing'}) RETURN collect(properties(d)) AS properties",
)
ADD_DECISION = Query("identity.add_decision", "CREATE (d:IdentityDecision {uid: $uid}) SET d += $properties")
WITHDRAW_DECISIONS = Query(
    "identity.withdraw_decisions",
    """
    UNWIND $uids AS uid
    MATCH (d:IdentityDecision {uid: uid})
    SET d.status = 'withdrawn', d.withdrawn_at = $at, d.withdrawn_by = $actor
    """,
)
ALL_DECISIONS = Query(
    "identity.all_decisions",
    """
    MATCH (d:IdentityDecision)
    WHERE d.status IN ['standing', 'withdrawn']
    RETURN collect(properties(d)) AS properties
    """,
)
PIN = Query(
    "identity.pin",
    """
    MATCH (i:Identifier {key: $key})
    SET i.pin = $pin, i.pinned_by = $actor, i.pin_reason = $reason, i.pinned_at = $at
    """,
)
CASES_OF = Query(
    "identity.cases_of",
    """
    UNWIND $uids AS uid
    OPTIONAL MATCH (l:DuplicateCase {left: uid})
    WHERE l.status = 'open'
    WITH uid, collect(l.case_uid) AS lefts, collect(l.evidence) AS of_lefts
    OPTIONAL MATCH (r:DuplicateCase {right: uid})
    WHERE r.status = 'open'
    RETURN lefts, of_lefts, collect(r.case_uid) AS rights, collect(r.evidence) AS of_rights
    """,
)
SAVE_CASES = Query(
    "identity.save_cases",
    """
    UNWIND range(0, size($uids) - 1) AS i
    MERGE (d:DuplicateCase {uid: $uids[i]})
    SET d.case_uid = $case_uids[i], d.left = $left[i], d.right = $right[i], d.score = $score[i],
        d.evidence = $evidence[i], d.status = 'open', d.opened_at = $at, d.closed_at = $open
    """,
)
CLOSE_CASES = Query(
    "identity.close_cases",
    """
    UNWIND $case_uids AS case_uid
    MATCH (d:DuplicateCase {case_uid: case_uid})
    WHERE d.status = 'open'
    SET d.status = 'closed', d.closed_at = $at
    """,
)
DEFER_CASES = Query(
    "identity.defer_cases",
    """
    UNWIND $case_uids AS case_uid
    MATCH (d:DuplicateCase {case_uid: case_uid})
    WHERE d.status = 'open'
    SET d.deferred_until = $until, d.deferred_by = $actor
    RETURN collect(d.case_uid) AS case_uid
    """,
)
CLASS_EVENTS = Query(
    "identity.class_events",
    """
    MATCH (e:Event {ci_uid: $uid})
    WHERE e.changes CONTAINS '"ci_class"'
    RETURN e.changes AS changes, coalesce(e.source, '') AS source, e.recorded_at AS at,
        coalesce(e.actor, '') AS actor, coalesce(e.reason, '') AS reason
    ORDER BY e.recorded_at DESC, e.uid DESC
    LIMIT $most
    """,
)
CASES_OF_CI = Query(
    "identity.cases_of_ci",
    """
    OPTIONAL MATCH (l:DuplicateCase {left: $uid})
    WHERE l.status = 'open'
    WITH collect(properties(l)) AS lefts
    OPTIONAL MATCH (r:DuplicateCase {right: $uid})
    WHERE r.status = 'open'
    RETURN lefts, collect(properties(r)) AS rights
    """,
)
ALIASES_OF = Query(
    "identity.aliases_of",
    "MATCH (c:CI {merged_into: $uid}) RETURN collect(c.uid) AS uid",
)
OPEN_CASES = Query(
    "identity.open_cases",
    "MATCH (d:DuplicateCase {status: 'open'}) RETURN collect(properties(d)) AS properties",
)
CASES_AT = Query(
    "identity.cases_at",
    """
    MATCH (d:DuplicateCase)
    WHERE d.opened_at <= $at AND d.closed_at > $at
    RETURN collect(properties(d)) AS properties
    """,
)
CONTESTED = Query(
    "identity.contested",
    """
    UNWIND $marks AS mark
    MATCH (i:Identifier {contested: mark})
    RETURN collect(i.key) AS key, collect(coalesce(i.claimants, [])) AS claimants,
           collect(coalesce(i.contested_at, 0)) AS contested_at
    """,
)
PINNED = Query(
    "identity.pinned",
    """
    UNWIND $pins AS pin
    MATCH (i:Identifier {pin: pin})
    RETURN collect(i.key) AS key, collect(coalesce(i.claimants, [])) AS claimants, collect(i.pin) AS pin,
           collect(i.pinned_by) AS pinned_by, collect(i.pin_reason) AS reason, collect(i.pinned_at) AS pinned_at
    """,
)
LIFETIMES = Query(
    "identity.lifetimes",
    """
    UNWIND $sources AS source
    MATCH (s:Source {key: source})
    RETURN collect(s.key) AS source, collect(coalesce(s.first_observed_at, s.last_observed_at, 0)) AS first,
           collect(coalesce(s.last_observed_at, 0)) AS last
    """,
)
