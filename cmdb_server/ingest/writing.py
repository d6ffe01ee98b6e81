"""Writing what settling decided: CIs, relationships, events; each kind in as few statements as it takes."""

import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from cmdb_server.graph_store.queries import ingest as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.changes import BondWrites, CIWrite, bond_properties, encode_facts, sources_of, write_of
from cmdb_server.ingest.clock import tick as tick
from cmdb_server.ingest.placement import Place
from cmdb_server.ingest.reconciliation import Bond, Projection
from cmdb_server.ingest.stored import OPEN
from cmdb_server.ingest.targets import TargetTable
from cmdb_server.ingest.watching import Watch
from graph_schema import Registry

_MADE_BY = frozenset(("identifiers", "owner_uid"))


@dataclass(frozen=True)
class Cause:
    """Why the graph changes now: whose report, when observed (microseconds), by whom and for what reason."""

    source: str
    section: str
    observed_at: int
    now: int
    actor: str = ""
    reason: str = ""


@dataclass
class Settled:
    """What was written: counts, the uids whose facts or relationships changed, and the keys that claims wait for.

    `gained` and `lost` say which CIs that stand alone have, or have no longer, an identifier, `turned` which CIs have
    come, gone or become something else. `named` are CIs that may be there only because somebody names them, and who
    does may be other ones now. `watches` are what CIs wait for, `ended` what they wait for no longer.
    """

    created: int = 0
    changed: int = 0
    retired: int = 0
    touched: set[str] = field(default_factory=set[str])
    turned: set[str] = field(default_factory=set[str])
    watches: set[Watch] = field(default_factory=set[Watch])
    ended: set[Watch] = field(default_factory=set[Watch])
    named: set[str] = field(default_factory=set[str])
    arrived_keys: set[str] = field(default_factory=set[str])
    owners_of_arrived: set[str] = field(default_factory=set[str])
    gained: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    lost: dict[str, set[str]] = field(default_factory=dict[str, set[str]])

    def note_identifiers(self, uid: str, *, gained: Iterable[str], lost: Iterable[str]) -> None:
        """Note which identifiers a CI has and has no longer."""
        for changes, keys in ((self.gained, gained), (self.lost, lost)):
            for key in keys:
                changes.setdefault(key, set()).add(uid)


def write_values(tx: Transaction, table: TargetTable, existing: Collection[str], written: tuple[int, Settled]) -> None:
    """Create the CIs that naming them makes, unless they exist, or somebody else creates them at the same time."""
    missing = sorted(table.values.keys() - existing)
    if not missing:
        return
    at, settled = written
    rows: list[dict[str, Any]] = []
    for uid in missing:
        value = table.values[uid]
        projection = Projection(value.ci_class, "active", value.attributes, {}, ())
        write = write_of(uid, projection, None, (table.registry, Place("", uid), [value.key]))
        shown = write.properties if write else {}
        rows.append({**shown, "revision": 1, "created_at": at, "updated_at": at})
    tx.later(queries.MERGE_VALUES, uids=missing, properties=rows)
    for name in {table.values[uid].ci_class for uid in missing}:
        made = [uid for uid in missing if table.values[uid].ci_class == name]
        tx.label(made, (name, *table.registry.ci_class(name).parents))
    settled.touched |= set(missing)
    settled.created += len(missing)


def write_cis(tx: Transaction, writes: list[CIWrite], at: int, settled: Settled) -> None:
    """Create and update CIs."""
    new = [write for write in writes if write.is_new]
    old = [write for write in writes if not write.is_new]
    if new:
        rows = [{**write.properties, "revision": 1, "created_at": at, "updated_at": at} for write in new]
        tx.later(queries.CREATE_CIS, uids=[write.uid for write in new], properties=rows)
    if old:
        rows = [{**write.properties, "updated_at": at} for write in old]
        tx.later(queries.UPDATE_CIS, uids=[write.uid for write in old], properties=rows)
    settled.created += len(new)
    settled.changed += sum(bool(write.changes) and write.kind != "retired" for write in old)
    settled.retired += sum(write.kind == "retired" for write in old)
    settled.touched |= {write.uid for write in writes}
    settled.turned |= {write.uid for write in writes if write.kind != "changed" or _MADE_BY & write.properties.keys()}


