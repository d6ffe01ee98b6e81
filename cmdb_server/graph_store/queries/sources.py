"""What is kept of a source and its sections beside their facts."""

from cmdb_server.graph_store.query import Query

_RECORD_COLUMNS = """
           s.root_uid AS root_uid, s.root_ref AS root_ref, s.manifest AS source_manifest,
           s.pending_at AS pending_at, s.last_observed_at AS last_observed_at,
           coalesce(s.first_observed_at, 0) AS first_observed_at, coalesce(s.freshness, '') AS freshness,
           coalesce(s.seen_at, s.last_contact_at, 0) AS seen_at,
           coalesce(s.sight_at, s.last_observed_at, 0) AS sight_at,
           coalesce(s.last_contact_at, 0) AS last_contact_at, coalesce(s.failed_at, []) AS failed_at,
           collect(coalesce(x.key, '')) AS key,
           collect(coalesce(x.hash, '')) AS hash, collect(coalesce(x.observed_at, 0)) AS observed_at,
           collect(coalesce(x.horizons, '{}')) AS horizons,
           collect(coalesce(x.outcome, '')) AS outcome, collect(coalesce(x.manifest, '')) AS manifest
"""

SOURCE_RECORD = Query(
    "sources.source_record",
    """
    OPTIONAL MATCH (s:Source {key: $source})
    OPTIONAL MATCH (p:ParkedItem {source: $source})
    WHERE p.status = 'parked'
    WITH s, count(p) AS parked
    OPTIONAL MATCH (x:SourceSection {source: $source})
    RETURN parked,"""
    + _RECORD_COLUMNS,
)
SECTION_STATES = Query(
    "sources.section_states",
    """
    OPTIONAL MATCH (s:Source {key: $source})
    OPTIONAL MATCH (w:Observation {ci_uid: $waiting})
    WITH s, count(w) AS waiting
    OPTIONAL MATCH (p:ParkedItem {source: $source})
    WHERE p.status = 'parked'
    WITH s, waiting, count(p) AS parked, collect(p.uid) AS parked_uid, collect(p.section_key) AS parked_key
    UNWIND $layer_keys AS layer_key
    OPTIONAL MATCH (o:Observation {section_key: layer_key})
    WITH s, waiting, parked, parked_uid, parked_key,
         collect(o.uid) AS head_uid, collect(o.section_key) AS section_key, collect(o.ref) AS ref,
         collect(o.ci_uid) AS ci_uid, collect(o.ci_class) AS ci_class, collect(o.observed_at) AS head_at,
         collect(o.digest) AS digest, collect(o.is_absent) AS is_absent
    OPTIONAL MATCH (x:SourceSection {source: $source})
    RETURN head_uid, section_key, ref, ci_uid, ci_class, head_at, digest, is_absent,
           waiting, parked_uid, parked_key, parked, s IS NOT NULL AS is_known,"""
    + _RECORD_COLUMNS,
)
SAVE_SOURCE = Query(
    "sources.save_source",
    """
    MERGE (s:Source {key: $key})
    SET s += $properties
    """,
)
CONFIRM_SOURCE = Query(
    "sources.confirm_source",
    """
    MERGE (i:Identifier {key: $lock_key})
    SET i.lock = $token
    WITH i
    MATCH (s:Source {key: $key})
    WHERE s.manifest = $manifest AND s.last_observed_at <= $observed_at
      AND coalesce(s.freshness, '') = ''
    SET s.last_observed_at = $observed_at, s.confirmed_at = $observed_at, s.pending_at = $observed_at,
        s.last_contact_at = $now, s.seen_at = $now, s.sight_at = $observed_at,
        s.last_report_id = $report_id
    RETURN s.root_uid AS root_uid
    """,
)
SEE_AGAIN = Query(
    "sources.see_again",
    """
    UNWIND range(0, size($keys) - 1) AS i
    MATCH (o:Observation {section_key: $keys[i]})
    WHERE o.observed_at = $before[i]
    SET o.observed_at = $at
    """,
)
CONFIRM_SECTIONS = Query(
    "sources.confirm_sections",
    """
    MERGE (s:Source {key: $source})
    SET s += $properties
    WITH s
    UNWIND range(0, size($keys) - 1) AS i
    MATCH (x:SourceSection {key: $keys[i]})
    SET x.horizons = $horizons[i], x.observed_at = $observed_at[i], x.manifest = $manifest
    """,
)
