"""Bring CIs in line with their observations: project, compare, write. The last step of every change of the graph."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest.changes import (
    CIWrite,
    compare_bonds,
    write_of,
)
from cmdb_server.ingest.clock import move_clock
from cmdb_server.ingest.derivation import DERIVED_TYPES, IS_SCANNER
from cmdb_server.ingest.items import Claim
from cmdb_server.ingest.keys import is_dependent
from cmdb_server.ingest.named_values import hold_status, named_by
from cmdb_server.ingest.narrowing import narrow
from cmdb_server.ingest.placement import Place
from cmdb_server.ingest.reconciliation import RETIRED, Bond, Projection, ResolvedTarget, Said, bonds_of, project
from cmdb_server.ingest.rulebook import observed_with_rules, read_with_rules
from cmdb_server.ingest.rules import RuleBook
from cmdb_server.ingest.stored import Observed
from cmdb_server.ingest.stored_bonds import read_bonds_and_existing
from cmdb_server.ingest.targets import Arrivals, Asked, TargetTable, is_looked_up, look_up, watch_spots
from cmdb_server.ingest.units import keys_of_said
from cmdb_server.ingest.watching import Spot, Watch, refs_key, watch_of
from cmdb_server.ingest.writing import (
    Cause,
    Settled,
    label_cis,
    tick,
    write_bonds,
    write_cis,
    write_events,
    write_values,
)
from graph_schema import Registry

_NOTHING_NEW = Arrivals()


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

    Relationships of the given types are brought in line, others are left alone. So is a CI whose class no class pack
    declares any more: it waits as it is.
    """
    places = arrivals.places
    properties, book = _read(tx, arrivals.observed, said, cause.now)
    said = {uid: entries for uid, entries in said.items() if not _waits(registry, properties.get(uid), entries)}
    projections = projections_of(registry, said, properties, book)
    projections |= (held := hold_status(registry, projections, said, properties))
    writes = writes_of(registry, said, (projections, properties), places)
    machines = {uid: _machine(uid, properties, places) for uid in said}
    shown = [uid for uid in said if uid in properties]
    ended = _ended(registry, said, arrivals.ended, machines)
    kept = {uid: arrivals.claims[uid] for uid in shown if _stays(arrivals, uid, projections, properties)}
    said, targets = narrow(registry, said, kept)
    table = look_up(tx, registry, _asked(registry, said, types, machines), arrivals)
    wanted = _wanted(said, projections, types, (table, machines))
    known, existing = read_bonds_and_existing(tx, (shown, types), targets, table.values)
    bonds = compare_bonds(wanted, known, registry)
    at = tick(tx, cause.now)
    settled = Settled(watches=_watches(said, types, machines, table), named={*held, *named_by(registry, bonds)})
    settled.ended = ended
    _note_arrived(settled, writes, (registry, properties, places))
    # What this report says itself of a CI that it also names is created with all of it, once.
    write_values(tx, table, {*existing, *(write.uid for write in writes if write.is_new)}, (at, settled))
    write_cis(tx, writes, at, settled)
    label_cis(tx, registry, writes, properties)
    write_bonds(tx, bonds, at, settled)
    write_events(tx, writes, bonds, (cause, at))
    return settled


def _read(
    tx: Transaction, observed: Observed | None, said: Mapping[str, Mapping[str, Said]], now: int
) -> tuple[dict[str, dict[str, Any]], RuleBook]:
    """What CIs are shown with and the rules to judge by, unless that was read already."""
    if observed is not None and observed.has_read(said):
        return observed_with_rules(tx, observed, said, now)
    move_clock(tx, now)
    return read_with_rules(tx, said, now)


def projections_of(
    registry: Registry,
    said: Mapping[str, Mapping[str, Said]],
    properties: Mapping[str, Mapping[str, Any]],
    book: RuleBook,
) -> dict[str, Projection]:
    """What each CI is now by what is said of it; `properties` are what it is shown with."""
    return {
        uid: projected
        for uid, entries in said.items()
        if (projected := project(entries.values(), registry, book) or _unclaimed(registry, properties.get(uid)))
    }


def writes_of(
    registry: Registry,
    said: Mapping[str, Mapping[str, Said]],
    shown: tuple[Mapping[str, Projection], Mapping[str, Mapping[str, Any]]],
    places: Mapping[str, Place],
) -> list[CIWrite]:
    """What to write so that CIs show their projections; `shown` are these and the properties they have."""
    projections, properties = shown
    return [
        write
        for uid, projection in projections.items()
        if (write := write_of(uid, projection, properties.get(uid), _context(registry, said[uid], places.get(uid))))
    ]


def _unclaimed(registry: Registry, before: Mapping[str, Any] | None) -> Projection | None:
    """What is left of a CI of which nobody speaks any more: its last values, or what its name alone makes it."""
    spec = registry.classes.get(str(before.get("ci_class", ""))) if before else None
    if before is None or spec is None or before.get("merged_into"):
        return None
    kept = {name for rule in spec.identification for name in rule.attributes} if spec.is_value else {*spec.attributes}
    attributes = {name: before[name] for name in kept if before.get(name) is not None}
    return Projection(spec.name, before["status"] if spec.is_value else RETIRED, attributes, {}, ())