def label_cis(
    tx: Transaction, registry: Registry, writes: list[CIWrite], properties: Mapping[str, Mapping[str, Any]]
) -> None:
    """Show CIs that are new or of another class than before under their classes."""
    moves: dict[tuple[str, str], list[str]] = {}
    for write in writes:
        if "ci_class" in write.properties:
            before = str(properties.get(write.uid, {}).get("ci_class", ""))
            moves.setdefault((before, write.properties["ci_class"]), []).append(write.uid)
    for (before, now), uids in sorted(moves.items()):
        old = (before, *registry.ci_class(before).parents) if before in registry.classes else ()
        new = (now, *registry.ci_class(now).parents)
        tx.label(uids, new, [name for name in old if name not in new])


def write_bonds(tx: Transaction, bonds: BondWrites, at: int, settled: Settled) -> None:
    """Create relationships and open, close or change those that are there."""
    by_type: dict[str, list[Bond]] = {}
    for bond in bonds.create:
        by_type.setdefault(bond.type, []).append(bond)
    for kind, group in sorted(by_type.items()):
        tx.later(queries.CREATE_RELATIONSHIPS.of_type(kind), at=at, open=OPEN, **_columns(group))
    updates: dict[str, list[tuple[stored.StoredBond, Bond | None]]] = {}
    for known, bond in bonds.update:
        updates.setdefault(known.type, []).append((known, bond))
    for kind, group in sorted(updates.items()):
        tx.later(queries.UPDATE_RELATIONSHIPS.of_type(kind), at=at, **_update_columns(group, at))
    ends = [(bond.source, bond.target) for bond in bonds.create] + [
        (known.source, known.target) for known, _ in bonds.update
    ]
    settled.touched |= {uid for pair in ends for uid in pair}


def _columns(group: list[Bond]) -> dict[str, Any]:
    # A thousand packages are claimed by the same section with the same facts: what is said alike is sent once.
    places: dict[tuple[int, tuple[str, ...]], int] = {}
    told = [places.setdefault((id(bond.facts), bond.claims), len(places)) for bond in group]
    alike = dict(zip(told, group, strict=True)).values()
    return {
        "uid": [bond.uid for bond in group],
        "source": [bond.source for bond in group],
        "target": [bond.target for bond in group],
        "told": told,
        "claims": [list(bond.claims) for bond in alike],
        "sources": [sources_of(bond.claims) for bond in alike],
        "facts": [encode_facts(bond) for bond in alike],
        "properties": [bond_properties(bond) for bond in alike],
    }


def _update_columns(group: list[tuple[stored.StoredBond, Bond | None]], at: int) -> dict[str, Any]:
    return {
        "starts": sorted({known.source for known, _ in group}),
        "place": {known.uid: place for place, (known, _) in enumerate(group)},
        "claims": [list(bond.claims) if bond else list(known.claims) for known, bond in group],
        "sources": [sources_of(bond.claims if bond else known.claims) for known, bond in group],
        "facts": [encode_facts(bond) if bond else known.facts for known, bond in group],
        "properties": [bond_properties(bond, known.facts) if bond else {} for known, bond in group],
        "valid_from": [known.valid_from if bond is None or known.valid_to == OPEN else at for known, bond in group],
        "valid_to": [OPEN if bond else at for _, bond in group],
    }


def write_events(tx: Transaction, writes: list[CIWrite], bonds: BondWrites, when: tuple[Cause, int]) -> None:
    """Append one event to the history of each CI that changed, and raise its revision."""
    cause, at = when
    changes = {write.uid: list(write.changes) for write in writes if write.changes}
    kinds = {write.uid: write.kind for write in writes}
    for uid, noted in bonds.changes.items():
        changes.setdefault(uid, []).extend(noted)
    if not changes:
        return
    uids = sorted(changes)
    tx.events_written += 1
    tx.later(
        queries.CREATE_EVENTS,
        # Of events of one commit the later ones have the greater uids, as lists are sorted by time and uid.
        uid=[f"ev_{tx.events_written:04x}{secrets.token_hex(11)}" for _ in uids],
        ci_uid=uids,
        kind=[kinds.get(uid, "changed") for uid in uids],
        changes=[msgspec.json.encode(changes[uid]).decode() for uid in uids],
        at=at,
        sequence=tx.events_written,
        observed_at=cause.observed_at,
        source=cause.source,
        section=cause.section,
        actor=cause.actor,
        reason=cause.reason,
    )
