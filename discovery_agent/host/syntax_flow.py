"""Mappings and lists of YAML in one line: `{address: 10.0.0.1, ports: [80, 81]}`, and JSON, which is written so too.

Read once from its begin to its end, so nothing can be made to grow.
"""

from typing import TYPE_CHECKING

from discovery_agent.host.later import later

if TYPE_CHECKING:
    from discovery_agent.host.syntax_yaml import Tree

MAX_DEPTH = 30
_PART = later(
    r"\s+|\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[{}\[\],]|:(?=[\s{\[,\]}\"']|$)|(?:[^\s{}\[\],:\"']|:(?=\S))(?:[^{}\[\],:]|:(?=[^\s{}\[\],]))*"
)
_ENDS = frozenset(("}", "]", ",", ":", ""))
_NO_NAMES = _ENDS | {"{", "["}


def flow_of(text: str) -> "Tree | None":
    """What a text in brackets or braces holds; None for one that is not understood to its end."""
    parts: list[str] = []
    place = 0
    while place < len(text):
        found = _PART().match(text, place)
        if found is None:
            return None
        place = found.end()
        if not found[0].isspace():
            parts.append(found[0].strip())
    reader = _Reader(parts)
    try:
        tree = reader.value(0)
    except ValueError:
        return None
    return tree if reader.place == len(parts) else None


class _Reader:
    """The parts of a text, one of them next."""

    def __init__(self, parts: list[str]) -> None:
        self._parts = parts
        self.place = 0

    def value(self, depth: int) -> "Tree":
        """The mapping, list or word that is next. Raises ValueError where there is none."""
        part = self._next()
        if depth > MAX_DEPTH or part in _ENDS:
            raise ValueError
        if part == "{":
            return self._mapping(depth)
        if part == "[":
            return self._list(depth)
        return part[1:-1] if part[0] in "\"'" else part

    def _next(self) -> str:
        self.place += 1
        return self._parts[self.place - 1] if self.place <= len(self._parts) else ""

    def _is_over(self, end: str) -> bool:
        """Whether the end is next, which is passed; as is the comma behind an entry."""
        part = self._parts[self.place] if self.place < len(self._parts) else ""
        if part in (end, ","):
            self.place += 1
        return part == end

    def _list(self, depth: int) -> "list[Tree]":
        found: list[Tree] = []
        while not self._is_over("]"):
            found.append(self.value(depth + 1))
        return found

    def _mapping(self, depth: int) -> "dict[str, Tree]":
        found: dict[str, Tree] = {}
        while not self._is_over("}"):
            name = self._next()
            if name in _NO_NAMES or self._next() != ":":
                raise ValueError
            found[name.strip("\"'")] = self.value(depth + 1)
        return found
