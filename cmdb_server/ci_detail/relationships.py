"""The open relationships of a CI."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cmdb_server.ci_detail.answers import CIRefStatus, CIRelationship, RelationshipPage
from cmdb_server.ci_detail.references import References, last_seen, read_contacts, read_references, time_text
from cmdb_server.data_source_names import source_name
from cmdb_server.graph_store.queries import ci_detail as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.timestamps import OPEN
from graph_schema import Registry

OUT, IN, BOTH = "out", "in", "both"
SOFTWARE_TYPE = "HAS_INSTALLED"


class Bond(NamedTuple):
    """A relationship without its attributes; `direction` as seen from the CI that was asked about."""

    type: str
    direction: str
    name: str
    other: str
    uid: str


def read_bonds(tx: Transaction, uid: str, direction: str, types: Sequence[str]) -> list[Bond]:
    """The relationships of a CI, sorted; without `types` all but what it has installed, which has a page of its own."""
    found = [bond for way in (OUT, IN) if direction in (way, BOTH) for bond in _bonds(tx, uid, way)]
    return shown_of(found, types)


def shown_of(bonds: Iterable[Bond], types: Sequence[str]) -> list[Bond]:
    """Those of the given types, sorted; without types all but the installed software."""
    if types:
        return sorted(bond for bond in bonds if bond.type in types)
    return sorted(bond for bond in bonds if (bond.type, bond.direction) != (SOFTWARE_TYPE, OUT))


def read_page(tx: Transaction, registry: Registry, uid: str, bonds: Sequence[Bond], total: int) -> RelationshipPage:
    """These relationships of a CI with their attributes."""
    properties = _read_properties(tx, uid, bonds)
    others = read_references(tx, {bond.other for bond in bonds})
    contacts = read_contacts(tx, {key for stored in properties.values() for key in stored.get("sources") or ()})
    shown = [bond for bond in bonds if bond.uid in properties]
    items = [relationship_of(registry, bond, properties[bond.uid], (others, contacts)) for bond in shown]
    return RelationshipPage(total, items)


def _bonds(tx: Transaction, uid: str, direction: str) -> Iterator[Bond]:
    query = queries.OUTGOING if direction == OUT else queries.INCOMING
    row = tx.run(query, uid=uid, open=OPEN)[0]
    for bond_uid, kind, other, name in zip(row["uid"], row["type"], row["other"], row["name"], strict=True):
        yield Bond(kind, direction, name, other, bond_uid)


def _read_properties(tx: Transaction, uid: str, bonds: Sequence[Bond]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for kind in sorted({bond.type for bond in bonds}):
        group = [bond for bond in bonds if bond.type == kind]
        row = tx.run(
            queries.RELATIONSHIPS.of_type(kind),
            source=[uid if bond.direction == OUT else bond.other for bond in group],
            target=[bond.other if bond.direction == OUT else uid for bond in group],
            uid=[bond.uid for bond in group],
        )[0]
        found |= {properties["uid"]: properties for properties in row["properties"]}
    return found


def relationship_of(
    registry: Registry, bond: Bond, stored: Mapping[str, Any], known: tuple[References, Mapping[str, int]]
) -> CIRelationship:
    """A relationship as it is shown; `known` are the CIs at its ends and when sources made contact."""
    others, contacts = known
    spec = registry.relationship_types.get(bond.type)
    sources = list(stored.get("sources") or ())
    return CIRelationship(
        bond.uid,
        bond.type,
        bond.direction,
        others.cis.get(bond.other) or CIRefStatus(bond.other, bond.name, "", ""),
        {name: stored[name] for name in (spec.attributes if spec else ()) if stored.get(name) is not None},
        [source_name(key) for key in sources],
        stored.get("confidence"),
        stored.get("strength"),
        time_text(stored.get("first_seen_at") or 0),
        stored.get("missing_since") or time_text(last_seen(stored.get("last_seen_at") or 0, sources, contacts)),
        time_text(stored.get("valid_from") or 0),
    )
