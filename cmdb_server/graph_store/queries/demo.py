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
