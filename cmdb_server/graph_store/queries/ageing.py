"""Sources that have not been seen for long, and what age makes of their word."""

from cmdb_server.graph_store.query import Query

LISTENING = Query(
    "ageing.listening",
    """
    MERGE (m:Meta {key: 'listening'})
    WITH m, CASE WHEN coalesce(m.until, 0) < $before THEN $now ELSE coalesce(m.since, $now) END AS since
    SET m.since = since, m.until = $now
    RETURN since
    """,
)
LISTENING_SINCE = Query(
    "ageing.listening_since",
    """
    MATCH (m:Meta {key: 'listening'})
    RETURN coalesce(m.since, 0) AS since
    """,
)
_COLUMNS = """
    RETURN collect(s.key) AS key, collect(coalesce(s.root_uid, '')) AS root_uid,
           collect(coalesce(s.seen_at, s.last_contact_at, 0)) AS seen_at,
           collect(coalesce(s.sight_at, s.last_observed_at, 0)) AS sight_at,
           collect(coalesce(s.last_contact_at, 0)) AS last_contact_at,
           collect(coalesce(s.failed_at, [])) AS failed_at, collect(coalesce(s.freshness, '')) AS freshness,
           collect(coalesce(s.freshness_at, 0)) AS freshness_at, collect(coalesce(s.is_marking, false)) AS is_marking
"""
SILENT = Query(
    "ageing.silent",
    """
    MATCH (s:Source)
    WHERE s.key > '' AND (coalesce(s.seen_at, s.last_contact_at, 0) < $before OR coalesce(s.freshness, '') <> ''
        OR size(coalesce(s.failed_at, [])) > 0)
    """
    + _COLUMNS,
)
SOURCES = Query(
    "ageing.sources",
    """
    UNWIND $keys AS key
    MATCH (s:Source {key: key})
    """
    + _COLUMNS,
)
ROOTS = Query(
    "ageing.roots",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})
    RETURN collect(c.uid) AS uid, collect(coalesce(c.name, '')) AS name, collect(c.ci_class) AS ci_class
    """,
)
SECTIONS = Query(
    "ageing.sections",
    """
    UNWIND $sources AS source
    MATCH (x:SourceSection {source: source})
    RETURN collect(x.key) AS key
    """,
)
UNMARKED = Query(
    "ageing.unmarked",
    """
    UNWIND $section_keys AS section_key
    MATCH (o:Observation {section_key: section_key})
    WHERE coalesce(o.freshness, '') <> $freshness
    WITH o
    LIMIT $limit
    RETURN collect(o.uid) AS uid, collect(o.ci_uid) AS ci_uid,
           collect(DISTINCT coalesce(o.freshness, '')) AS freshness
    """,
)
MARK = Query(
    "ageing.mark",
    """
    UNWIND $uids AS uid
    MATCH (o:Observation {uid: uid})
    SET o.freshness = $freshness
    """,
)
RULES = Query(
    "ageing.rules",
    """
    MATCH (m:Meta {key: 'ageing_rules'})
    RETURN m.rules AS rules
    """,
)
SAVE_RULES = Query(
    "ageing.save_rules",
    """
    MERGE (m:Meta {key: 'ageing_rules'})
    SET m.rules = $rules
    """,
)
