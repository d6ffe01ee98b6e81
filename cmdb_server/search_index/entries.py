"""What of a CI is shown, filtered, sorted and searched: pure, and derived from the declarations alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from cmdb_server.filter_language.literals import folded as fold
from cmdb_server.search_index.bitmaps import FacetKey
from graph_schema import AttributeSpec, CIClassSpec, Registry
from graph_schema.data_sources import kind_of

MERGED = "merged"
RETIRED = "retired"
CLASS, STATUS, SITE, SOURCE, SOURCE_KEY = "ci_class", "status", "site", "source", "source_key"
ATTRIBUTE_FACET = "attr."
NAME_COLUMN = "name"
UID_TERM = "uid"
LAST_SEEN_COLUMN = "last_seen_at"
FIXED_COLUMNS = (NAME_COLUMN, "ci_class", "status", "site", "created_at", "updated_at")
MAX_SHOWN_SOURCES = 10
_MAX_TERM_LENGTH = 200
Scalar: TypeAlias = str | int | float | bool
Compared: TypeAlias = str | float


class Term(NamedTuple):
    """A text under which a CI is found: folded for comparing, and as it is shown."""

    folded: str
    field: str
    value: str


class SortKey(NamedTuple):
    """Where a CI stands in the order of a column."""

    column: str
    key: str | float


class HeldValue(NamedTuple):
    """A value of an attribute as filters compare it."""

    attribute: str
    compared: Compared


@dataclass(frozen=True)
class Entry:
    """One CI in the index. Times are in microseconds; `row` is what a list shows of it."""

    uid: str
    root_uid: str
    facets: tuple[FacetKey, ...]
    sort_keys: tuple[SortKey, ...]
    terms: tuple[Term, ...]
    values: tuple[HeldValue, ...]
    row: Mapping[str, Any]
    sources: tuple[str, ...]
    last_seen_at: int
    created_at: int


class Roles(NamedTuple):
    """The attributes of a class by the part they play in the index."""

    attributes: tuple[AttributeSpec, ...]
    columns: tuple[AttributeSpec, ...]
    facets: tuple[AttributeSpec, ...]
    searchable: tuple[AttributeSpec, ...]


def roles_of(registry: Registry) -> dict[str, Roles]:
    """The roles of every class's attributes."""
    return {name: _roles(spec) for name, spec in registry.classes.items()}


def _roles(spec: CIClassSpec) -> Roles:
    attributes = tuple(spec.attributes.values())
    return Roles(
        attributes,
        tuple(attribute for attribute in attributes if attribute.options.is_column),
        tuple(attribute for attribute in attributes if attribute.options.is_facet),
        tuple(a for a in attributes if a.options.is_searchable and a.name != NAME_COLUMN),
    )


def entry_of(ci: Mapping[str, Any], site: str | None, roles_by_class: Mapping[str, Roles]) -> Entry | None:
    """The entry of a CI from its stored properties; None for one that is never shown."""
    roles = roles_by_class.get(ci.get("ci_class", ""))
    if roles is None or ci.get("status") == MERGED:
        return None
    name = str(ci.get("name") or ci["uid"])
    sources = tuple(ci.get("sources") or ())
    return Entry(
        uid=ci["uid"],
        root_uid=ci.get("root_uid") or "",
        facets=tuple(_facets(ci, site, roles, sources)),
        sort_keys=tuple(_sort_keys(ci, name, site, roles)),
        terms=tuple(_terms(ci, name, roles)),
        values=tuple(_held(ci, roles)),
        row=_row(ci, name, site, roles),
        sources=sources,
        last_seen_at=int(ci.get("last_seen_at") or 0),
        created_at=int(ci.get("created_at") or 0),
    )


def _facets(ci: Mapping[str, Any], site: str | None, roles: Roles, sources: tuple[str, ...]) -> Iterator[FacetKey]:
    yield FacetKey(CLASS, ci["ci_class"])
    yield FacetKey(STATUS, ci["status"])
    if site:
        yield FacetKey(SITE, site)
    for kind in sorted({kind_of(key) for key in sources}):
        yield FacetKey(SOURCE, kind)
    for key in sources:
        yield FacetKey(SOURCE_KEY, key)
    for spec in roles.facets:
        for value in _values(ci.get(spec.name)):
            yield FacetKey(ATTRIBUTE_FACET + spec.name, text_of(value))


def _sort_keys(ci: Mapping[str, Any], name: str, site: str | None, roles: Roles) -> Iterator[SortKey]:
    yield SortKey(NAME_COLUMN, fold(name))
    yield SortKey("ci_class", ci["ci_class"])
    yield SortKey("status", ci["status"])
    if site:
        yield SortKey("site", fold(site))
    for column in ("created_at", "updated_at"):
        yield SortKey(column, int(ci.get(column) or 0))
    for spec in roles.columns:
        for value in _values(ci.get(spec.name))[:1]:
            yield SortKey(spec.name, fold(value) if isinstance(value, str) else float(value))


def _terms(ci: Mapping[str, Any], name: str, roles: Roles) -> Iterator[Term]:
    yield Term(fold(ci["uid"]), UID_TERM, ci["uid"])
    yield Term(fold(name)[:_MAX_TERM_LENGTH], NAME_COLUMN, name)
    for spec in roles.searchable:
        for value in _values(ci.get(spec.name)):
            text = text_of(value)
            yield Term(fold(text)[:_MAX_TERM_LENGTH], spec.name, text)


def _held(ci: Mapping[str, Any], roles: Roles) -> Iterator[HeldValue]:
    for spec in roles.attributes:
        for value in _values(ci.get(spec.name)):
            yield HeldValue(spec.name, fold(value) if isinstance(value, str) else value)


def _row(ci: Mapping[str, Any], name: str, site: str | None, roles: Roles) -> dict[str, Any]:
    shown = {spec.name: ci[spec.name] for spec in roles.columns if ci.get(spec.name) is not None}
    return {
        "name": name,
        "ci_class": ci["ci_class"],
        "status": ci["status"],
        "site": site,
        "root_uid": ci.get("root_uid") or "",
        "sources": list(ci.get("sources") or ())[:MAX_SHOWN_SOURCES],
        "attributes": shown,
    }


def _values(value: Any) -> list[Scalar]:  # noqa: ANN401 - what the graph holds
    if value is None:
        return []
    return value if isinstance(value, list) else [value]  # pyright: ignore[reportUnknownVariableType] - the store holds lists of texts only


def text_of(value: Scalar) -> str:
    """A value as text: filter values and search terms."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
