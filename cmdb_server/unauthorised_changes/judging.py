"""What of an event is watched, and whether a change stands behind it: pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, NamedTuple

import msgspec

from cmdb_server.itsm.record import Record
from cmdb_server.timestamps import microseconds
from graph_schema import Registry
from graph_schema.data_sources import MANUAL, kind_of

HOUR = 3_600 * 1_000_000
LAG, KNOWN_FOR = 24 * HOUR, HOUR
LISTENER, DEPENDENCY = "new endpoint", "new dependency"
_HIGH = 3
_UNDER_WAY = ("implementation", "backing_out", "review", "closed")
_CHANGES = msgspec.json.Decoder(list[dict[str, Any]])


class Event(NamedTuple):
    """All changes of a CI by one step of a transaction; `changes` as they are kept."""

    uid: str
    ci_uid: str
    recorded_at: int
    kind: str
    changes: str
    source: str
    actor: str


class Place(NamedTuple):
    """What a CI is and where it belongs; `known_since` is when its machine came to be known (microseconds)."""

    uid: str
    ci_class: str
    root_uid: str
    owner_uid: str
    known_since: int
    criticality: int

    @property
    def uids(self) -> set[str]:
        """It, its owner and its machine: a change of any of them stands behind a difference."""
        return {self.uid, self.root_uid, self.owner_uid} - {""}


@dataclass(frozen=True)
class Difference:
    """One watched difference of a CI (uid): values as JSON, who or what told of it, when (microseconds)."""

    uid: str
    ci_uid: str
    ci_class: str
    attribute: str
    old: str
    new: str
    source: str
    actor: str
    recorded_at: int

    @property
    def key(self) -> str:
        """What is alike: the same attribute of the same class by the same kind of source."""
        return f"{self.ci_class}|{self.attribute}|{kind_of(self.source)}"


def watched_in(event: Event, place: Place, registry: Registry) -> Iterator[Difference]:
    """The differences of an event that somebody has to answer for, unless a change stands behind them."""
    if not event.source or kind_of(event.source) == MANUAL.name or event.recorded_at - place.known_since < KNOWN_FOR:
        return
    if event.kind == "created":
        if place.ci_class == "endpoint":
            yield _difference(event, place, LISTENER, (None, place.uid))
        return
    spec = registry.classes.get(place.ci_class)
    for change in _CHANGES.decode(event.changes):
        name, old, new = change.get("attribute", ""), change.get("old"), change.get("new")
        if spec and name in spec.attributes and spec.attributes[name].options.is_watched and None not in (old, new):
            yield _difference(event, place, name, (old, new))
        is_new = (change.get("relationship"), change.get("change")) == ("DEPENDS_ON", "opened")
        if is_new and place.criticality >= _HIGH:
            yield _difference(event, place, DEPENDENCY, (None, change["other"]))


def _difference(event: Event, place: Place, attribute: str, values: tuple[Any, Any]) -> Difference:
    old, new = (msgspec.json.encode(value).decode() for value in values)
    uid = "uc_" + blake2b(f"{event.uid}\x1f{attribute}\x1f{new}".encode(), digest_size=13).hexdigest()
    told = (event.source, event.actor, event.recorded_at)
    return Difference(uid, place.uid, place.ci_class, attribute, old, new, *told)


def stands_behind(record: Record, at: int) -> bool:
    """Whether a change stands behind what is told of its CIs at a time: it is carried out, or was within a day."""
    begun = record.value("actual_start") or record.value("planned_start")
    ended = record.value("actual_end") or record.value("planned_end")
    if record.state == "scheduled":
        return bool(begun and ended) and microseconds(begun) <= at <= microseconds(ended) + LAG
    if record.state not in _UNDER_WAY or not begun or at < microseconds(begun):
        return False
    return record.state not in ("review", "closed") or not ended or at <= microseconds(ended) + LAG


def behind(place: Place, at: int, changes: Mapping[str, Iterable[Record]]) -> str:
    """The number of a change that stands behind what is told of a CI, "" for none; `changes` by the CIs they affect."""
    found = {record.number for uid in place.uids for record in changes.get(uid, ()) if stands_behind(record, at)}
    return min(found, default="")
