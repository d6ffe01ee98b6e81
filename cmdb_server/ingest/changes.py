"""From projections to writes: what differs from the graph, as new properties, relationships and events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from cmdb_server.ingest.placement import Place
from cmdb_server.ingest.reconciliation import Bond, Projection
from cmdb_server.ingest.stored import OPEN, StoredBond
from graph_schema import CIClassSpec, Registry
from graph_schema.data_sources import MANUAL, kind_of

_DIRECT_CONFIDENCE = 1.0
# What of a CI's properties beside its attributes an event tells; the first event of a CI needs no "before".
_TOLD = ("ci_class", "status", "identifiers", "sources", "owner_uid", "root_uid", "merged_into")
_PROVENANCE = msgspec.json.Decoder(dict[str, list[Any]])
_WINNERS = "provenance"


class CIWrite(NamedTuple):
    """The properties to set on one CI and the changes to note in its history."""

    uid: str
    is_new: bool
    properties: dict[str, Any]
    changes: list[dict[str, Any]]
    kind: str


@dataclass
class BondWrites:
    """Relationships to create, to update (open, close, change) and what to note per source CI."""

    create: list[Bond] = field(default_factory=list[Bond])
    update: list[tuple[StoredBond, Bond | None]] = field(default_factory=list[tuple[StoredBond, Bond | None]])
    changes: dict[str, list[dict[str, Any]]] = field(default_factory=dict[str, list[dict[str, Any]]])


def write_of(
    uid: str,
    projection: Projection,
    stored: Mapping[str, Any] | None,
    context: tuple[Registry, Place | None, list[str]],
) -> CIWrite | None:
    """What to write of a CI so that it shows its projection, None when it already does.

    `context` is the registry, where the CI belongs if it is new or has moved, and its identifiers.
    """
    registry, place, identifiers = context
    spec = registry.ci_class(projection.ci_class)
    before = stored or {}
    wanted = {**_properties(projection, spec, identifiers), **_position(place)}
    if before.get("merged_into"):
        wanted["merged_into"] = None
    gone = {name: None for name in _attribute_names(registry, before) if name not in wanted}
    changed = {name: value for name, value in {**wanted, **gone}.items() if before.get(name) != value}
    if not changed or (changed.keys() == {_WINNERS} and _sources(before) == _sources(changed)):
        return None  # that the same was said again is no change
    told = ("ci_class", "status") if stored is None else _TOLD
    names = {name for name in changed if name in spec.attributes or name in gone or name in told}
    changes = _attribute_changes(before, {**before, **changed}, names)
    return CIWrite(uid, stored is None, changed, changes, _kind(stored, projection))


def _sources(properties: Mapping[str, Any]) -> dict[str, str]:
    """Whose word each attribute is."""
    return {name: winner[0] for name, winner in _PROVENANCE.decode(properties.get(_WINNERS) or "{}").items()}


def display_name(projection: Projection, spec: CIClassSpec, identifiers: list[str]) -> str:
    """The name people see: the reported one, else what identifies the CI."""
    given = projection.attributes.get("name") or projection.attributes.get("fqdn")
    if given:
        return str(given)
    for rule in spec.identification:
        values = [projection.attributes.get(name) for name in rule.attributes]
        if all(value is not None for value in values):
            return " ".join(str(value[0] if isinstance(value, list) else value) for value in values)
    return identifiers[0] if identifiers else spec.label


def compare_bonds(wanted: Mapping[str, Bond], stored: Mapping[str, StoredBond], registry: Registry) -> BondWrites:
    """What to write so that exactly the wanted relationships are open."""
    writes = BondWrites()
    for uid, bond in wanted.items():
        known = stored.get(uid)
        if known is None:
            writes.create.append(bond)
            _note(writes, bond.source, _bond_change(bond, "opened"))
        elif known.valid_to != OPEN:
            writes.update.append((known, bond))
            interval = {"previous": [known.valid_from, known.valid_to]}
            change = {**_bond_change(bond, "opened"), **interval, **_differences(known, bond, registry)}
            _note(writes, bond.source, change)
        elif known.claims != bond.claims or known.facts != encode_facts(bond):
            writes.update.append((known, bond))
            if differences := _differences(known, bond, registry):
                _note(writes, bond.source, {**_bond_change(bond, "changed"), **differences})
    for uid, known in stored.items():
        if uid not in wanted and known.valid_to == OPEN:
            writes.update.append((known, None))
            _note(writes, known.source, closed_change(known.type, known.target, known.uid, known.valid_from))
    return writes


def closed_change(kind: str, target: str, uid: str, valid_from: int) -> dict[str, Any]:
    """What the history of a CI tells of a relationship of its own that ended."""
    return {
        "relationship": kind,
        "direction": "out",
        "other": target,
        "relationship_uid": uid,
        "change": "closed",
        "valid_from": valid_from,
    }


def encode_facts(bond: Bond) -> str:
    """The attributes of a relationship as stored text, in the order of their names."""
    return msgspec.json.encode(bond.facts, order="sorted").decode()


def bond_properties(bond: Bond, before: str = "{}") -> dict[str, Any]:
    """The attributes of a relationship as properties; attributes that are gone become None, which removes them."""
    gone = {name: None for name in msgspec.json.decode(before) if name not in bond.facts}
    is_manual = any(kind_of(claim) == MANUAL.name for claim in bond.claims)
    return {**gone, "confidence": _DIRECT_CONFIDENCE, "is_manual": is_manual, **bond.facts}


def sources_of(claims: tuple[str, ...]) -> list[str]:
    """The source keys behind claims (`source/section`)."""
    return sorted({claim.rpartition("/")[0] for claim in claims})


def _attribute_changes(
    before: Mapping[str, Any], after: Mapping[str, Any], names: Iterable[str]
) -> list[dict[str, Any]]:
    """What changed, value by value; where another source's word counts now, also whose word counted before.

    Events hold all that is needed to walk the state back, so a value that only changed hands is told too.
    """
    if not before:
        return [{"attribute": name, "old": None, "new": after[name]} for name in sorted(names)]
    handed = _handed_over(before.get("provenance"), after.get("provenance"))
    found: list[dict[str, Any]] = []
    for name in sorted({*names, *handed}):
        change: dict[str, Any] = {"attribute": name, "old": before.get(name), "new": after.get(name)}
        found.append({**change, **handed.get(name, {})})
    return found


def _handed_over(before: str | None, after: str | None) -> dict[str, dict[str, str]]:
    """The attributes whose value is not from the same source as before, each with the sources there are."""
    if before == after or before is None:
        return {}
    old, new = (_sources({_WINNERS: text}) for text in (before, after))
    found: dict[str, dict[str, str]] = {}
    for name, source in old.items():
        if new.get(name) != source:
            found[name] = {"old_source": source} | ({"new_source": new[name]} if name in new else {})
    return found


def _position(place: Place | None) -> dict[str, Any]:
    return {} if place is None else {"owner_uid": place.owner_uid, "root_uid": place.root_uid}


def _properties(projection: Projection, spec: CIClassSpec, identifiers: list[str]) -> dict[str, Any]:
    attributes = {name: value for name, value in projection.attributes.items() if name in spec.attributes}
    provenance = {name: list(winner) for name, winner in sorted(projection.winners.items()) if name in attributes}
    return {
        **attributes,
        "name": display_name(projection, spec, identifiers),
        "ci_class": projection.ci_class,
        "status": projection.status,
        "identifiers": identifiers,
        "sources": list(projection.sources),
        "provenance": msgspec.json.encode(provenance).decode(),
    }


def _attribute_names(registry: Registry, before: Mapping[str, Any]) -> set[str]:
    spec = registry.classes.get(str(before.get("ci_class", "")))
    return (set(spec.attributes) & set(before)) - {"name"} if spec else set()


def _kind(stored: Mapping[str, Any] | None, projection: Projection) -> str:
    if stored is None:
        return "created"
    before = stored.get("status")
    if before == projection.status:
        return "changed"
    if projection.status == "stale" and before != "active":
        return "returned"
    return "returned" if projection.status == "active" else projection.status


def _bond_change(bond: Bond, change: str) -> dict[str, Any]:
    return {
        "relationship": bond.type,
        "direction": "out",
        "other": bond.target,
        "relationship_uid": bond.uid,
        "change": change,
    }


def _differences(known: StoredBond, bond: Bond, registry: Registry) -> dict[str, Any]:
    """How the lasting facts of a relationship and those who say so differ from what is stored."""
    found: dict[str, Any] = {}
    facts = tuple(_lasting(text, bond.type, registry) for text in (known.facts, encode_facts(bond)))
    if facts[0] != facts[1]:
        found |= {"old": facts[0], "new": facts[1]}
    sources = tuple(sources_of(claims) for claims in (known.claims, bond.claims))
    if sources[0] != sources[1]:
        found |= {"old_sources": sources[0], "new_sources": sources[1]}
    return found


def _lasting(facts: str, kind: str, registry: Registry) -> dict[str, Any]:
    volatile = registry.relationship_types[kind].volatile
    return {name: value for name, value in msgspec.json.decode(facts).items() if name not in volatile}


def _note(writes: BondWrites, uid: str, change: dict[str, Any]) -> None:
    writes.changes.setdefault(uid, []).append(change)
