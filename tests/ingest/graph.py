"""What tests look at in the graph, by the names of things."""

from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.stored import OPEN

OPEN_RELATIONSHIPS = Query(
    "test.open_relationships",
    """
    MATCH (a:CI)-[r]->(b:CI)
    WHERE r.valid_to = $open
    RETURN a.name AS source, type(r) AS kind, b.name AS target
    """,
)
STATUSES = Query(
    "test.statuses",
    "MATCH (c:CI {ci_class: $ci_class}) RETURN c.name AS name, c.status AS status, c.uid AS uid ORDER BY c.uid",
)
PARKED = Query("test.parked", "MATCH (p:ParkedItem) RETURN p.uid AS uid")


def open_relationships(store: GraphStore) -> set[tuple[str, str, str]]:
    """The open relationships as (source name, type, target name)."""
    rows = store.read(lambda tx: tx.run(OPEN_RELATIONSHIPS, open=OPEN))
    return {(row["source"], row["kind"], row["target"]) for row in rows}


def statuses(store: GraphStore, ci_class: str) -> dict[str, str]:
    """The status of each CI of a class by name; a name that several have is numbered from the second on."""
    found: dict[str, str] = {}
    for row in store.read(lambda tx: tx.run(STATUSES, ci_class=ci_class)):
        name = row["name"]
        while name in found:
            name += "'"
        found[name] = row["status"]
    return found
