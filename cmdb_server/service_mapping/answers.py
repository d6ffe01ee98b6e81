"""What is answered of services; the fields are the names of the API. Times are RFC 3339."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cmdb_server.impact_analysis.answers import Edge, Group
from graph_schema.declare import AttributeValue


@dataclass(frozen=True)
class ServiceCI:
    """A CI by its name."""

    uid: str
    name: str
    ci_class: str


@dataclass(frozen=True)
class ListedService:
    """A service and how much it consists of.

    `is_defined`: its members follow from a definition; else it is entered where somebody says that it depends.
    `shared` members are infrastructure of many, `services` other services, and `members` all the others; `unresolved`
    are entry points that lead nowhere yet. `is_cut`: it has more members than are followed.
    """

    uid: str
    name: str
    ci_class: str
    class_label: str
    status: str
    attributes: Mapping[str, AttributeValue]
    owners: Sequence[ServiceCI]
    is_defined: bool
    members: int
    shared: int
    services: int
    unresolved: int
    is_cut: bool


@dataclass(frozen=True)
class Services:
    """The services, by name."""

    items: Sequence[ListedService]


@dataclass(frozen=True)
class Entry:
    """An entry point as it was typed, and where it leads; `problem` says why nowhere."""

    text: str
    leads_to: Sequence[ServiceCI]
    problem: str


@dataclass(frozen=True)
class ShownDefinition:
    """From what the members of a service follow; who changed it last."""

    entries: Sequence[Entry]
    query: str
    chosen: Sequence[ServiceCI]
    left_out: Sequence[ServiceCI]
    follows: bool
    revision: int
    updated_at: str | None
    updated_by: str


@dataclass(frozen=True)
class MapNode:
    """A member of a service, or the service itself (role service, level 0).

    `via` is the member that needs it, null for what is named. `state` is source for the service itself, unknown for
    what was not seen for long, else up.
    """

    uid: str
    name: str
    ci_class: str
    class_label: str
    root: str | None
    site: str | None
    level: int
    state: str
    status: str
    group: Group | None
    criticality: int | None
    users: int | None
    role: str
    via: str | None


@dataclass(frozen=True)
class MapEdge(Edge):
    """`source` needs `target`; `through` is the CI that it needs, where `target` is the service that it enters."""

    through: ServiceCI | None


@dataclass(frozen=True)
class ServiceMap:
    """The members of a service and the relationships between them that carry failure.

    `tops` are those that the service itself depends on. Of a preview `added` and `removed` are the members that saving
    would bring and take. `is_cut`: there are more than are followed.
    """

    nodes: Sequence[MapNode]
    edges: Sequence[MapEdge]
    tops: Sequence[str]
    added: Sequence[ServiceCI]
    removed: Sequence[ServiceCI]
    is_cut: bool
    snapshot_at: str


@dataclass(frozen=True)
class ServicePreview:
    """What a definition would come to: where its entry points lead, and its members."""

    entries: Sequence[Entry]
    map: ServiceMap


@dataclass(frozen=True)
class ServiceDetail:
    """A service with its definition, null where it has none, and its members."""

    service: ListedService
    definition: ShownDefinition | None
    map: ServiceMap
