"""The CIs that a class pack is about."""

from cmdb_server.graph_store.query import Query

UIDS_OF_CLASSES = Query(
    "class_packs.uids",
    """
    MATCH (c:CI)
    WHERE c.ci_class IN $classes AND c.status <> 'merged'
    RETURN collect(c.uid) AS uids
    """,
)
CIS = Query(
    "class_packs.cis",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})
    RETURN collect(properties(c)) AS properties
    """,
)
CIS_OF_REFS = Query(
    "class_packs.cis_of_refs",
    """
    UNWIND $ref_keys AS ref_key
    MATCH (o:Observation {ref_key: ref_key})
    RETURN collect(o.ref_key) AS ref_key, collect(o.ci_uid) AS ci_uid
    """,
)
TAKEN_UP = Query("class_packs.taken_up", "MATCH (m:Meta {key: 'class_packs'}) RETURN m.value AS value")
NOTE_TAKEN_UP = Query("class_packs.note_taken_up", "MERGE (m:Meta {key: 'class_packs'}) SET m.value = $value")
