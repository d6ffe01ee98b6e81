"""The questions about one CI."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from cmdb_server.ci_detail import relationships
from cmdb_server.ci_detail.answers import (
    CICounts,
    CIDetail,
    CIRef,
    CIRefStatus,
    ClassStep,
    ConnectionPage,
    EventPage,
    RelationshipPage,
    SoftwarePage,
    StatusChange,
)
from cmdb_server.ci_detail.attributes import attributes_of, statements_of
from cmdb_server.ci_detail.connections import read_connections, read_rows
from cmdb_server.ci_detail.history import count_events, read_history
from cmdb_server.ci_detail.references import last_seen, read_contacts, read_references, time_text
from cmdb_server.ci_detail.seen_by import Seen, read_seen_by
from cmdb_server.ci_detail.software import read_software
from cmdb_server.data_source_names import source_name
from cmdb_server.graph_store.queries import ci_detail as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.timestamps import OPEN, rfc3339
from graph_schema import CIClassSpec, Registry

_THERE = frozenset(("active", "stale"))
_EXPLAINED = frozenset(("stale", "retired"))


class CIDetails:
    """Answers what is known of one CI; every question answers None when there is no CI of that uid."""

    def __init__(self, store: GraphStore, registry: Registry) -> None:
        """Reads the graph anew for each question."""
        self._store = store
        self._registry = registry

    def ci(self, uid: str) -> CIDetail | None:
        """The CI itself."""

        def read(tx: Transaction) -> CIDetail | None:
            stored = _stored(tx, uid)
            return None if stored is None else self._detail(tx, stored)

        return self._store.read(read)

    def references(self, uids: Collection[str]) -> Mapping[str, CIRefStatus]:
        """These CIs in brief, by uid; those that are not there are left out."""
        return self._store.read(lambda tx: read_references(tx, uids)).cis

    def relationships(
        self, uid: str, direction: str, types: Sequence[str], window: tuple[int, int]
    ) -> RelationshipPage | None:
        """One page (offset, limit) of its open relationships; `direction` is out, in or both."""
        offset, limit = window

        def read(tx: Transaction) -> RelationshipPage | None:
            if _stored(tx, uid) is None:
                return None
            bonds = relationships.read_bonds(tx, uid, direction, types)
            return relationships.read_page(tx, self._registry, uid, bonds[offset : offset + limit], len(bonds))

        return self._store.read(read)

    def software(self, uid: str, q: str, window: tuple[int, int]) -> SoftwarePage | None:
        """One page (offset, limit) of what is installed on it."""
        return self._store.read(lambda tx: read_software(tx, uid, q, window) if _stored(tx, uid) else None)

    def connections(self, uid: str, window: tuple[int, int]) -> ConnectionPage | None:
        """One page (offset, limit) of its observed connections."""
        return self._store.read(lambda tx: read_connections(tx, uid, window) if _stored(tx, uid) else None)

    def history(self, uid: str, cursor: str, limit: int) -> EventPage | None:
        """What happened to it before a cursor. Raises BadCursorError."""
        return self._store.read(lambda tx: read_history(tx, uid, cursor, limit) if _stored(tx, uid) else None)

    def seen_by(self, uid: str) -> list[Seen] | None:
        """How each source that ever spoke of it sees it now."""
        return self._store.read(lambda tx: read_seen_by(tx, uid) if _stored(tx, uid) else None)

    def _detail(self, tx: Transaction, stored: Mapping[str, Any]) -> CIDetail | None:
        uid, spec = stored["uid"], self._registry.classes.get(stored["ci_class"])
        if spec is None:
            return None
        sources = list(stored.get("sources") or ())
        owner, root = stored.get("owner_uid") or "", stored.get("root_uid") or ""
        named = read_references(tx, {other for other in (owner, root) if other not in ("", uid)})
        contacts = read_contacts(tx, sources)
        seen_at = last_seen(0, sources, contacts) if stored["status"] in _THERE else 0
        return CIDetail(
            uid,
            stored.get("name") or "",
            spec.name,
            spec.label,
            class_path(self._registry, spec),
            stored["status"],
            stored.get("revision") or 1,
            rfc3339(stored["created_at"]),
            rfc3339(stored["updated_at"]),
            time_text(max(seen_at, stored["updated_at"] if stored["status"] == "active" else 0)),
            list(stored.get("identifiers") or ()),
            [source_name(key) for key in sources],
            other_than(named.ci(owner), uid),
            other_than(named.ci(root), uid),
            attributes_of(spec, stored, statements_of(tx.run(queries.SAID, uid=uid))),
            _counts(tx, uid),
            stored.get("merged_into") or None,
            status_change=_status_change(tx, uid, stored["status"]),
        )


def _stored(tx: Transaction, uid: str) -> Mapping[str, Any] | None:
    rows = tx.run(queries.CI, uid=uid)
    return rows[0]["properties"] if rows else None


def other_than(found: CIRef | None, uid: str) -> CIRef | None:
    """A CI that another one refers to, None for itself."""
    return None if found is None or found.uid == uid else found


def class_path(registry: Registry, spec: CIClassSpec) -> list[ClassStep]:
    """A class and those above it, the most general first."""
    names = (*reversed(spec.parents), spec.name)
    return [ClassStep(name, registry.ci_class(name).label) for name in names]


def _status_change(tx: Transaction, uid: str, status: str) -> StatusChange | None:
    rows = tx.run(queries.LAST_STATUS, uid=uid, kind=status) if status in _EXPLAINED else []
    if not rows:
        return None
    [row] = rows
    source = source_name(row["source"]) if row["source"] else None
    return StatusChange(rfc3339(row["at"]), source, row["section"] or None, row["actor"] or None, row["reason"] or None)


def _counts(tx: Transaction, uid: str) -> CICounts:
    return CICounts(
        relationships=len(relationships.read_bonds(tx, uid, relationships.BOTH, ())),
        software=len(tx.run(queries.SOFTWARE, uid=uid, open=OPEN)[0]["uid"]),
        connections=len(read_rows(tx, uid)),
        history=count_events(tx, uid),
        parts=len(tx.run(queries.PARTS, uid=uid)[0]["uid"]),
    )
