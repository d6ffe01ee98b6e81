"""How far the story of the demonstration estate was told."""

from cmdb_server.graph_store.query import Query

PROGRESS = Query(
    "demo.progress",
    """
    MATCH (m:Meta {key: 'demo_story'})
    RETURN m.at AS at, m.done AS done, m.numbers AS numbers, m.is_told AS is_told
    """,
)
SAVE_PROGRESS = Query(
    "demo.save_progress",
    """
    MERGE (m:Meta {key: 'demo_story'})
    SET m.at = $at, m.done = $done, m.numbers = $numbers, m.is_told = $is_told
    """,
)
WATCHED_LONG = Query(
    "demo.watched_long",
    """
    UNWIND $sources AS key
    MATCH (s:Source {key: key})
    MATCH (m:CI {uid: s.root_uid})
    MATCH (m)<-[r:RUNS_ON]-(p:CI)
    MATCH (m)-[h:HAS_INSTALLED]->(x:CI)
    SET r.valid_from = CASE WHEN r.valid_from > $since THEN $since ELSE r.valid_from END,
        h.valid_from = CASE WHEN h.valid_from > $since THEN $since ELSE h.valid_from END
    """,
)
