"""Bring CIs in line with their observations: project, compare, write. The last step of every change of the graph."""

import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec

from cmdb_server.graph_store.queries import ingest as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.assignment import Place
from cmdb_server.ingest.changes import (
    BondWrites,
    CIWrite,
    bond_properties,
    compare_bonds,
    encode_facts,
    sources_of,
    write_of,
)
from cmdb_server.ingest.items import Claim
from cmdb_server.ingest.keys import keys_of
from cmdb_server.ingest.reconciliation import Bond, Projection, ResolvedTarget, Said, bonds_of, project
from cmdb_server.ingest.stored import OPEN
from cmdb_server.ingest.targets import Asked, TargetTable, look_up, refs_key, watch_keys
from graph_schema import Registry


@dataclass(frozen=True)
class Cause:
    """Why the graph changes now: whose report, when observed (microseconds), by whom and for what reason."""

    source: str
    section: str
    observed_at: int
    now: int
    actor: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Arrivals:
    """What this transaction adds and the graph does not show yet: places of new CIs, CIs of the source's refs."""

    places: Mapping[str, Place] = field(default_factory=dict[str, Place])
    refs: Mapping[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])


_NOTHING_NEW = Arrivals()


@dataclass
class Settled:
    """What was written: counts, the uids whose facts or relationships changed, and the keys that claims wait for."""

    created: int = 0
    changed: int = 0
    retired: int = 0
    touched: set[str] = field(default_factory=set[str])
    watches: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    peers: set[str] = field(default_factory=set[str])
    arrived_keys: set[str] = field(default_factory=set[str])
    owners_of_arrived: set[str] = field(default_factory=set[str])


def settle(
    tx: Transaction,
    registry: Registry,
    said: Mapping[str, Mapping[str, Said]],
    types: Collection[str],
    cause: Cause,
    *,
    arrivals: Arrivals = _NOTHING_NEW,
) -> Settled:
    """Write what differs between the CIs' observations and the graph; `said` holds all observations per CI uid.

    Relationships of the given types are brought in line, others are left alone.
    """
    places = arrivals.places
    properties = stored.read_cis(tx, said.keys())
    projections = {
        uid: projected for uid, entries in said.items() if (projected := project(entries.values(), registry))
    }
    writes = [
        write
        for uid, projection in projections.items()
        if (write := write_of(uid, projection, properties.get(uid), _context(registry, projection, places, uid)))
    ]
    machines = {uid: _machine(uid, properties, places) for uid in said}
    table = look_up(tx, registry, _asked(said, types, machines), arrivals.refs)
    known = stored.read_bonds(tx, [uid for uid in said if uid in properties], types)
    bonds = compare_bonds(_wanted(said, projections, types, (table, machines)), known, registry)
    at = tx.run(queries.TICK, now=cause.now)[0]["at"]
    settled = Settled(watches=_watches(said, types, machines, table))
    _note_arrived(settled, writes, properties, places)
    _write_values(tx, table, at, settled)
    _write_cis(tx, writes, at, settled)
    _write_bonds(tx, bonds, at, settled)
    _write_events(tx, writes, bonds, (cause, at))
    return settled


def _context(registry: Registry, projection: Projection, places: Mapping[str, Place], uid: str) -> Any:  # noqa: ANN401 - the tuple that write_of takes
    spec = registry.ci_class(projection.ci_class)
    keys = keys_of(spec, projection.attributes, projection.scope, projection.identifiers)
    return registry, places.get(uid), keys


def _machine(uid: str, properties: Mapping[str, Mapping[str, Any]], places: Mapping[str, Place]) -> str:
    if uid in places:
        return places[uid].root_uid
    return str(properties.get(uid, {}).get("root_uid") or uid)


