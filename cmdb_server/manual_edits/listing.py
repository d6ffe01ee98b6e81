"""The edits of a CI: who said what, why, and whether it still counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from cmdb_server.graph_store.queries import manual_edits as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest import stored
from cmdb_server.ingest.keys import names_ci
from graph_schema.data_sources import MANUAL
from graph_schema.declare import AttributeValue


@dataclass(frozen=True)
class EditedRelationship:
    """What an edit says of a relationship; `status` is active, retired or released."""

    type: str
    target: str
    status: str
    attributes: Mapping[str, AttributeValue]


@dataclass(frozen=True)
class StoredEdit:
    """One edit of a CI; times in microseconds, `expires_at` 0 for never. One that expired counts no longer.

    `is_creation`: it made the CI.
    """

    uid: str
    source: str
    actor: str
    reason: str
    at: int
    expires_at: int
    is_expired: bool
    is_creation: bool
    attributes: Mapping[str, AttributeValue | None]
    released: Sequence[str]
    relationships: Sequence[EditedRelationship]


_PAYLOAD = msgspec.json.Decoder(stored.AddingPayload)


def read_edits(store: GraphStore, uid: str) -> list[StoredEdit]:
    """The edits of a CI, the newest first."""
    rows = store.read(lambda tx: tx.run(queries.EDITS, uid=uid, prefix=f"{MANUAL.name}:"))
    return [_edit(row) for row in rows]


def _edit(row: Mapping[str, Any]) -> StoredEdit:
    payload = _PAYLOAD.decode(row["payload"])
    return StoredEdit(
        row["uid"],
        row["source"],
        row["actor"] or "",
        row["reason"] or "",
        row["at"],
        row["expires_at"] or 0,
        bool(row["is_absent"]),
        not names_ci(row["source"], row["ref"]),
        payload.attributes,
        payload.released,
        [_relationship(claim.type, claim.target, claim.attributes) for claim in stored.decode_claims(row["claims"])],
    )


def _relationship(kind: str, target: object, attributes: Mapping[str, AttributeValue]) -> EditedRelationship:
    facts = {name: value for name, value in attributes.items() if name != "status"}
    return EditedRelationship(kind, str(target), str(attributes.get("status", "active")), facts)
