"""What the index is asked and what it answers; the answers' fields are the names of the API."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cmdb_server.data_source_names import SourceName
from cmdb_server.filter_language.query import Query
from graph_schema.declare import AttributeValue


@dataclass(frozen=True)
class Filters:
    """Which CIs are asked for. Values of one filter are alternatives; empty means no restriction.

    `ci_class` also finds classes that inherit from it, `source` takes kinds and keys. Without `status` retired CIs
    are left out. `attributes` are by attribute name. `query` is a question of the filter language; it decides about
    retired CIs where it asks for a status.
    """

    q: str = ""
    ci_class: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    site: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    query: Query | None = None


@dataclass(frozen=True)
class NamedCI:
    """A CI as others refer to it."""

    uid: str
    name: str
    ci_class: str


@dataclass(frozen=True)
class ListedCI:
    """A row of a list. `root` is the CI that it is a part of, None where it stands alone. Times are RFC 3339.

    `hidden` names the columns that whoever asks may not read.
    """

    uid: str
    name: str
    ci_class: str
    status: str
    last_seen_at: str | None
    sources: tuple[SourceName, ...]
    site: str | None
    root: NamedCI | None
    attributes: Mapping[str, AttributeValue]
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True)
class CIPage:
    """One page of a list and how many there are in all.

    `redacted` are those beside them that whoever asks may not see; told only where nothing but class and status is
    asked for, because other filters would tell values.
    """

    total: int
    offset: int
    limit: int
    items: tuple[ListedCI, ...]
    redacted: int | None = 0


@dataclass(frozen=True)
class FacetValue:
    """A value that a list can be narrowed to, with how many CIs it leaves."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Facet:
    """A property to narrow a list by; `name` is the filter parameter that takes its values."""

    name: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True)
class Matched:
    """Why a CI was found."""

    field: str
    value: str
    is_exact: bool


@dataclass(frozen=True)
class SearchHit:
    """A CI that a search found."""

    uid: str
    name: str
    ci_class: str
    class_label: str
    status: str
    root: NamedCI | None
    matched: Matched


@dataclass(frozen=True)
class Figure:
    """One number of the dashboard; `link` leads to the list behind it."""

    key: str
    label: str
    value: int
    unit: str | None
    detail: str | None
    link: str


@dataclass(frozen=True)
class Bar:
    """One bar of a distribution."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Trend:
    """How many CIs there were at each time (RFC 3339)."""

    at: tuple[str, ...]
    cis: tuple[int, ...]


@dataclass(frozen=True)
class Need:
    """Something that waits for a person."""

    kind: str
    text: str
    count: int
    link: str


@dataclass(frozen=True)
class Dashboard:
    """The numbers of the dashboard."""

    figures: tuple[Figure, ...]
    by_class: tuple[Bar, ...]
    by_status: tuple[Bar, ...]
    by_source: tuple[Bar, ...]
    trend: Trend
    needs_you: tuple[Need, ...]