def _asked(said: Mapping[str, Mapping[str, Said]], types: Collection[str], machines: Mapping[str, str]) -> list[Asked]:
    wanted = {*types, "CONNECTS_TO"} if "DEPENDS_ON" in types else set(types)
    return [
        Asked(entry, claim, machines[uid])
        for uid, entries in said.items()
        for entry in entries.values()
        if not entry.is_absent
        for claim in entry.claims
        if claim.type in wanted
    ]


def _wanted(
    said: Mapping[str, Mapping[str, Said]],
    projections: Mapping[str, Projection],
    types: Collection[str],
    lookup: tuple[TargetTable, Mapping[str, str]],
) -> dict[str, Bond]:
    table, machines = lookup
    found: dict[str, Bond] = {}
    for uid, entries in said.items():
        if uid in projections and projections[uid].status == "retired":
            continue
        context = (table.registry, partial(_resolve, table, machines[uid]))
        found |= bonds_of(uid, entries.values(), types, context)
    return found


def _resolve(table: TargetTable, machine: str, said: Said, claim: Claim) -> ResolvedTarget | None:
    return table.resolve(Asked(said, claim, machine))


def _watches(
    said: Mapping[str, Mapping[str, Said]], types: Collection[str], machines: Mapping[str, str], table: TargetTable
) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for uid, entries in said.items():
        for asked in _asked({uid: entries}, types, machines):
            keys = watch_keys(table.registry, asked)
            if isinstance(asked.claim.target, str) and table.resolve(asked) is None:
                keys = {refs_key(asked.said.source)}
            for key in keys:
                found.setdefault(key, set()).add(uid)
    return found


def _note_arrived(
    settled: Settled,
    writes: list[CIWrite],
    properties: Mapping[str, Mapping[str, Any]],
    places: Mapping[str, Place],
) -> None:
    """CIs that are new, back or have other identifiers: claims may be waiting for them."""
    for write in writes:
        before = properties.get(write.uid, {})
        if write.kind not in ("created", "returned") and "identifiers" not in write.properties:
            continue
        owner = places[write.uid].owner_uid if write.uid in places else str(before.get("owner_uid") or "")
        if owner:
            settled.owners_of_arrived.add(owner)
        else:
            settled.arrived_keys |= set(write.properties.get("identifiers") or before.get("identifiers") or ())


def _write_values(tx: Transaction, table: TargetTable, at: int, settled: Settled) -> None:
    missing = sorted(set(table.values) - stored.read_existing(tx, table.values.keys()))
    if not missing:
        return
    rows: list[dict[str, Any]] = []
    for uid in missing:
        value = table.values[uid]
        projection = Projection(value.ci_class, "active", value.attributes, {}, (), (), "")
        write = write_of(uid, projection, None, (table.registry, Place("", uid), ()))
        shown = write.properties if write else {}
        rows.append({**shown, "identifiers": [value.key], "revision": 1, "created_at": at, "updated_at": at})
    tx.run(queries.MERGE_VALUES, uids=missing, properties=rows)
    settled.touched |= set(missing)
    settled.created += len(missing)


def _write_cis(tx: Transaction, writes: list[CIWrite], at: int, settled: Settled) -> None:
    new = [write for write in writes if write.is_new]
    old = [write for write in writes if not write.is_new]
    if new:
        rows = [{**write.properties, "revision": 1, "created_at": at, "updated_at": at} for write in new]
        tx.run(queries.CREATE_CIS, uids=[write.uid for write in new], properties=rows)
    if old:
        rows = [{**write.properties, "updated_at": at} for write in old]
        tx.run(queries.UPDATE_CIS, uids=[write.uid for write in old], properties=rows)
    settled.created += len(new)
    settled.changed += sum(bool(write.changes) and write.kind != "retired" for write in old)
    settled.retired += sum(write.kind == "retired" for write in old)
    settled.touched |= {write.uid for write in writes}


