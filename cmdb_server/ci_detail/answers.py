"""The answers about one CI; every field has the name it has in the API. Times are RFC 3339 UTC texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cmdb_server.data_source_names import SourceName
from graph_schema.declare import AttributeValue


@dataclass(frozen=True)
class CIRef:
    """A CI as others refer to it."""

    uid: str
    name: str
    ci_class: str


@dataclass(frozen=True)
class CIRefStatus:
    """A CI as others refer to it, with its status."""

    uid: str
    name: str
    ci_class: str
    status: str


@dataclass(frozen=True)
class ClassStep:
    """A class on the way from the most general one."""

    name: str
    label: str


@dataclass(frozen=True)
class AttributeClaim:
    """What one source says of an attribute."""

    value: AttributeValue
    source: SourceName
    observed_at: str


@dataclass(frozen=True)
class CIAttribute:
    """An attribute with the source that won it (None: it is what names the CI) and all that is claimed of it.

    `hidden`: whoever asks may not read it; nothing but its declaration is told, not even whether it has a value.
    """

    name: str
    label: str
    doc: str
    value: AttributeValue | None
    unit: str | None
    kind: str
    source: SourceName | None
    observed_at: str | None
    claims: Sequence[AttributeClaim]
    hidden: bool = False


@dataclass(frozen=True)
class CICounts:
    """How much there is behind each tab."""

    relationships: int
    software: int
    connections: int
    history: int
    parts: int


@dataclass(frozen=True)
class StatusChange:
    """Since when a CI has its status, and why: whose word it was (section "": age) and the reason, if one was given."""

    at: str
    source: SourceName | None
    section: str | None
    actor: str | None
    reason: str | None


@dataclass(frozen=True)
class CIDetail:
    """One CI as it is now. `merged_into` is the CI that took its place, None while it stands for itself.

    `redacted`: whoever asks may not see it; class and state are told, and how much there is.
    `status_change` says why it is stale or retired, None for others.
    """

    uid: str
    name: str
    ci_class: str
    class_label: str
    class_path: Sequence[ClassStep]
    status: str
    revision: int
    created_at: str
    updated_at: str
    last_seen_at: str | None
    identifiers: Sequence[str]
    sources: Sequence[SourceName]
    owner: CIRef | None
    root: CIRef | None
    attributes: Sequence[CIAttribute]
    counts: CICounts
    merged_into: str | None
    redacted: bool = False
    status_change: StatusChange | None = None


@dataclass(frozen=True)
class CIRelationship:
    """An open relationship of a CI; `direction` out: the CI needs the other end."""

    uid: str
    type: str
    direction: str
    other: CIRefStatus
    attributes: Mapping[str, AttributeValue]
    sources: Sequence[SourceName]
    confidence: float | None
    strength: str | None
    first_seen_at: str | None
    last_seen_at: str | None
    valid_from: str | None


@dataclass(frozen=True)
class RelationshipPage:
    """One page of relationships and how many there are in all."""

    total: int
    items: Sequence[CIRelationship]


@dataclass(frozen=True)
class InstalledSoftware:
    """A release of a product that is installed."""

    uid: str
    product: str
    version: str | None
    publisher: str | None
    package_name: str | None
    package_version: str | None
    first_seen_at: str | None
    relationship_uid: str


@dataclass(frozen=True)
class SoftwarePage:
    """One page of installed software and how much there is in all."""

    total: int
    items: Sequence[InstalledSoftware]


@dataclass(frozen=True)
class Peer:
    """The other side of a connection: the CI, the program behind it and the computer of that, where known."""

    uid: str
    name: str
    ci_class: str
    program: CIRef | None
    computer: CIRef | None


@dataclass(frozen=True)
class Connection:
    """An observed connection; `direction` out: `program`, which is on this side, opened it."""

    direction: str
    program: CIRef | None
    peer: Peer
    address: str | None
    port: int | None
    protocol: str | None
    first_seen_at: str | None
    last_seen_at: str | None
    sightings: int | None
    days: int | None


@dataclass(frozen=True)
class ConnectionPage:
    """One page of connections and how many there are in all."""

    total: int
    items: Sequence[Connection]


@dataclass(frozen=True)
class CIName:
    """A CI by uid and name."""

    uid: str
    name: str


@dataclass(frozen=True)
class EventChange:
    """One change: of an attribute (old and new value) or of a relationship (opened, closed, changed)."""

    attribute: str | None = None
    relationship: str | None = None
    old: AttributeValue | Mapping[str, AttributeValue] | None = None
    new: AttributeValue | Mapping[str, AttributeValue] | None = None
    other: CIName | None = None
    direction: str | None = None
    change: str | None = None


@dataclass(frozen=True)
class TrapTold:
    """What a device sent by itself, `times` times, the last at `last_at`; `unread` more were only counted.

    `interface` is the one that it names where that is known, else `interface_name` says what it called it.
    """

    name: str
    meaning: str
    address: str | None
    proof: str
    times: int
    unread: int
    last_at: str
    interface: CIName | None
    interface_name: str | None
    details: Mapping[str, str]


@dataclass(frozen=True)
class Event:
    """All changes of a CI by one section of a report, or by a person; or what it sent by itself (`trap`).

    `kind` is created, changed, retired, returned, merged, notified or expires. `joined_since`: when the first of
    the events was that retention has joined into this one, null for a single event.
    """

    uid: str
    at: str
    observed_at: str | None
    kind: str
    source: SourceName | None
    actor: str | None
    reason: str | None
    changes: Sequence[EventChange]
    joined_since: str | None = None
    trap: TrapTold | None = None


@dataclass(frozen=True)
class EventPage:
    """A piece of the history, newest first; `next_cursor` leads to the older ones."""

    items: Sequence[Event]
    next_cursor: str | None
