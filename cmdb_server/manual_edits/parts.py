"""What lies within a CI: what is retired and restored with it."""

from cmdb_server.graph_store.queries import manual_edits as queries
from cmdb_server.graph_store.store import GraphStore, Transaction


def parts_of(store: GraphStore, uid: str) -> list[str]:
    """The uids of what lies within a CI, at any depth."""

    def read(tx: Transaction) -> list[str]:
        found: list[str] = []
        level = [uid]
        while level:
            seen = {uid, *found}
            level = sorted(set(tx.run(queries.WITHIN, owners=level)[0]["uid"]) - seen)
            found += level
        return found

    return store.read(read)
