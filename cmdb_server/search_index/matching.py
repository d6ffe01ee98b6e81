"""Which CIs meet a question of the filter language: each condition is a set; `and`, `or` and `not` combine them."""

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import TypeAlias

from cmdb_server.filter_language import fields as language
from cmdb_server.filter_language import literals
from cmdb_server.filter_language.conditions import And, Comparison, Condition, FreeText, IsClass, Not, Related
from cmdb_server.filter_language.fields import Field, fields_of
from cmdb_server.filter_language.query import Query
from cmdb_server.search_index import searching
from cmdb_server.search_index.bitmaps import Bits, bits_of, bits_of_flags
from cmdb_server.search_index.contents import Contents
from cmdb_server.search_index.entries import CLASS, SITE, SOURCE, SOURCE_KEY, STATUS

_Match: TypeAlias = Callable[[Contents, Field, Comparison], Bits]
_EQUAL, _DIFFERENT, _ORDER = ("=", "in"), ("!=", "not in"), ("<", "<=", ">", ">=")
_AFTER = (">", ">=", "newer than")
_FACETS = {language.STATUS: (STATUS,), language.SITE: (SITE,), language.SOURCE: (SOURCE, SOURCE_KEY)}
_ENDLESS = 2**63 - 1


def matching(contents: Contents, query: Query) -> Bits:
    """The CIs that a question is about; retired ones only when it asks for a status."""
    found = meeting(contents, query.condition)
    return found if query.asks_for_status else found & contents.current()


def meeting(contents: Contents, condition: Condition) -> Bits:
    """The CIs that meet a condition, retired ones among them."""
    if isinstance(condition, Comparison):
        field = fields_of(contents.registry)[condition.field.text]
        return _MATCHES[field.kind](contents, field, condition)
    if isinstance(condition, IsClass):
        return contents.bitmaps.having(CLASS, contents.registry.descendants[condition.name.text])
    if isinstance(condition, Related):
        return _related(contents, condition)
    if isinstance(condition, FreeText):
        return searching.containing(contents, condition.text.text) & contents.everyone()
    if isinstance(condition, Not):
        return contents.everyone() & ~meeting(contents, condition.condition)
    found = meeting(contents, condition.conditions[0])
    for other in condition.conditions[1:]:
        further = meeting(contents, other)
        found = found & further if isinstance(condition, And) else found | further
    return found


def values(contents: Contents, field: Field, starting: str, limit: int) -> list[str]:
    """Values of a field that start with a text, in their order; numbers are not suggested."""
    folded = literals.folded(starting)
    if field.kind == "text":
        return [str(value) for value in contents.tables.values.starting(field.name, folded, limit)]
    if field.kind == "boolean":
        known = ["false", "true"]
    elif field.kind == "class":
        known = sorted(contents.registry.classes)
    else:
        facets = _FACETS.get(field.name, ())
        known = sorted(value for facet in facets for value in contents.bitmaps.values(facet))
    return [value for value in known if literals.folded(value).startswith(folded)][:limit]


def _related(contents: Contents, condition: Related) -> Bits:
    inside = contents.everyone() if condition.condition is None else meeting(contents, condition.condition)
    follow = contents.links.coming_from if condition.is_incoming else contents.links.leading_to
    return follow(condition.type.text, inside, contents.size) & contents.everyone()


def _attribute(contents: Contents, field: Field, condition: Comparison) -> Bits:
    """Texts, numbers and booleans, by the table of values."""
    table, name, asked = contents.tables.values, field.name, condition.operator
    if asked == "exists":
        return table.having(name)
    if asked == "missing":
        return contents.everyone() & ~table.having(name)
    if asked in _ORDER:
        word = condition.values[0]
        bound = literals.folded(word.text) if field.kind == "text" else literals.number(field, word)
        return table.ordered(name, asked, bound)
    if asked in _EQUAL or asked in _DIFFERENT:
        wanted = {value for word in condition.values for value in literals.compared(field, word)}
        equal = table.equal(name, wanted)
        return equal if asked in _EQUAL else table.having(name) & ~equal
    return table.like(name, literals.glob(asked, condition.values[0].text))


def _term(contents: Contents, field: Field, condition: Comparison) -> Bits:
    """Status, site and source: few values, one set each."""
    facets = _FACETS[field.name]
    known = {(facet, value) for facet in facets for value in contents.bitmaps.values(facet)}
    present = _having(contents, known)
    if condition.operator in ("exists", "missing"):
        return present if condition.operator == "exists" else contents.everyone() & ~present
    if condition.operator in (*_EQUAL, *_DIFFERENT):
        wanted = {literals.folded(word.text) for word in condition.values}
        found = _having(contents, {entry for entry in known if literals.folded(entry[1]) in wanted})
        return found if condition.operator in _EQUAL else present & ~found
    glob = literals.glob(condition.operator, condition.values[0].text)
    return _having(contents, {entry for entry in known if fnmatchcase(literals.folded(entry[1]), glob)})


def _having(contents: Contents, values: set[tuple[str, str]]) -> Bits:
    found = 0
    for facet, value in values:
        found |= contents.bitmaps.having(facet, (value,))
    return found


def _class(contents: Contents, _field: Field, condition: Comparison) -> Bits:
    """Exactly these classes."""
    found = contents.bitmaps.having(CLASS, (word.text for word in condition.values))
    return found if condition.operator in _EQUAL else contents.everyone() & ~found


def _uid(contents: Contents, _field: Field, condition: Comparison) -> Bits:
    found = bits_of(contents.tables.ids(word.text for word in condition.values).values()) & contents.everyone()
    return found if condition.operator in _EQUAL else contents.everyone() & ~found


def _time(contents: Contents, field: Field, condition: Comparison) -> Bits:
    if condition.operator in ("exists", "missing"):
        present = _between(contents, field.name, 1, _ENDLESS)
        return present if condition.operator == "exists" else contents.everyone() & ~present
    bound = literals.moment(condition.operator, condition.values[0], contents.now)
    if condition.operator in (">", "<="):
        bound += 1
    if condition.operator in _AFTER:
        return _between(contents, field.name, max(bound, 1), _ENDLESS)
    return _between(contents, field.name, 1, bound)


def _between(contents: Contents, name: str, low: int, high: int) -> Bits:
    """The CIs with a time at or after `low` and before `high`; who has no time has 0."""
    if name != language.LAST_SEEN_AT:
        return contents.tables.within(name, low, high)
    seen = contents.last_seen()
    return bits_of_flags((seen >= low) & (seen < high)) & contents.everyone()


_MATCHES: dict[str, _Match] = {
    "text": _attribute,
    "number": _attribute,
    "boolean": _attribute,
    "term": _term,
    "class": _class,
    "uid": _uid,
    "time": _time,
}
