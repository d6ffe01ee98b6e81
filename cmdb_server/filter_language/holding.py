"""Whether a condition holds for one CI that is at hand as plain values: the meaning that the search index gives it."""

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import partial
from typing import Any, TypeAlias, cast

from cmdb_server.filter_language import literals
from cmdb_server.filter_language.conditions import And, Comparison, Condition, FreeText, IsClass, Not, Or, Related, Word
from cmdb_server.filter_language.errors import QueryError
from cmdb_server.filter_language.fields import CLASS, Field, fields_of
from graph_schema import Registry

Holds: TypeAlias = Callable[[str, Mapping[str, Any]], bool]
_Scalar: TypeAlias = str | float
_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ELSEWHERE = "cannot be asked here, only the class and attributes of the CI itself"


def holds(condition: Condition, registry: Registry) -> Holds:
    """Tells of a class and attributes whether a checked condition holds.

    Raises QueryError where it asks for more: for relationships, for texts anywhere, for what no attribute says.
    """
    if isinstance(condition, And | Or):
        return partial(_combined, all if isinstance(condition, And) else any, _each(condition.conditions, registry))
    if isinstance(condition, Not):
        return partial(_denied, holds(condition.condition, registry))
    if isinstance(condition, IsClass):
        return partial(_is_class, frozenset(registry.descendants[condition.name.text]))
    if isinstance(condition, Related):
        raise _refused(Word(condition.type.text.lower(), condition.type.at), "a relationship")
    if isinstance(condition, FreeText):
        raise _refused(condition.text, "a text that may stand anywhere")
    return _comparison(condition, registry)


def _comparison(condition: Comparison, registry: Registry) -> Holds:
    field = fields_of(registry)[condition.field.text]
    if field.kind == CLASS:
        wanted = frozenset(word.text for word in condition.values)
        found = partial(_is_class, wanted)
        return found if condition.operator in ("=", "in") else partial(_denied, found)
    if not field.is_attribute:
        raise _refused(condition.field, f"the {field.label.lower()}")
    return partial(_compared, field.name, _test(field, condition))


def _test(field: Field, condition: Comparison) -> Callable[[Sequence[_Scalar]], bool]:
    """Tells of the folded values of an attribute whether they are as asked."""
    asked = condition.operator
    if asked in ("exists", "missing"):
        return lambda held: bool(held) == (asked == "exists")
    if asked in _ORDER:
        return partial(_in_order, _ORDER[asked], _bound(field, condition.values[0]))
    if asked in ("=", "in", "!=", "not in"):
        wanted = frozenset[_Scalar]().union(*(literals.compared(field, word) for word in condition.values))
        is_equal = asked in ("=", "in")
        return lambda held: bool(held) and (not wanted.isdisjoint(held)) == is_equal
    pattern = literals.glob(asked, condition.values[0].text)
    return lambda held: any(isinstance(value, str) and fnmatchcase(value, pattern) for value in held)


def _bound(field: Field, word: Word) -> _Scalar:
    if field.kind == "text":
        return literals.in_order(literals.folded(word.text))
    return literals.number(field, word)


def _in_order(compare: Callable[[Any, Any], bool], bound: _Scalar, held: Sequence[_Scalar]) -> bool:
    ordered = (literals.in_order(value) if isinstance(value, str) else value for value in held)
    return any(isinstance(value, str) == isinstance(bound, str) and compare(value, bound) for value in ordered)


def _compared(name: str, test: Callable[[Sequence[_Scalar]], bool], _: str, attributes: Mapping[str, Any]) -> bool:
    value = attributes.get(name)
    held = cast("list[_Scalar]", value if isinstance(value, list) else [] if value is None else [value])
    return test([literals.folded(one) if isinstance(one, str) else one for one in held])


def _combined(
    of: Callable[[Iterable[object]], bool], inner: Sequence[Holds], ci_class: str, attributes: Mapping[str, Any]
) -> bool:
    return of(one(ci_class, attributes) for one in inner)


def _denied(inner: Holds, ci_class: str, attributes: Mapping[str, Any]) -> bool:
    return not inner(ci_class, attributes)


def _is_class(wanted: frozenset[str], ci_class: str, _: Mapping[str, Any]) -> bool:
    return ci_class in wanted


def _each(conditions: Iterable[Condition], registry: Registry) -> tuple[Holds, ...]:
    return tuple(holds(condition, registry) for condition in conditions)


def _refused(word: Word, what: str) -> QueryError:
    remedy = "compare an attribute, for example os_name contains debian"
    return QueryError(f"{what} {_ELSEWHERE}", word.text, word.at, remedy)
