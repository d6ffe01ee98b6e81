"""Definitions of services as they are kept; of two people who change one the second is told."""

import secrets
from dataclasses import dataclass

import msgspec

from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.queries import service_mapping as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.service_mapping.definition import Definition

_DEFINITION = msgspec.json.Decoder(Definition)


@dataclass(frozen=True)
class Kept:
    """The definition of a service (uid), who changed it last and when (microseconds); `revision` rises each time."""

    service: str
    definition: Definition
    revision: int
    updated_at: int
    updated_by: str


class StaleDefinitionError(CmdbError):
    """Somebody else changed the definition meanwhile."""

    def __init__(self, revision: int, by: str) -> None:
        """412, saying who and what revision it has now."""
        message = f"the definition was changed by {by} meanwhile (revision {revision}); read it again"
        super().__init__(message, 412, "stale_definition")


def definitions(store: GraphStore) -> dict[str, Kept]:
    """The definitions of all services that have one."""
    rows = store.read(lambda tx: tx.run(queries.DEFINITIONS))
    return {row["uid"]: _kept(row) for entry in rows for row in entry["properties"]}


def withdrawn(store: GraphStore) -> list[str]:
    """The services that had a definition and have none now."""
    rows = store.read(lambda tx: tx.run(queries.REMOVED_DEFINITIONS))
    return sorted(uid for row in rows for uid in row["uid"])


def save(tx: Transaction, kept: Kept, expected: int | None) -> int:
    """Keep a definition as the next revision, which is the answer. Raises StaleDefinitionError.

    `expected` is the revision that was looked at, 0 where there was no definition, None for no check.
    """
    return _write(tx, kept, expected, "active")


def remove(tx: Transaction, kept: Kept, expected: int | None) -> int:
    """Forget a definition; the revision of that. Raises StaleDefinitionError."""
    return _write(tx, kept, expected, "removed")


def _write(tx: Transaction, kept: Kept, expected: int | None, status: str) -> int:
    (row,) = tx.run(queries.LOCK_DEFINITION, uid=kept.service, token=secrets.token_hex(4))
    before = row["properties"]
    revision = int(before.get("revision") or 0)
    shown = revision if before.get("status") == "active" else 0
    if expected not in (None, shown):
        raise StaleDefinitionError(shown, before.get("updated_by") or "somebody")
    properties = {
        "status": status,
        "body": msgspec.json.encode(kept.definition).decode(),
        "revision": revision + 1,
        "updated_at": kept.updated_at,
        "updated_by": kept.updated_by,
    }
    tx.run(queries.SAVE_DEFINITION, uid=kept.service, properties=properties)
    return revision + 1


def _kept(row: dict[str, object]) -> Kept:
    return Kept(
        str(row["uid"]),
        _DEFINITION.decode(str(row["body"])),
        int(str(row["revision"])),
        int(str(row["updated_at"])),
        str(row["updated_by"]),
    )
