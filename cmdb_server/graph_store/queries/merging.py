"""Moving everything that one CI has to another, when two turned out to be one."""

from cmdb_server.graph_store.query import Query

INCOMING_SOURCES = Query(
    "merging.incoming_sources",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})<-[r]-(s:CI)
    WHERE r.valid_to = $open
    RETURN collect(DISTINCT s.uid) AS uid
    """,
)
MOVE_OBSERVATIONS = Query(
    "merging.move_observations",
    """
    UNWIND range(0, size($old) - 1) AS i
    MATCH (o:Observation {ci_uid: $old[i]})
    SET o.ci_uid = $new[i]
    """,
)
MOVE_SOURCES = Query(
    "merging.move_sources",
    """
    UNWIND range(0, size($old) - 1) AS i
    MATCH (s:Source {root_uid: $old[i]})
    SET s.root_uid = $new[i]
    """,
)
CLOSE_OUTGOING = Query(
    "merging.close_outgoing",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})-[r]->(t:CI)
    WHERE r.valid_to = $open
    SET r.valid_to = $at
    """,
)
MAKE_ALIASES = Query(
    "merging.make_aliases",
    """
    UNWIND range(0, size($old) - 1) AS i
    MATCH (c:CI {uid: $old[i]})
    SET c.status = 'merged', c.merged_into = $new[i], c.updated_at = $at
    """,
)
MOVE_DEPENDENTS = Query(
    "merging.move_dependents",
    """
    UNWIND range(0, size($uids) - 1) AS i
    MATCH (c:CI {uid: $uids[i]})
    SET c.owner_uid = $owners[i], c.root_uid = $root
    """,
)
IDENTIFIERS_OF = Query(
    "merging.identifiers_of",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})
    UNWIND (coalesce(c.identifiers, []) + coalesce(c.held_addresses, [])) AS key
    MATCH (i:Identifier {key: key})
    RETURN i.key AS key, i.claimants AS claimants, i.watchers AS watchers
    """,
)
