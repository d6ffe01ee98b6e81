"""The answers as plain values; every field has the name it has in the API. Times are RFC 3339 UTC texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True)
class Counts:
    """CIs in each state and services that are not up, without the failed CIs themselves; `reach` is what may be hit."""

    down: int
    degraded: int
    at_risk: int
    reach: int
    services: int


@dataclass(frozen=True)
class Level:
    """How many CIs are at one distance from the failed ones."""

    level: int
    count: int


@dataclass(frozen=True)
class Group:
    """A group's rule: k of its members are needed, `up` of them are not down."""

    k: int
    members: int
    up: int


@dataclass(frozen=True)
class Node:
    """One CI of the picture; `state` is source, down, degraded, at_risk or up; `root` names what it is a part of."""

    uid: str
    name: str
    ci_class: str
    class_label: str
    root: str | None
    site: str | None
    level: int
    state: str
    group: Group | None
    criticality: int | None
    users: int | None


@dataclass(frozen=True)
class Edge:
    """`source` needs `target`."""

    source: str
    target: str
    type: str
    strength: str | None
    confidence: float | None
    sources: Sequence[str]
    last_seen_at: str | None
    derivation: str | None


@dataclass(frozen=True)
class Weakest:
    """The relationship of a path that is least sure; the answer changes when it is wrong."""

    source: str
    target: str
    type: str
    confidence: float | None
    last_seen_at: str | None


@dataclass(frozen=True)
class ServiceImpact:
    """A service that is not up, with one explaining path from a failed CI and the weakest relationship on it.

    `margin`: how many more members its tightest requirement can lose; below 0 it is not met; None: it has none.
    `support_hours` is when somebody looks after it, as it was agreed; of now, also in an answer about the past.
    `sites` are those of the CIs on the path, `assumed` counts the relationships on it whose effect nobody declared.
    """

    uid: str
    name: str
    state: str
    users: int | None
    criticality: int | None
    path: Sequence[str]
    weakest: Weakest | None
    margin: int | None
    owner_name: str | None = None
    support_hours: str | None = None
    sites: Sequence[str] = ()
    assumed: int = 0


@dataclass(frozen=True)
class AffectedCI:
    """A CI that is not up; the score is state weight x criticality x users."""

    uid: str
    name: str
    ci_class: str
    level: int
    state: str
    score: float


@dataclass(frozen=True)
class Entering:
    """A CI that an action brings in; `on` is the CI it is done to, `lasts_seconds` None: until somebody undoes it.

    Where `action` is isolated, nobody did anything: with `on` down no way is left from it to its gateways; fewer_ways:
    there are fewer disjoint ones than before.
    """

    uid: str
    name: str
    ci_class: str
    state: str
    lasts_seconds: int | None
    action: str
    on: str
    because: str


@dataclass(frozen=True)
class ImpactPicture:
    """What a failure does, as a bounded picture: `hidden` CIs of the reach are left out of nodes and edges.

    Counts, levels and services are complete. `direction` causes: `level` is the distance from the symptom and `state`
    what the symptom would be if that CI alone were down.
    """

    source: Sequence[str]
    down: Sequence[str]
    degraded: Sequence[str]
    direction: str
    counts: Counts
    levels: Sequence[Level]
    truncated: bool
    hidden: int
    snapshot_at: str
    as_of: str | None
    nodes: Sequence[Node]
    edges: Sequence[Edge]
    services: Sequence[ServiceImpact]
    affected: Sequence[AffectedCI]
    entering: Sequence[Entering] = ()


@dataclass(frozen=True)
class Evidence:
    """One thing that was seen or said and on which a relationship rests; `text` says it in words."""

    text: str
    sources: Sequence[str]
    address: str | None = None
    port: int | None = None
    protocol: str | None = None
    sightings: int | None = None
    days: int | None = None
    first_seen_at: str | None = None
    last_seen_at: str | None = None


@dataclass(frozen=True)
class StepRelationship:
    """The relationship by which a step needs the step before it."""

    type: str
    strength: str | None
    confidence: float | None
    sources: Sequence[str]
    last_seen_at: str | None
    derivation: str | None
    evidence: Sequence[Evidence]


@dataclass(frozen=True)
class PathStep:
    """One CI on the way of a failure; the first one is failed and has no relationship."""

    uid: str
    name: str
    ci_class: str
    state: str
    relationship: StepRelationship | None
    note: str


@dataclass(frozen=True)
class ImpactPath:
    """One way a failure takes, from a failed CI to the one that was asked about."""

    steps: Sequence[PathStep]


@dataclass(frozen=True)
class ListedCI:
    """One line of the complete list; `path` holds the names from a failed CI to this one."""

    uid: str
    name: str
    ci_class: str
    site: str | None
    level: int
    state: str
    score: float
    path: Sequence[str]


@dataclass(frozen=True)
class Impact:
    """The Impact JSON: `states` holds what is not up, the failed CIs among them.

    `assumed` are relationships between CIs that are not up whose effect nobody declared: derived ones, and those
    without a strength, which are taken as hard. `unknowns` counts what limits the answer.
    """

    down: Sequence[str]
    degraded: Sequence[str]
    states: Mapping[str, str]
    services: Sequence[ServiceImpact]
    reach: Sequence[str]
    rounds: Mapping[str, int]
    assumed: Sequence[str]
    unknowns: Mapping[str, int]
    snapshot_at: str
    as_of: str | None = None
    entering: Sequence[Entering] = ()


@dataclass(frozen=True)
class CIReference:
    """A CI by uid and name."""

    uid: str
    name: str
    ci_class: str


@dataclass(frozen=True)
class BusyProgram:
    """A program on which many others depend.

    `dependents`: programs and services in its reach; `affected`: CIs that are not up when it is down, worst first in
    `takes_down`. Without itself.
    """

    uid: str
    name: str
    ci_class: str
    computer: CIReference | None
    dependents: int
    affected: int
    takes_down: Sequence[CIReference] = field(default_factory=tuple[CIReference, ...])


def rfc3339(microseconds: int) -> str | None:
    """An instant as text; None for 0, which stands for never."""
    if not microseconds:
        return None
    at = datetime.fromtimestamp(microseconds // 1_000_000, UTC).replace(microsecond=microseconds % 1_000_000)
    return at.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"
