"""Who waits for what: one node for each CI and each thing that it waits for, see `ingest/watching.py`."""

from cmdb_server.graph_store.query import Query

KNOWN_WATCHES = Query(
    "watching.known_watches",
    """
    UNWIND $uids AS uid
    MATCH (w:Watch {uid: uid})
    RETURN collect(w.uid) AS uid
    """,
)
SAVE_WATCHES = Query(
    "watching.save_watches",
    """
    UNWIND range(0, size($uids) - 1) AS i
    MERGE (w:Watch {uid: $uids[i]})
    SET w.key = $keys[i], w.spot = $spots[i], w.ci_uid = $ci_uids[i]
    """,
)
WATCHES_OF = Query(
    "watching.watches_of",
    """
    UNWIND $names AS name
    MATCH (w:Watch {key: name})
    RETURN collect(w.key) AS key, collect(w.spot) AS spot, collect(w.ci_uid) AS ci_uid
    """,
)
WATCHES_AT = Query(
    "watching.watches_at",
    """
    UNWIND $names AS name
    MATCH (w:Watch {spot: name})
    RETURN collect(w.key) AS key, collect(w.spot) AS spot, collect(w.ci_uid) AS ci_uid
    """,
)
DELETE_WATCHES = Query(
    "watching.delete_watches",
    """
    UNWIND $uids AS uid
    MATCH (w:Watch {uid: uid})
    DELETE w
    """,
)
# Endpoints themselves, those of programs, and those of the programs that serve databases.
PORTS_OF = Query(
    "watching.ports_of",
    """
    UNWIND $uids AS uid
    MATCH (c:CI {uid: uid})
    WHERE c.ci_class = 'endpoint' OR (c.ci_class IN ['software_instance', 'database'] AND $turned[c.uid] IS NOT NULL)
    OPTIONAL MATCH (o:CI {uid: c.owner_uid})
    WITH c, CASE WHEN c.ci_class = 'database' THEN o.uid ELSE c.uid END AS program
    OPTIONAL MATCH (p:CI {uid: program})<-[:PROVIDED_BY]-(e:CI)
    WITH collect(CASE WHEN c.ci_class = 'endpoint' THEN c.port ELSE null END) + collect(e.port) AS ports
    UNWIND ports AS port
    RETURN collect(DISTINCT port) AS port
    """,
)
