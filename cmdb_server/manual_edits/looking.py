"""What edits look at in the graph, locked where they decide by it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec

from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.queries import manual_edits as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.items import Claim
from cmdb_server.ingest.reconciliation import RETIRED, STATUS
from graph_schema import Registry
from graph_schema.relationships import DEPENDS_ON

_CHANGES = msgspec.json.Decoder(list[dict[str, Any]])


class NoSuchCIError(CmdbError):
    """What somebody wants to edit is not there."""

    def __init__(self, uid: str) -> None:
        """404, naming the uid."""
        super().__init__(f"there is no configuration item {uid[:100]!r}; it may have been removed", 404, "not_found")


def read_ci(store: GraphStore, registry: Registry, uid: str) -> Mapping[str, Any]:
    """The CI of a uid, or the one that took its place. Raises NoSuchCIError."""

    def read(tx: Transaction) -> Mapping[str, Any] | None:
        current = stored.read_current(tx, [uid]).get(uid, uid)
        return stored.read_cis(tx, [current]).get(current)

    found = store.read(read)
    if found is None or found.get("ci_class") not in registry.classes:
        raise NoSuchCIError(uid)
    return found


def read_since(
    tx: Transaction, uid: str, revision: int | None, within: Collection[str] = ()
) -> tuple[Mapping[str, Any], list[dict[str, Any]]]:
    """A CI, locked with what lies within it, and its events since the editor looked, newest first."""
    stored.lock_cis(tx, [uid, *within])
    current = stored.read_cis(tx, [uid]).get(uid)
    if current is None or current.get("merged_into"):
        raise NoSuchCIError(uid)
    behind = 0 if revision is None else int(current.get("revision") or 1) - revision
    rows = tx.run(queries.NEWEST_EVENTS, uid=uid, count=behind) if behind > 0 else []
    return current, [{**row, "changes": _CHANGES.decode(row["changes"])} for row in rows]


def instead(group: str, members: Sequence[str], need: str) -> tuple[Claim, ...]:
    """That a CI needs a group and none of its members by itself; `need` is the relationship by which it would."""
    gone = (Claim(need, uid, {STATUS: RETIRED}) for uid in members)
    return (Claim(DEPENDS_ON.name, group, {"strength": "hard"}), *gone)