def _write_bonds(tx: Transaction, bonds: BondWrites, at: int, settled: Settled) -> None:
    by_type: dict[str, list[Bond]] = {}
    for bond in bonds.create:
        by_type.setdefault(bond.type, []).append(bond)
    for kind, group in sorted(by_type.items()):
        tx.run(queries.CREATE_RELATIONSHIPS.of_type(kind), at=at, open=OPEN, **_columns(group))
    updates: dict[str, list[tuple[stored.StoredBond, Bond | None]]] = {}
    for known, bond in bonds.update:
        updates.setdefault(known.type, []).append((known, bond))
    for kind, group in sorted(updates.items()):
        tx.run(queries.UPDATE_RELATIONSHIPS.of_type(kind), at=at, **_update_columns(group, at))
    ends = [(bond.source, bond.target) for bond in bonds.create] + [
        (known.source, known.target) for known, _ in bonds.update
    ]
    settled.touched |= {uid for pair in ends for uid in pair}
    settled.peers |= {bond.target for bond in bonds.create if bond.type == "CONNECTS_TO"}
    settled.peers |= {known.target for known, _ in bonds.update if known.type == "CONNECTS_TO"}


def _columns(group: list[Bond]) -> dict[str, Any]:
    return {
        "uid": [bond.uid for bond in group],
        "source": [bond.source for bond in group],
        "target": [bond.target for bond in group],
        "claims": [list(bond.claims) for bond in group],
        "sources": [sources_of(bond.claims) for bond in group],
        "facts": [encode_facts(bond) for bond in group],
        "properties": [bond_properties(bond) for bond in group],
    }


def _update_columns(group: list[tuple[stored.StoredBond, Bond | None]], at: int) -> dict[str, Any]:
    return {
        "uid": [known.uid for known, _ in group],
        "source": [known.source for known, _ in group],
        "target": [known.target for known, _ in group],
        "claims": [list(bond.claims) if bond else list(known.claims) for known, bond in group],
        "sources": [sources_of(bond.claims if bond else known.claims) for known, bond in group],
        "facts": [encode_facts(bond) if bond else known.facts for known, bond in group],
        "properties": [bond_properties(bond, known.facts) if bond else {} for known, bond in group],
        "valid_from": [known.valid_from if bond is None or known.valid_to == OPEN else at for known, bond in group],
        "valid_to": [OPEN if bond else at for _, bond in group],
    }


def _write_events(tx: Transaction, writes: list[CIWrite], bonds: BondWrites, when: tuple[Cause, int]) -> None:
    cause, at = when
    changes = {write.uid: list(write.changes) for write in writes if write.changes}
    kinds = {write.uid: write.kind for write in writes}
    for uid, noted in bonds.changes.items():
        changes.setdefault(uid, []).extend(noted)
    if not changes:
        return
    uids = sorted(changes)
    tx.run(
        queries.CREATE_EVENTS,
        uid=["ev_" + secrets.token_hex(13) for _ in uids],
        ci_uid=uids,
        kind=[kinds.get(uid, "changed") for uid in uids],
        changes=[msgspec.json.encode(changes[uid]).decode() for uid in uids],
        at=at,
        observed_at=cause.observed_at,
        source=cause.source,
        section=cause.section,
        actor=cause.actor,
        reason=cause.reason,
    )
    old = [uid for uid in uids if kinds.get(uid) != "created"]
    if old:
        tx.run(queries.RAISE_REVISIONS, uids=old)


def claimed_types(claims: Iterable[Claim]) -> set[str]:
    """The relationship types that claims lead to."""
    return with_derived({claim.type for claim in claims})


def all_types(said: Iterable[Mapping[str, Said]]) -> set[str]:
    """Every relationship type that the observations claim, derived ones among them."""
    return with_derived({claim.type for entries in said for entry in entries.values() for claim in entry.claims})


def with_derived(types: set[str]) -> set[str]:
    """Relationship types and those that are derived from them."""
    return types | {"DEPENDS_ON"} if "CONNECTS_TO" in types else types
