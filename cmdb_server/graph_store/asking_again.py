"""Have every source send its devices once more, as a migration does where they are told apart by more identifiers.

What a source says stays as it is; only that it is known to the server is forgotten, so the next report of each source
is stored whole and the new identifiers are noted then.
"""

from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore

_PIECE, _ONCE = 1_000, "a step that runs once"
_FORGET_REPORTS = Query(
    "migrations.forget_reports",
    """
    MATCH (s:Source)
    WHERE s.manifest <> ''
    WITH s LIMIT $piece
    SET s.manifest = ''
    RETURN count(s) AS changed
    """,
    reads_all=_ONCE,
)
_FORGET_SECTIONS = Query(
    "migrations.forget_sections",
    """
    MATCH (x:SourceSection)
    WHERE x.hash <> ''
    WITH x LIMIT $piece
    SET x.hash = ''
    RETURN count(x) AS changed
    """,
    reads_all=_ONCE,
)
_FORGET_DEVICES = Query(
    "migrations.forget_devices",
    """
    MATCH (c:CI)
    WHERE c.owner_uid = ''
    MATCH (o:Observation {ci_uid: c.uid})
    WHERE o.ci_class <> '' AND o.digest <> ''
    WITH o LIMIT $piece
    SET o.digest = ''
    RETURN count(o) AS changed
    """,
)


def ask_for_devices(store: GraphStore) -> None:
    """Forget in pieces what is known to be stored."""
    for query in (_FORGET_DEVICES, _FORGET_SECTIONS, _FORGET_REPORTS):
        while store.write(lambda tx, query=query: tx.run(query, piece=_PIECE)[0]["changed"]):
            pass
