"""Parameters that the client library does not print.

It makes the text of every parameter for a debug message before it asks whether anybody wants that (neo4j 6.1,
`Bolt.run`): for long lists nearly as much work as sending them, and what is stored has no place in a log.
"""

from collections.abc import Mapping
from typing import Any


class _List(list[Any]):
    def __repr__(self) -> str:
        return f"[{len(self)} values]"


class _Map(dict[str, Any]):
    def __repr__(self) -> str:
        return f"{{{len(self)} values}}"


class _Text(str):
    __slots__ = ()

    def __repr__(self) -> str:
        return f"'{len(self)} characters'"


def unprinted(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The same parameters, of which only plain short ones are printed."""
    return {name: _of(value) for name, value in parameters.items()}


def _of(value: Any) -> Any:  # noqa: ANN401 - a parameter
    if isinstance(value, list):
        return _List(value)  # pyright: ignore[reportUnknownArgumentType] - whatever is in it
    if isinstance(value, dict):
        return _Map(value)  # pyright: ignore[reportUnknownArgumentType] - whatever is in it
    return _Text(value) if isinstance(value, str) else value