def _stays(
    arrivals: Arrivals, uid: str, projections: Mapping[str, Projection], properties: Mapping[str, Mapping[str, Any]]
) -> bool:
    """Whether of a CI nothing but claims is other than before: it is as much there as it was."""
    return uid in arrivals.claims and uid in projections and projections[uid].status == properties[uid].get("status")


def _waits(registry: Registry, before: Mapping[str, Any] | None, said: Mapping[str, Said]) -> bool:
    """Whether a CI is of a class that is not declared, and nobody says that it is of one that is."""
    if before is None or before.get("ci_class") in registry.classes:
        return False
    return not any(entry.ci_class in registry.classes for entry in said.values())


def _context(
    registry: Registry, said: Mapping[str, Said], place: Place | None
) -> tuple[Registry, Place | None, list[str]]:
    identifiers = {key.text for entry in said.values() for key in keys_of_said(registry, entry)}
    return registry, place, sorted(identifiers)


def _machine(uid: str, properties: Mapping[str, Mapping[str, Any]], places: Mapping[str, Place]) -> str:
    if uid in places:
        return places[uid].root_uid
    return str(properties.get(uid, {}).get("root_uid") or uid)


def _asked(
    registry: Registry, said: Mapping[str, Mapping[str, Said]], types: Collection[str], machines: Mapping[str, str]
) -> list[Asked]:
    wanted = {*types, "CONNECTS_TO"} if DERIVED_TYPES.intersection(types) else set(types)
    values = registry.value_classes
    return [
        Asked(entry, claim, machines[uid])
        for uid, entries in said.items()
        for entry in entries.values()
        if not entry.is_absent
        for claim in entry.claims
        # Most name what their identifier alone makes; a step for each of them would cost most of all here.
        if (isinstance(claim.target, str) or claim.target.ci_class not in values)
        and claim.type in wanted
        and is_looked_up(registry, claim.target)
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
        is_scanner = uid in projections and projections[uid].attributes.get(IS_SCANNER) is True
        found |= bonds_of(uid, entries.values(), types, context, is_scanner=is_scanner)
    return found


def _resolve(table: TargetTable, machine: str, said: Said, claim: Claim) -> ResolvedTarget | None:
    return table.resolve(Asked(said, claim, machine))


def _watches(
    said: Mapping[str, Mapping[str, Said]], types: Collection[str], machines: Mapping[str, str], table: TargetTable
) -> set[Watch]:
    found: set[Watch] = set()
    for uid, entries in said.items():
        for asked in _asked(table.registry, {uid: entries}, types, machines):
            spots = watch_spots(table.registry, asked)
            if isinstance(asked.claim.target, str) and table.resolve(asked) is None:
                spots = {Spot(refs_key(asked.said.source))}
            found |= {watch_of(spot, uid) for spot in spots}
    return found


def _ended(
    registry: Registry,
    said: Mapping[str, Mapping[str, Said]],
    ended: Mapping[str, Sequence[Said]],
    machines: Mapping[str, str],
) -> set[Watch]:
    """What CIs waited for by claims that have ended, and by no other of their claims."""
    found: set[Watch] = set()
    for uid in ended.keys() & machines.keys():
        before, now = (
            {spot for one in _asked_of(registry, entries, machines[uid]) for spot in watch_spots(registry, one)}
            for entries in (ended[uid], said[uid].values())
        )
        found |= {watch_of(spot, uid) for spot in before - now}
    return found


def _asked_of(registry: Registry, entries: Iterable[Said], machine: str) -> Iterator[Asked]:
    for entry in entries:
        for claim in () if entry.is_absent else entry.claims:
            if not isinstance(claim.target, str) and is_looked_up(registry, claim.target):
                yield Asked(entry, claim, machine)


def _note_arrived(
    settled: Settled,
    writes: list[CIWrite],
    context: tuple[Registry, Mapping[str, Mapping[str, Any]], Mapping[str, Place]],
) -> None:
    """CIs that are new, back or have other identifiers: claims may be waiting for them."""
    registry, properties, places = context
    for write in writes:
        before = properties.get(write.uid, {})
        if write.kind not in ("created", "returned") and "identifiers" not in write.properties:
            continue
        spec = registry.ci_class(str(write.properties.get("ci_class") or before.get("ci_class")))
        if is_dependent(spec):
            place = places.get(write.uid)
            settled.owners_of_arrived.add(place.owner_uid if place else str(before.get("owner_uid") or ""))
        elif not spec.is_value:
            old, new = set(before.get("identifiers") or ()), set(write.properties.get("identifiers") or ())
            settled.note_identifiers(
                write.uid, lost=old - new if "identifiers" in write.properties else set(), gained=new
            )
            settled.arrived_keys |= old | new
