"""Of which class a CI was when: the events that made it of another one."""

from dataclasses import dataclass
from typing import Any

import msgspec

from cmdb_server.data_source_names import SourceName, source_name
from cmdb_server.graph_store.queries import identity as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.timestamps import rfc3339

_CI_CLASS = "ci_class"
_MOST = 50
_CHANGES = msgspec.json.Decoder(list[dict[str, Any]])


@dataclass(frozen=True)
class ClassChange:
    """That a CI became of another class; `old` is null when it was first known. `actor` and `reason` of a person."""

    at: str
    old: str | None
    new: str | None
    source: SourceName | None
    actor: str | None
    reason: str | None


def read_classes(tx: Transaction, uid: str) -> list[ClassChange]:
    """When a CI became of which class, the newest first; of very many changes the newest 50."""
    return [
        ClassChange(
            rfc3339(row["at"]),
            change.get("old"),
            change.get("new"),
            source_name(row["source"]) if row["source"] else None,
            row["actor"] or None,
            row["reason"] or None,
        )
        for row in tx.run(queries.CLASS_EVENTS, uid=uid, most=_MOST)
        for change in _CHANGES.decode(row["changes"])
        if change.get("attribute") == _CI_CLASS
    ]
