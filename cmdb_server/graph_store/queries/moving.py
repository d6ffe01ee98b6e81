"""Moving what a source says of a CI to another one, when identification finds it to be that of another."""

from cmdb_server.graph_store.query import Query

MOVE_UNITS = Query(
    "moving.move_units",
    """
    UNWIND range(0, size($ref_keys) - 1) AS i
    MATCH (o:Observation {ref_key: $ref_keys[i]})
    SET o.ci_uid = $uids[i], o.former_uid = $former[i]
    """,
)
MOVE_EDITS = Query(
    "moving.move_edits",
    """
    UNWIND range(0, size($old) - 1) AS i
    MATCH (o:Observation {ci_uid: $old[i]})
    SET o.ci_uid = $new[i]
    """,
)
MOVE_ROOTS = Query(
    "moving.move_roots",
    """
    UNWIND range(0, size($sources) - 1) AS i
    MATCH (s:Source {key: $sources[i]})
    WHERE s.root_ref = $refs[i]
    SET s.root_uid = $uids[i]
    """,
)
REFS_WITHIN = Query(
    "moving.refs_within",
    """
    UNWIND $owner_keys AS owner_key
    MATCH (o:Observation {owner_key: owner_key})
    RETURN collect(DISTINCT o.ref_key) AS ref_keys
    """,
)
OBSERVED = Query(
    "moving.observed",
    """
    UNWIND $uids AS uid
    MATCH (o:Observation {ci_uid: uid})
    WHERE o.ci_class <> ''
    RETURN collect(DISTINCT uid) AS uid
    """,
)
INCOMING_SOURCES = Query(
    "moving.incoming_sources",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})<-[r]-(s:CI)
    WHERE r.valid_to = $open
    RETURN collect(DISTINCT s.uid) AS uid
    """,
)
CLOSE_OUTGOING = Query(
    "moving.close_outgoing",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})-[r]->(t:CI)
    WHERE r.valid_to = $open
    SET r.valid_to = $at
    RETURN collect(c.uid) AS source, collect(type(r)) AS type, collect(t.uid) AS target, collect(r.uid) AS uid,
           collect(r.valid_from) AS valid_from
    """,
)
MAKE_ALIASES = Query(
    "moving.make_aliases",
    """
    UNWIND range(0, size($old) - 1) AS i
    MATCH (c:CI {uid: $old[i]})
    SET c.status = 'merged', c.merged_into = $new[i],
        c.identifiers_before = coalesce(c.identifiers, []), c.identifiers = [], c.held_addresses = [],
        c.updated_at = $at
    """,
)
