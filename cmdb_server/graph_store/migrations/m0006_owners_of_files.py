"""Say of each file what it belongs to in one word, whatever that is: files were of records only."""

from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore

_PIECE = 1_000
_NAME_OWNERS = Query(
    "migrations.name_owners_of_files",
    """
    MATCH (f:RecordFile)
    WHERE f.owner_uid IS NULL
    WITH f LIMIT $piece
    SET f.owner_uid = f.record_uid
    RETURN count(f) AS changed
    """,
    reads_all="a step that runs once",
)


def migrate(store: GraphStore) -> None:
    """Rename in pieces; one that is named already is left out."""
    while store.write(lambda tx: tx.run(_NAME_OWNERS, piece=_PIECE)[0]["changed"]):
        pass
