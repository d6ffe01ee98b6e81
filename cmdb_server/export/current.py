"""The current facts of a graph: what of it an export shows, as it is now or as it was (past.py)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from cmdb_server.graph_store.queries import export as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.timestamps import OPEN
from graph_schema import Registry
from graph_schema.declare import AttributeValue

WINDOW = 1_000
_MERGED = "merged"
_RETIRED = "retired"


class CurrentCI(NamedTuple):
    """A CI as it is now."""

    uid: str
    ci_class: str
    name: str
    status: str
    owner_uid: str
    attributes: dict[str, AttributeValue]
    identifiers: list[str]
    sources: list[str]


class CurrentRelationship(NamedTuple):
    """A relationship that is open; `properties` are as stored."""

    type: str
    source: str
    target: str
    properties: Mapping[str, Any]


class Facts(Protocol):
    """What an export is made of; read window by window."""

    def windows(self) -> list[tuple[str, str]]:
        """The first and last uid of each piece in which the graph is read."""
        ...

    def cis(self, window: tuple[str, str]) -> Iterable[CurrentCI | str]:
        """The CIs of a window; of one that is no current fact only the uid."""
        ...

    def relationships(self, window: tuple[str, str]) -> list[CurrentRelationship]:
        """The open relationships that leave the CIs of a window."""
        ...

    def contacts(self) -> dict[str, int]:
        """When each source last made contact, in microseconds; nothing where that is not known."""
        ...


@dataclass(frozen=True)
class CurrentFacts:
    """The facts of now."""

    store: GraphStore
    registry: Registry

    def windows(self) -> list[tuple[str, str]]:
        """See Facts."""
        return windows(self.store)

    def cis(self, window: tuple[str, str]) -> Iterator[CurrentCI | str]:
        """See Facts."""
        return read_cis(self.store, window, self.registry)

    def relationships(self, window: tuple[str, str]) -> list[CurrentRelationship]:
        """See Facts."""
        return read_relationships(self.store, window)

    def contacts(self) -> dict[str, int]:
        """See Facts."""
        return read_contacts(self.store)


@dataclass(frozen=True)
class SelectedFacts:
    """The facts about some CIs: they themselves and the relationships between them."""

    whole: Facts
    uids: frozenset[str]

    def windows(self) -> list[tuple[str, str]]:
        """See Facts."""
        return windows_of(self.uids)

    def cis(self, window: tuple[str, str]) -> Iterator[CurrentCI | str]:
        """See Facts."""
        for ci in self.whole.cis(window):
            if isinstance(ci, str) or ci.uid in self.uids:
                yield ci

    def relationships(self, window: tuple[str, str]) -> list[CurrentRelationship]:
        """See Facts."""
        found = self.whole.relationships(window)
        return [entry for entry in found if entry.source in self.uids and entry.target in self.uids]

    def contacts(self) -> dict[str, int]:
        """See Facts."""
        return self.whole.contacts()


def windows(store: GraphStore) -> list[tuple[str, str]]:
    """The first and last uid of each piece in which the graph is read."""
    return windows_of(store.read(lambda tx: tx.run(queries.UIDS)[0]["uids"]))


def windows_of(wanted: Iterable[str]) -> list[tuple[str, str]]:
    """The first and last uid of each piece in which these CIs are read."""
    uids = sorted(wanted)
    return [(uids[start], uids[min(start + WINDOW, len(uids)) - 1]) for start in range(0, len(uids), WINDOW)]


def read_cis(store: GraphStore, window: tuple[str, str], registry: Registry) -> Iterator[CurrentCI | str]:
    """The CIs of a window; of one that is no current fact only the uid."""
    low, high = window
    found = store.read(lambda tx: tx.run(queries.CIS, low=low, high=high)[0]["properties"])
    for properties in sorted(found, key=lambda entry: entry["uid"]):
        yield current(properties, registry)


def read_relationships(store: GraphStore, window: tuple[str, str]) -> list[CurrentRelationship]:
    """The open relationships that leave the CIs of a window."""
    low, high = window

    def read(tx: Transaction) -> list[CurrentRelationship]:
        row = tx.run(queries.RELATIONSHIPS, low=low, high=high, open=OPEN)[0]
        columns = zip(row["type"], row["source"], row["target"], row["properties"], strict=True)
        return [CurrentRelationship(*entry) for entry in columns]

    return sorted(store.read(read), key=lambda entry: (entry.source, entry.type, entry.target, entry.properties["uid"]))


def read_contacts(store: GraphStore) -> dict[str, int]:
    """When each source last made contact, in microseconds."""
    row = store.read(lambda tx: tx.run(queries.CONTACTS)[0])
    return dict(zip(row["key"], row["last_contact_at"], strict=True))


def declared_attributes(properties: Mapping[str, Any], declared: Mapping[str, Any]) -> dict[str, AttributeValue]:
    """The declared attributes among stored properties, sorted by name."""
    return {name: properties[name] for name in sorted(declared) if properties.get(name) is not None}


def current(properties: Mapping[str, Any], registry: Registry) -> CurrentCI | str:
    """A CI out of its properties; of one that is no current fact only the uid."""
    spec = registry.classes.get(properties.get("ci_class", ""))
    status = properties.get("status", "")
    if spec is None or status == _MERGED or (spec.is_value and status == _RETIRED):
        return str(properties["uid"])
    attributes = declared_attributes(properties, spec.attributes)
    attributes.pop("name", None)
    return CurrentCI(
        properties["uid"],
        spec.name,
        str(properties.get("name") or ""),
        status,
        properties.get("owner_uid") or "",
        attributes,
        sorted(properties.get("identifiers") or ()),
        sorted(properties.get("sources") or ()),
    )
