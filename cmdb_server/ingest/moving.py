"""Let what lies within moved CIs follow them, and make aliases of CIs of which nobody speaks any more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cmdb_server.graph_store.queries import moving
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.changes import BondWrites, CIWrite, closed_change
from cmdb_server.ingest.keys import is_waiting, uid_within
from cmdb_server.ingest.placement import Assignment, Move, Place
from cmdb_server.ingest.stored import OPEN
from cmdb_server.ingest.units import units_of
from cmdb_server.ingest.writing import Cause, tick, write_events
from graph_schema import Registry
from graph_schema.data_sources import MANUAL


@dataclass
class Moved:
    """What moving changed: CIs to bring in line, aliases with the CI that took their place, where CIs belong now."""

    affected: set[str] = field(default_factory=set[str])
    aliases: dict[str, str] = field(default_factory=dict[str, str])
    places: dict[str, Place] = field(default_factory=dict[str, Place])
    arrived: list[Move] = field(default_factory=list[Move])


def follow(tx: Transaction, registry: Registry, assignment: Assignment) -> Moved:
    """Carry out moves: all observations under the moved refs, and level by level what lies within them."""
    if not assignment.moves:
        return Moved()
    places = dict(assignment.places)
    moves = list(assignment.moves)
    level = moves
    while level:
        _move(tx, level)
        done = {(move.source, move.ref) for move in moves}
        found = _within(tx, registry, level, places)
        level = [move for move in found if (move.source, move.ref) not in done]
        moves += level
    old = {move.old for move in moves if move.old}
    left = set(tx.run(moving.OBSERVED, uids=sorted(old))[0]["uid"])
    aliases = {move.old: move.new for move in moves if move.old and move.old not in left}
    _move_edits(tx, aliases, {move.new for move in moves})
    neighbours = set(tx.run(moving.INCOMING_SOURCES, uids=sorted(old), open=OPEN)[0]["uid"])
    affected = {move.new for move in moves} | left | (neighbours - set(aliases))
    return Moved(affected, aliases, places, [move for move in moves if not move.old])


def make_aliases(tx: Transaction, aliases: Mapping[str, str], cause: Cause) -> dict[str, set[str]]:
    """Let CIs stand for those that took their place; the identifiers that they gave up, with who had them."""
    if not aliases:
        return {}
    at = tick(tx, cause.now)
    before = stored.read_cis(tx, aliases.keys())
    old = sorted(before)
    closed = tx.run(moving.CLOSE_OUTGOING, uids=old, at=at, open=OPEN)[0]
    tx.run(moving.MAKE_ALIASES, old=old, new=[aliases[uid] for uid in old], at=at)
    writes = [
        CIWrite(uid, is_new=False, properties={}, changes=_merged(before[uid], aliases[uid]), kind="merged")
        for uid in old
    ]
    bonds = BondWrites()
    for uid, *bond in zip(*(closed[name] for name in ("source", "type", "target", "uid", "valid_from")), strict=True):
        bonds.changes.setdefault(uid, []).append(closed_change(*bond))
    write_events(tx, writes, bonds, (cause, at))
    lost: dict[str, set[str]] = {}
    for uid, ci in before.items():
        for key in (*(ci.get("identifiers") or ()), *(ci.get("held_addresses") or ())):
            lost.setdefault(key, set()).add(uid)
    return lost


def _merged(before: Mapping[str, Any], into: str) -> list[dict[str, Any]]:
    return [
        {"attribute": "identifiers", "old": before.get("identifiers") or [], "new": []},
        {"attribute": "merged_into", "old": None, "new": into},
        {"attribute": "status", "old": before.get("status"), "new": "merged"},
    ]


def _move(tx: Transaction, moves: Iterable[Move]) -> None:
    columns = list(zip(*moves, strict=True))
    sources, refs, former, uids = (list(column) for column in columns)
    ref_keys = [stored.ref_key(source, ref) for source, ref in zip(sources, refs, strict=True)]
    tx.run(moving.MOVE_UNITS, ref_keys=ref_keys, former=former, uids=uids)
    tx.run(moving.MOVE_ROOTS, sources=sources, refs=refs, uids=uids)


def _move_edits(tx: Transaction, aliases: Mapping[str, str], found: set[str]) -> None:
    """What people said of CIs goes to those that took their place, and comes back to those that are found again."""
    if aliases:
        tx.run(moving.MOVE_EDITS, old=list(aliases), new=list(aliases.values()))
    ref_keys = [stored.ref_key(MANUAL.name, uid) for uid in sorted(found)]
    tx.run(moving.MOVE_UNITS, ref_keys=ref_keys, former=[""] * len(ref_keys), uids=sorted(found))


def _within(tx: Transaction, registry: Registry, moves: list[Move], places: dict[str, Place]) -> list[Move]:
    """The moves of what lies within moved CIs."""
    owners = {stored.ref_key(move.source, move.ref): move.new for move in moves}
    owners |= {stored.ref_key(MANUAL.name, move.old): move.new for move in moves if move.old}
    ref_keys = tx.run(moving.REFS_WITHIN, owner_keys=sorted(owners))[0]["ref_keys"]
    said = stored.read_said_of_refs(tx, ref_keys)
    roots = _roots(tx, owners.values(), places)
    found: list[Move] = []
    for unit in units_of(registry, {uid: entries.values() for uid, entries in said.items()}):
        owner = owners.get(stored.ref_key(unit.source, unit.owner_ref))
        if owner is None or not unit.keys:
            continue
        uid = uid_within(owner, unit.keys[0].text)
        if uid != unit.uid:
            places[uid] = Place(owner, roots[owner])
            found.append(Move(unit.source, unit.ref, "" if is_waiting(unit.uid) else unit.uid, uid))
    return found


def _roots(tx: Transaction, owners: Iterable[str], places: Mapping[str, Place]) -> dict[str, str]:
    known = {uid: places[uid].root_uid for uid in owners if uid in places}
    cis = stored.read_cis(tx, set(owners) - set(known))
    return {uid: str(cis.get(uid, {}).get("root_uid") or uid) for uid in owners} | known
