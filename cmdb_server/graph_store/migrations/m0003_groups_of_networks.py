"""Have every source send its redundancy groups once more: they are told apart by their network scope too.

What a source says stays as it is; only that it is known to the server is forgotten, so the next report of each source
is stored whole and its groups are named anew then.
"""

from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore

_PIECE = 1_000
# What an incomplete section tells is kept under its key with a ~ behind.
_FORGET_GROUPS = Query(
    "migrations.forget_groups",
    """
    MATCH (c:CI {ci_class: 'redundancy_group'})
    MATCH (o:Observation {ci_uid: c.uid})
    WHERE o.digest <> '' AND o.ci_class <> ''
    WITH o, CASE WHEN o.section_key ENDS WITH '~' THEN substring(o.section_key, 0, size(o.section_key) - 1)
                 ELSE o.section_key END AS section_key
    LIMIT $piece
    OPTIONAL MATCH (x:SourceSection {key: section_key})
    OPTIONAL MATCH (s:Source {key: o.source})
    SET o.digest = '', x.hash = '', s.manifest = ''
    RETURN count(o) AS changed
    """,
)


def migrate(store: GraphStore) -> None:
    """Forget in pieces what is known to be stored."""
    while store.write(lambda tx: tx.run(_FORGET_GROUPS, piece=_PIECE)[0]["changed"]):
        pass
