"""Lists and facets: filters become sets, orders come from the sort keys."""

from collections.abc import Iterable, Iterator

import numpy as np

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.search_index import matching, searching
from cmdb_server.search_index.answers import CIPage, Facet, FacetValue, Filters
from cmdb_server.search_index.bitmaps import Bits, Membership, bits_of, ids_of
from cmdb_server.search_index.contents import Contents
from cmdb_server.search_index.entries import (
    ATTRIBUTE_FACET,
    CLASS,
    FIXED_COLUMNS,
    LAST_SEEN_COLUMN,
    NAME_COLUMN,
    SITE,
    SOURCE,
    SOURCE_KEY,
    STATUS,
)
from graph_schema import Registry
from graph_schema.words import label_of

MAX_FACET_VALUES = 100
MAX_LIMIT = 500
_FEW = 8


class UnknownColumnError(CmdbError):
    """A list cannot be sorted by what is no column."""

    def __init__(self, sort: str, known: Iterable[str]) -> None:
        """`known` are the columns there are."""
        remedy = f"sort by one of {', '.join(sorted(known))}, with a minus in front for descending"
        message = "is no column"
        error = FieldError("sort", sort[:100], message, remedy)
        super().__init__(f"sort: {message}; {remedy}", 422, "unknown_column", (error,))


def list_cis(contents: Contents, filters: Filters, sort: str, window: tuple[int, int]) -> CIPage:
    """One page (offset, limit) of the CIs asked for."""
    offset, limit = max(window[0], 0), min(max(window[1], 0), MAX_LIMIT)
    column = _column_of(contents.registry, sort)
    matched = _matched(contents, _selections(contents, filters))
    ids = _first(_ordered(contents, matched, (column, sort.startswith("-"))), offset + limit)
    return CIPage(matched.bit_count(), offset, limit, contents.listed(ids[offset:]))


def count_shown(contents: Contents, filters: Filters) -> int | None:
    """How many CIs are asked for by class and status; None where more is asked for."""
    if filters != Filters(ci_class=filters.ci_class, status=filters.status):
        return None
    return _matched(contents, _selections(contents, filters)).bit_count()


def ordered_ids(contents: Contents, filters: Filters, sort: str) -> list[int]:
    """All CIs asked for in order."""
    column = _column_of(contents.registry, sort)
    matched = _matched(contents, _selections(contents, filters))
    return list(_ordered(contents, matched, (column, sort.startswith("-"))))


def matched(contents: Contents, filters: Filters) -> Bits:
    """The CIs asked for."""
    return _matched(contents, _selections(contents, filters))


def facets(contents: Contents, filters: Filters) -> tuple[Facet, ...]:
    """What the CIs asked for can be narrowed by; facets without a value are left out."""
    selections = _selections(contents, filters)
    matched = _matched(contents, selections)
    found = (_facet(contents, name, filters, (selections, matched)) for name in _facet_names(contents.registry))
    return tuple(facet for facet in found if facet.values)


def _facet_names(registry: Registry) -> Iterator[str]:
    yield from (CLASS, STATUS, SITE, SOURCE)
    names = {
        attribute.name
        for spec in registry.classes.values()
        for attribute in spec.attributes.values()
        if attribute.options.is_facet
    }
    yield from (ATTRIBUTE_FACET + name for name in sorted(names))


def _facet(contents: Contents, name: str, filters: Filters, asked: tuple[dict[str, Bits], Bits]) -> Facet:
    """`asked` is what is selected and what passes all of it, which counts where nothing of this facet is selected."""
    selections, base = asked
    if name in selections:
        base = _matched(contents, {other: bits for other, bits in selections.items() if other != name})
    counts = contents.bitmaps.counts(name, base)
    selected = set(_selected(filters, name))
    for value in selected - set(counts):
        counts[value] = (_having(contents, name, (value,)) & base).bit_count()
    ranked = sorted(counts, key=lambda value: (value not in selected, -counts[value], value))[:MAX_FACET_VALUES]
    label = label_of(name.removeprefix(ATTRIBUTE_FACET)) if name != CLASS else "Class"
    values = (
        FacetValue(value, label_of_value(contents.registry, name, value), counts[value], value in selected)
        for value in ranked
    )
    return Facet(name, label, tuple(values))


