"""The answers of a comparison; every field has the name it has in the API. Times are RFC 3339 UTC texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph_schema.declare import AttributeValue


@dataclass(frozen=True)
class AttributeDifference:
    """An attribute with its value at both instants, None where it had none."""

    name: str
    label: str
    old: AttributeValue | None
    new: AttributeValue | None


@dataclass(frozen=True)
class OtherEnd:
    """The CI at the other end of a relationship."""

    uid: str
    name: str
    ci_class: str


@dataclass(frozen=True)
class RelationshipDifference:
    """A relationship that was opened, closed or changed; `direction` out: the CI needs the other end."""

    uid: str
    type: str
    direction: str
    other: OtherEnd
    change: str
    old: Mapping[str, AttributeValue] | None
    new: Mapping[str, AttributeValue] | None


@dataclass(frozen=True)
class CIDifference:
    """A CI that was added, removed or changed between the instants."""

    uid: str
    name: str
    ci_class: str
    change: str
    attributes: Sequence[AttributeDifference]
    relationships: Sequence[RelationshipDifference]


@dataclass(frozen=True)
class Counts:
    """How many CIs of each kind."""

    added: int
    removed: int
    changed: int


@dataclass(frozen=True)
class Comparison:
    """One page of what differs between two instants, and how much in all."""

    since: str
    until: str
    counts: Counts
    total: int
    items: Sequence[CIDifference]


@dataclass(frozen=True)
class StateDifference:
    """A CI whose state under a failure differs; None: it was not there."""

    uid: str
    name: str
    ci_class: str
    change: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class ImpactComparison:
    """What a failure would do at the second instant beside the first: CIs affected more, less or otherwise."""

    since: str
    until: str
    counts: Counts
    total: int
    items: Sequence[StateDifference]


@dataclass(frozen=True)
class Moments:
    """When something changed, oldest first; `total` counts also those that are left out because they are many."""

    since: str
    until: str
    total: int
    items: Sequence[str]
