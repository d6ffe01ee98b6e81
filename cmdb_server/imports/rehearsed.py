"""What a rehearsal left in its transaction before it was undone, and its changes as people read them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from cmdb_server.imports.batch_values import RowChange
from cmdb_server.imports.row_items import RowProblem
from cmdb_server.ingest.items import Claim
from graph_schema.registry import RESERVED_ATTRIBUTES

CREATED = "created"
_BOOKKEEPING = RESERVED_ATTRIBUTES - {"ci_class"}
_MAX_VALUE = 500


class Lead(NamedTuple):
    """A relationship that a CI of the chunk has on the chunk's word: its type and the CI it leads to."""

    type: str
    target: str


@dataclass
class Seen:
    """The CI of each ref, what changed on each CI, what each is now, where each leads; what was refused, by ref."""

    uids: Mapping[str, str]
    kinds: dict[str, str] = field(default_factory=dict[str, str])
    changes: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict[str, list[Mapping[str, Any]]])
    cis: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])
    leads: dict[str, list[Lead]] = field(default_factory=dict[str, list[Lead]])
    waiting: dict[str, list[Claim]] = field(default_factory=dict[str, list[Claim]])
    refused: dict[str, list[RowProblem]] = field(default_factory=dict[str, list[RowProblem]])

    def is_new(self, uid: str) -> bool:
        """Whether the chunk makes this CI."""
        return self.kinds.get(uid) == CREATED

    def others(self) -> set[str]:
        """The CIs at the other ends of relationships that changed."""
        return {str(noted["other"]) for changes in self.changes.values() for noted in changes if "other" in noted}

    def changes_of(self, uid: str) -> list[RowChange]:
        """What changed on a CI, without bookkeeping."""
        return [change for noted in self.changes.get(uid, ()) if (change := _change(noted, self.cis))]


def _change(noted: Mapping[str, Any], cis: Mapping[str, Mapping[str, Any]]) -> RowChange | None:
    if "attribute" in noted:
        old, new = _text(noted.get("old")), _text(noted.get("new"))
        return (
            None if old == new or noted["attribute"] in _BOOKKEEPING else RowChange(str(noted["attribute"]), old, new)
        )
    other = str(noted.get("other", ""))
    named = str(cis.get(other, {}).get("name", other))
    if noted.get("change") != "changed":
        is_closed = noted.get("change") == "closed"
        return RowChange(str(noted["relationship"]), named if is_closed else None, None if is_closed else named)
    facts = (_text(noted.get("old")), _text(noted.get("new")))
    return RowChange(f"{noted['relationship']} {named}", *facts) if facts[0] != facts[1] else None


def _text(value: object) -> str | None:
    if value is None:
        return None
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text[:_MAX_VALUE]