def label_of_value(registry: Registry, facet: str, value: str) -> str:
    """The value of a facet as people read it."""
    if facet == CLASS and value in registry.classes:
        return registry.ci_class(value).label
    if facet == SOURCE and value in registry.data_sources:
        return registry.data_sources[value].label
    return value.capitalize() if facet == STATUS else value


def _selected(filters: Filters, name: str) -> tuple[str, ...]:
    fixed = {CLASS: filters.ci_class, STATUS: filters.status, SITE: filters.site, SOURCE: filters.source}
    return fixed.get(name, filters.attributes.get(name.removeprefix(ATTRIBUTE_FACET), ()))


def _selections(contents: Contents, filters: Filters) -> dict[str, Bits]:
    """For every filter that is set the CIs it lets through; the status always counts."""
    attributes = [ATTRIBUTE_FACET + name for name in filters.attributes]
    chosen = {name: _selected(filters, name) for name in (CLASS, STATUS, SITE, SOURCE, *attributes)}
    found = {name: _having(contents, name, values) for name, values in chosen.items() if values}
    if filters.query is None or not filters.query.asks_for_status:
        found.setdefault(STATUS, contents.current())
    if filters.q.strip():
        found["q"] = searching.containing(contents, filters.q)
    if filters.query is not None:
        found["query"] = matching.meeting(contents, filters.query.condition)
    return found


def _having(contents: Contents, name: str, values: Iterable[str]) -> Bits:
    wanted = list(values)
    if name == CLASS:
        descendants = contents.registry.descendants
        wanted = [found for value in wanted for found in descendants.get(value, (value,))]
    found = contents.bitmaps.having(name, wanted)
    return found | contents.bitmaps.having(SOURCE_KEY, wanted) if name == SOURCE else found


def _matched(contents: Contents, selections: dict[str, Bits]) -> Bits:
    found = contents.everyone()
    for bits in selections.values():
        found &= bits
    return found


def _column_of(registry: Registry, sort: str) -> str:
    column = sort.removeprefix("-") or NAME_COLUMN
    known = {*FIXED_COLUMNS, LAST_SEEN_COLUMN} | {
        attribute.name
        for spec in registry.classes.values()
        for attribute in spec.attributes.values()
        if attribute.options.is_column
    }
    if column not in known:
        raise UnknownColumnError(sort, known)
    return column


def _ordered(contents: Contents, matched: Bits, order: tuple[str, bool]) -> Iterator[int]:
    """The matched ids in the order of a column; those that show no value come last, by name."""
    column, is_descending = order
    if column == LAST_SEEN_COLUMN:
        yield from _by_last_seen(contents, matched, is_descending=is_descending)
        return
    passed: list[int] = []
    for member in _with_a_value(contents, matched, order):
        passed.append(member)
        yield member
    if len(passed) < matched.bit_count():
        left = matched & ~bits_of(passed)
        yield from Membership(left) if column == NAME_COLUMN else _ordered(contents, left, (NAME_COLUMN, False))


def _with_a_value(contents: Contents, matched: Bits, order: tuple[str, bool]) -> Iterator[int]:
    """Few ids are looked up and sorted, many are met on the way through the ordered keys of all."""
    column, is_descending = order
    if matched.bit_count() * _FEW < contents.size:
        yield from contents.tables.ordered_among(matched, column, is_descending=is_descending)
        return
    members = Membership(matched)
    yield from (id_ for id_ in contents.tables.ordered(column, is_descending=is_descending) if id_ in members)


def _by_last_seen(contents: Contents, matched: Bits, *, is_descending: bool) -> list[int]:
    members = np.array(ids_of(matched), np.int64)
    seen = contents.last_seen()[members]
    keys = -seen if is_descending else np.where(seen == 0, np.iinfo(np.int64).max, seen)
    found: list[int] = members[np.argsort(keys, kind="stable")].tolist()
    return found


def _first(ids: Iterator[int], count: int) -> list[int]:
    return [member for member, _ in zip(ids, range(count), strict=False)]
