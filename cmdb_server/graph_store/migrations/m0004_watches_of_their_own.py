"""Give each CI that waits for an identifier a node of its own, instead of a place in a list of the identifier.

At which port it waits is not known from the list: it waits for the whole key until it is brought in line again.
"""

from cmdb_server.graph_store.queries.watching import SAVE_WATCHES
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore

_PIECE, _ROWS = 200, 2_000
_SOME = Query(
    "migrations.some_watched",
    """
    MATCH (i:Identifier)
    WHERE size(i.watchers) > 0
    WITH i LIMIT $piece
    RETURN collect(i.key) AS key, collect(i.watchers) AS watchers
    """,
    reads_all="a step that runs once",
)
_FORGET = Query("migrations.forget_watchers", "UNWIND $keys AS key MATCH (i:Identifier {key: key}) SET i.watchers = []")


def migrate(store: GraphStore) -> None:
    """Move the lists in pieces; one that is moved twice is moved once."""
    while _move_some(store):
        pass


def _move_some(store: GraphStore) -> bool:
    row = store.read(lambda tx: tx.run(_SOME, piece=_PIECE)[0])
    watches = [(key, uid) for key, uids in zip(row["key"], row["watchers"], strict=True) for uid in uids]
    for start in range(0, len(watches), _ROWS):
        _save(store, watches[start : start + _ROWS])
    if row["key"]:
        store.write(lambda tx: tx.run(_FORGET, keys=row["key"]))
    return bool(row["key"])


def _save(store: GraphStore, watches: list[tuple[str, str]]) -> None:
    keys = [key for key, _ in watches]
    uids = [f"{key}|{ci_uid}" for key, ci_uid in watches]
    ci_uids = [ci_uid for _, ci_uid in watches]
    store.write(lambda tx: tx.run(SAVE_WATCHES, uids=uids, keys=keys, spots=keys, ci_uids=ci_uids))
