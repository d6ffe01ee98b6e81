"""A CI and a relationship as they were at a time: what is stored now, with the events since then undone."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from cmdb_server.timestamps import OPEN
from graph_schema.data_sources import MANUAL, kind_of

_CONFIDENCE = 1.0
_NO_INTERVAL = (OPEN, OPEN)
_PROVENANCE = msgspec.json.Decoder(dict[str, list[Any]])
_FACTS = msgspec.json.Decoder(dict[str, Any])


class PastEvent(NamedTuple):
    """All changes of a CI by one step of a transaction; times in microseconds.

    An event that retention has joined from several tells in `recorded_from` when the first of them was.
    """

    uid: str
    ci_uid: str
    recorded_at: int
    sequence: int
    kind: str
    changes: Sequence[Mapping[str, Any]]
    recorded_from: int


class PastBond(NamedTuple):
    """A relationship that was open at a time; its properties are those of then."""

    type: str
    source: str
    target: str
    properties: Mapping[str, Any]


def in_order(events: Iterable[PastEvent]) -> list[PastEvent]:
    """Events from the oldest to the newest."""
    return sorted(events, key=lambda event: (event.recorded_at, event.sequence, event.uid))


def ci_at(stored: Mapping[str, Any], since: Sequence[PastEvent], at: int) -> dict[str, Any] | None:
    """A CI as it was at a time, given its events since then in their order; None when it was not there yet."""
    if stored["created_at"] > at:
        return None
    past = dict(stored)
    provenance = _PROVENANCE.decode(stored.get("provenance") or "{}")
    for event in reversed(since):
        for change in reversed(event.changes):
            if "attribute" in change:
                _undo(past, provenance, change)
    past["provenance"] = msgspec.json.encode(provenance).decode()
    past["revision"] = max(1, (stored.get("revision") or 1) - len(since))
    return past


def bond_at(bond: PastBond, changes: Iterable[Mapping[str, Any]], at: int) -> PastBond | None:
    """A relationship as it was at a time, given its changes since then in their order; None when it was not open."""
    stored = bond.properties
    told = _told(changes)
    valid_from, valid_to = told.get("interval", (stored["valid_from"], stored["valid_to"]))
    if not valid_from <= at < valid_to:
        return None
    properties = {**stored, "valid_from": valid_from, "valid_to": OPEN}
    if stored["last_seen_at"] > at:
        properties = _without_news(properties, told)
    return bond._replace(properties=properties)


def _undo(past: dict[str, Any], provenance: dict[str, list[Any]], change: Mapping[str, Any]) -> None:
    name, old = change["attribute"], change.get("old")
    if old is None:
        past.pop(name, None)
        provenance.pop(name, None)
        return
    past[name] = old
    source = change.get("old_source") or (provenance[name][0] if name in provenance else None)
    if source:
        # When the source said so is told by its report, not by the event: 0 stands for unknown.
        provenance[name] = [source, 0]


def _told(changes: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What the first change of each kind says of the time before it."""
    told: dict[str, Any] = {}
    for change in changes:
        if "old" in change:
            told.setdefault("facts", change["old"])
        if "old_sources" in change:
            told.setdefault("sources", change["old_sources"])
        if change["change"] == "opened":
            told.setdefault("interval", tuple(change.get("previous") or _NO_INTERVAL))
        if change["change"] == "closed":
            told.setdefault("interval", (change["valid_from"], OPEN))
    return told


def _without_news(properties: dict[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """A relationship that was written since: its facts and sources of then, and no counters, which nobody noted."""
    now = _FACTS.decode(properties.get("facts") or "{}")
    facts = told.get("facts", now)
    sources = told.get("sources", properties.get("sources") or [])
    kept = {name: value for name, value in properties.items() if name not in now}
    kept.pop("sightings", None)
    is_manual = any(kind_of(source) == MANUAL.name for source in sources)
    stated = {"sources": sources, "is_manual": is_manual, "confidence": _CONFIDENCE, **facts}
    return {**kept, **stated, "last_seen_at": properties["valid_from"]}
