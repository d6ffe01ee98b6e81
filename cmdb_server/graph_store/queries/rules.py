"""The reconciliation rules: one node, read with the CIs that they are applied to."""

from cmdb_server.graph_store.query import Query

CIS_AND_RULES = Query(
    "rules.cis_and_rules",
    """
    OPTIONAL MATCH (b:RuleBook {key: $key})
    OPTIONAL MATCH (k:Clock {key: 'clock'})
    WITH b.rules AS rules, k.at AS clock
    UNWIND $uids AS uid
    OPTIONAL MATCH (c:CI {uid: uid})
    RETURN rules, clock, collect(c.uid) AS uid, collect(properties(c)) AS properties
    """,
)
RULE_BOOK = Query(
    "rules.rule_book",
    """
    MATCH (b:RuleBook {key: $key})
    RETURN properties(b) AS properties
    """,
)
SAVE_RULE_BOOK = Query(
    "rules.save_rule_book",
    """
    MERGE (b:RuleBook {key: $key})
    SET b += $properties
    """,
)
CONFIRMED = Query(
    "rules.confirmed",
    """
    UNWIND $sources AS source
    MATCH (s:Source {key: source})
    RETURN collect(s.key) AS key, collect(coalesce(s.confirmed_at, 0)) AS confirmed_at
    """,
)
CIS_OF_CLASSES = Query(
    "rules.cis_of_classes",
    """
    UNWIND $classes AS name
    MATCH (c:CI {ci_class: name})
    WHERE c.status <> 'merged'
    RETURN collect(c.uid) AS uid
    """,
)
SOURCES_BY_AGE = Query(
    "rules.sources_by_age",
    """
    MATCH (s:Source)
    WHERE s.key > ''
    RETURN collect(s.key) AS key, collect(coalesce(s.confirmed_at, 0)) AS confirmed_at,
           collect(coalesce(s.old_by_rules, '')) AS old_by_rules
    """,
)
CIS_OF_SOURCE = Query(
    "rules.cis_of_source",
    """
    MATCH (o:Observation {source: $source})
    RETURN collect(DISTINCT o.ci_uid) AS uid
    """,
)
NOTE_OLD = Query(
    "rules.note_old",
    """
    MATCH (s:Source {key: $source})
    SET s.old_by_rules = $old_by_rules
    """,
)
