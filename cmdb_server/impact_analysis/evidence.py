"""What relationships rest on: their own attributes, when their sources last confirmed them, the connections behind."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from cmdb_server.graph_store.queries import impact as queries
from cmdb_server.graph_store.queries import traces
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.answers import Edge, Evidence, Weakest, rfc3339
from cmdb_server.impact_analysis.columns import HARD, SOFT, UNSTATED
from cmdb_server.impact_analysis.loading import OPEN
from cmdb_server.impact_analysis.snapshot import Snapshot
from graph_schema.relationships import AT_SET_HOURS, AT_START
from impact.dependency_view import Travel

_TIMING = {AT_START: ", only while it starts", AT_SET_HOURS: ", only at set hours"}


@dataclass(frozen=True)
class Relationship:
    """One relationship of a snapshot; `source` and `target` are CI numbers, `last_seen_at` epoch microseconds."""

    source: int
    target: int
    type: str
    strength: str | None
    confidence: float | None
    sources: tuple[str, ...]
    last_seen_at: int
    derivation: str | None


Contacts = Mapping[str, int]
_WORDS = {UNSTATED: None, HARD: "hard", SOFT: "soft"}


def relationship_at(snapshot: Snapshot, position: int, contacts: Contacts) -> Relationship:
    """A relationship by its position; it was last seen when it changed or when a source of it last confirmed it."""
    columns = snapshot.relationships
    sources = columns.sources[position]
    confidence = float(columns.confidence[position])
    return Relationship(
        source=int(columns.source[position]),
        target=int(columns.target[position]),
        type=snapshot.view.types[int(columns.type[position])],
        strength=_WORDS[int(columns.strength[position])],
        confidence=None if math.isnan(confidence) else round(confidence, 4),
        sources=sources,
        last_seen_at=max(int(columns.last_seen_at[position]), *(contacts.get(key, 0) for key in sources), 0),
        derivation=columns.derivation[position] or None,
    )


def read_contacts(store: GraphStore, snapshot: Snapshot, keys: Iterable[str]) -> Contacts:
    """When each source last confirmed what it says, in epoch microseconds; not known of the past."""
    asked = sorted(set(keys))
    if not asked or snapshot.as_of is not None:
        return {}
    row = store.read(lambda tx: tx.run(queries.SOURCE_CONTACTS, keys=asked))[0]
    return dict(zip(row["key"], row["seen_at"], strict=True))


def source_keys(snapshot: Snapshot, positions: Iterable[int]) -> set[str]:
    """The sources of relationships."""
    return {key for position in positions for key in snapshot.relationships.sources[position]}


def edge_of(snapshot: Snapshot, relationship: Relationship) -> Edge:
    """A relationship as an edge of the picture."""
    return Edge(
        source=snapshot.cis.uid[relationship.source],
        target=snapshot.cis.uid[relationship.target],
        type=relationship.type,
        strength=relationship.strength,
        confidence=relationship.confidence,
        sources=relationship.sources,
        last_seen_at=rfc3339(relationship.last_seen_at),
        derivation=relationship.derivation,
    )


def surest_between(snapshot: Snapshot, path: Sequence[int], contacts: Contacts) -> list[Relationship]:
    """For each step of a path the surest relationship by which a CI needs the one before it."""
    found: list[Relationship] = []
    for member, owner in pairwise(path):
        parallel = [relationship_at(snapshot, int(position), contacts) for position in snapshot.between(owner, member)]
        found.append(max(parallel, key=_sureness))
    return found


def is_assumed(snapshot: Snapshot, relationship: Relationship) -> bool:
    """Whether nobody declared the effect: it is derived, or has no strength and is taken as hard."""
    travel = snapshot.view.travel[snapshot.view.types.index(relationship.type)]
    is_stated = relationship.strength is not None and relationship.derivation is None
    return bool(travel == Travel.BY_STRENGTH) and not is_stated


def weakest_of(snapshot: Snapshot, relationships: Sequence[Relationship]) -> Weakest | None:
    """The relationship that is least sure, then longest not seen; None where there is none."""
    if not relationships:
        return None
    weakest = min(relationships, key=_sureness)
    return Weakest(
        source=snapshot.cis.uid[weakest.source],
        target=snapshot.cis.uid[weakest.target],
        type=weakest.type,
        confidence=weakest.confidence,
        last_seen_at=rfc3339(weakest.last_seen_at),
    )


def read_connections(
    store: GraphStore, pairs: Sequence[tuple[str, str]], contacts: Contacts
) -> dict[tuple[str, str], list[Evidence]]:
    """The connections that were seen from one program to another, by (uid, uid)."""
    found: dict[tuple[str, str], list[Evidence]] = {}
    if not pairs:
        return found
    sources, targets = [source for source, _ in pairs], [target for _, target in pairs]
    rows = store.read(lambda tx: tx.run(queries.CONNECTIONS, source=sources, target=targets, open=OPEN))
    for row in rows:
        found.setdefault((row["source"], row["target"]), []).append(connection_of(row, contacts))
    traced = store.read(lambda tx: tx.run(traces.SIGHTINGS, source=sources, target=targets))
    for row in traced:
        found.setdefault((row["source"], row["target"]), []).append(_traced(row))
    return found


def connection_of(row: Mapping[str, Any], contacts: Contacts) -> Evidence:
    """A connection that was seen."""
    address, port, sightings, days = row["address"], row["port"], row["sightings"], row["days"]
    shown = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
    return Evidence(
        text=f"connection to {shown}/{row['protocol']}, seen {_times(sightings)}"
        + (f" on {days} days" if days > 1 else "")
        + _TIMING.get(row["timing"], ""),
        sources=tuple(row["sources"]),
        address=address,
        port=port,
        protocol=row["protocol"],
        sightings=sightings,
        days=days or None,
        first_seen_at=rfc3339(row["first_seen_at"]),
        last_seen_at=rfc3339(max(row["last_seen_at"], *(contacts.get(key, 0) for key in row["sources"]), 0)),
    )


def _traced(row: Mapping[str, Any]) -> Evidence:
    """Calls that traces tell of."""
    return Evidence(
        text=f"calls seen {_times(row['sightings'])} by traces",
        sources=(row["told_by"],),
        sightings=row["sightings"],
        first_seen_at=rfc3339(row["first_seen_at"]),
        last_seen_at=rfc3339(row["last_seen_at"]),
    )


def _times(sightings: int) -> str:
    return "once" if sightings == 1 else f"{sightings} times"


def _sureness(relationship: Relationship) -> tuple[float, int]:
    confidence = 1.0 if relationship.confidence is None else relationship.confidence
    return (confidence, relationship.last_seen_at)
