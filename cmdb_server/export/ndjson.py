"""The export with uids and times, streamed: memory does not grow with the graph."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import msgspec

from cmdb_server.export.current import CurrentCI, CurrentRelationship, SelectedFacts
from cmdb_server.export.past import facts_at
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.timestamps import rfc3339
from graph_schema import Registry

_TIMES = ("first_seen_at", "last_seen_at", "valid_from")
_KEPT = ("uid", "sources", "sightings", "confidence", "is_manual")


def export(
    store: GraphStore, registry: Registry, at: int | None = None, *, only: Collection[str] | None = None
) -> Iterator[bytes]:
    """The lines of the export, each with its line feed; with `at` (microseconds) of the facts of then.

    With `only` (uids) of these CIs and the relationships between them.
    """
    facts = facts_at(store, registry, at)
    if only is not None:
        facts = SelectedFacts(facts, frozenset(only))
    pieces = facts.windows()
    hidden: set[str] = set()
    for window in pieces:
        for ci in facts.cis(window):
            if isinstance(ci, str):
                hidden.add(ci)
            else:
                yield line(_ci(ci))
    contacts = facts.contacts()
    for window in pieces:
        for relationship in facts.relationships(window):
            if relationship.source not in hidden and relationship.target not in hidden:
                yield line(_relationship(relationship, registry, contacts))


def line(value: object) -> bytes:
    """One JSON object as a line."""
    return msgspec.json.encode(value) + b"\n"


def _ci(ci: CurrentCI) -> dict[str, Any]:
    return {
        "kind": "ci",
        "uid": ci.uid,
        "ci_class": ci.ci_class,
        "name": ci.name,
        "attributes": ci.attributes,
        "identifiers": ci.identifiers,
        "status": ci.status,
    }


def _relationship(relationship: CurrentRelationship, registry: Registry, contacts: Mapping[str, int]) -> dict[str, Any]:
    return {
        "kind": "relationship",
        "type": relationship.type,
        "source": relationship.source,
        "target": relationship.target,
        "attributes": _attributes(relationship, registry, contacts),
    }


def _attributes(relationship: CurrentRelationship, registry: Registry, contacts: Mapping[str, int]) -> dict[str, Any]:
    stored = relationship.properties
    spec = registry.relationship_types.get(relationship.type)
    names = {*_KEPT, *(spec.attributes if spec else ())}
    times = {name: stored[name] for name in _TIMES if stored.get(name)}
    seen = [contacts.get(key, 0) for key in stored.get("sources") or ()]
    times["last_seen_at"] = max(times.get("last_seen_at", 0), *seen, 0)
    known = {name: stored[name] for name in names if stored.get(name) is not None}
    return dict(sorted({**known, **{name: rfc3339(at) for name, at in times.items() if at}}.items()))
