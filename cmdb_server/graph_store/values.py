"""Which values both engines store alike; others are refused before they are sent."""

from collections.abc import Mapping
from typing import Any, cast

_INT64 = 2**63
_DEEPEST = 2
_SCALARS = (str, float, bool, bytes)


class ParameterError(ValueError):
    """A query parameter that the engines would store differently, or not at all."""


def check_parameters(query: str, parameters: Mapping[str, Any]) -> None:
    """Raise ParameterError for a parameter outside the portable values.

    Portable are text, whole numbers of 64 bits, floats, booleans, bytes, None, lists of them, and lists of maps of them
    (rows of properties). Lists longer than a few entries are looked into at their ends only: they are made by one loop.
    """
    for name, value in parameters.items():
        _check(f"query {query}: parameter {name}", value, depth=0)


def _check(where: str, value: object, depth: int) -> None:
    if value is None or isinstance(value, _SCALARS):
        return
    if isinstance(value, int):
        if not -_INT64 <= value < _INT64:
            raise ParameterError(f"{where}: {value} does not fit in 64 bits")
        return
    if isinstance(value, list):
        items = cast("list[object]", value)
        for item in (*items[:2], *items[-1:]):
            _check(where, item, depth + 1)
        return
    if not isinstance(value, dict) or depth > _DEEPEST:
        kind = type(cast("object", value)).__name__
        raise ParameterError(f"{where}: {kind} is no value that both engines store alike")
    _check_map(where, cast("dict[object, object]", value), depth)


def _check_map(where: str, value: dict[object, object], depth: int) -> None:
    for key, item in value.items():
        if not isinstance(key, str) or not key or "@" in key:
            raise ParameterError(f"{where}: {key!r} is no property name (text without @)")
        _check(f"{where}.{key}", item, depth + 1)
