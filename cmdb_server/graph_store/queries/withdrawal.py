"""Taking back what a source said: which observations, and what is kept of the source beside them."""

from cmdb_server.graph_store.query import Query

SOME_OF_SOURCE = Query(
    "withdrawal.some_of_source",
    """
    MATCH (o:Observation {source: $source})
    WHERE NOT o.ci_uid IN $kept
    WITH o LIMIT $limit
    RETURN collect(DISTINCT o.ref_key) AS ref_keys
    """,
)
REF_OF = Query(
    "withdrawal.ref_of",
    """
    MATCH (o:Observation {uid: $uid})
    RETURN o.ref_key AS ref_key
    """,
)
COUNT_OF_SOURCE = Query(
    "withdrawal.count_of_source",
    """
    MATCH (o:Observation {source: $source})
    RETURN count(o) AS observations
    """,
)
COUNT_BUT = Query(
    "withdrawal.count_but",
    """
    MATCH (o:Observation {source: $source})
    WHERE NOT o.ci_uid IN $kept
    RETURN count(o) AS observations
    """,
)
DELETE_OBSERVATIONS = Query(
    "withdrawal.delete_observations",
    """
    UNWIND $uids AS uid
    MATCH (o:Observation {uid: uid})
    DELETE o
    """,
)
SET_WITHDRAWING = Query(
    "withdrawal.set_withdrawing",
    """
    MATCH (s:Source {key: $source})
    SET s.withdrawn_by = $actor, s.withdrawn_because = $reason
    RETURN s.key AS key
    """,
)
FORGET_SECTIONS = Query(
    "withdrawal.forget_sections",
    """
    MATCH (x:SourceSection {source: $source})
    DELETE x
    """,
)
FORGET_EVIDENCE = Query(
    "withdrawal.forget_evidence",
    """
    MATCH (x:SourceSection {source: $source})
    MATCH (e:LinkEvidence {key: x.key})
    DELETE e
    """,
)
FORGET_TRACED_CALLS = Query(
    "withdrawal.forget_traced_calls",
    """
    MATCH (t:TracedCall {source: $source})
    DELETE t
    """,
)
FORGET_PARKED = Query(
    "withdrawal.forget_parked",
    """
    MATCH (p:ParkedItem {source: $source})
    WHERE p.status = 'parked'
    SET p.status = 'discarded', p.last_at = $at, p.discarded_by = $actor
    """,
)
FORGET_SOURCE = Query(
    "withdrawal.forget_source",
    """
    MATCH (s:Source {key: $source})
    DELETE s
    """,
)
SOURCES = Query(
    "withdrawal.sources",
    """
    MATCH (s:Source)
    WHERE s.key > ''
    RETURN collect(s.key) AS key, collect(coalesce(s.root_uid, '')) AS root_uid,
           collect(coalesce(s.last_contact_at, 0)) AS last_contact_at,
           collect(coalesce(s.last_observed_at, 0)) AS last_observed_at,
           collect(coalesce(s.network_scope, '')) AS network_scope,
           collect(coalesce(s.withdrawn_by, '')) AS withdrawn_by,
           collect(coalesce(s.withdrawn_because, '')) AS withdrawn_because
    """,
)
OBSERVATION_COUNTS = Query(
    "withdrawal.observation_counts",
    """
    UNWIND $sources AS source
    MATCH (o:Observation {source: source})
    RETURN source, count(o) AS observations, count(DISTINCT o.ci_uid) AS cis
    """,
)
EXPIRED = Query(
    "withdrawal.expired",
    """
    MATCH (o:Observation)
    WHERE o.expires_at > 0 AND o.expires_at <= $now
    WITH o WHERE o.is_absent = false
    WITH o LIMIT $limit
    RETURN collect(o.uid) AS uid, collect(o.ref_key) AS ref_key, collect(o.source) AS source
    """,
)
MARK_ABSENT = Query(
    "withdrawal.mark_absent",
    """
    UNWIND $uids AS uid
    MATCH (o:Observation {uid: uid})
    SET o.is_absent = true
    """,
)
