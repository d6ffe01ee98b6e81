"""The part of YAML that configuration files are written in: mappings, lists and plain values by indentation.

In one line they stand between brackets (`syntax_flow`). No tags, anchors or documents in other documents: what cannot
be read this way is left out, and nothing can be made to grow while it is read. A library would be one more dependency
of the agent for a few facts of a few files.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from discovery_agent.host.later import later
from discovery_agent.host.syntax_flow import flow_of

Tree: TypeAlias = "dict[str, Tree] | list[Tree] | str"

MAX_LINES = 20_000
MAX_DEPTH = 30
_BLOCK = later(r"[|>][+-]?\d?$")


class _Line(NamedTuple):
    indent: int
    text: str


class _Lines:
    """The lines of a text, one of them next."""

    def __init__(self, lines: list[_Line]) -> None:
        self._lines = lines
        self.place = 0

    def peek(self) -> _Line | None:
        return self._lines[self.place] if self.place < len(self._lines) else None

    def insert(self, line: _Line) -> None:
        """Put what stands behind the dash of a list in the place of the line."""
        self._lines[self.place] = line


def tree_of(text: str) -> Tree:
    """The mapping, list or value that a text holds."""
    lines = _Lines(list(_lines(text)))
    return _block(lines, 0, 0)


def _lines(text: str) -> Iterator[_Line]:
    skipped: int | None = None
    for raw in text.split("\n")[:MAX_LINES]:
        plain = raw.strip()
        indent = len(raw) - len(raw.lstrip(" "))
        if skipped is not None and (indent > skipped or not plain):
            continue
        skipped = None
        if not plain or plain[0] in "#%" or plain in ("---", "..."):
            continue
        plain = re.split(r"\s#", plain, maxsplit=1)[0].rstrip()
        if _BLOCK().search(plain.rpartition(" ")[2]):
            skipped = indent
        yield _Line(indent, plain)


def _block(lines: _Lines, indent: int, depth: int) -> Tree:
    """What is indented at least so far."""
    first = lines.peek()
    if first is None or first.indent < indent or depth > MAX_DEPTH:
        return ""
    if first.text == "-" or first.text.startswith("- "):
        return _list(lines, first.indent, depth)
    if _pair(first.text):
        return _mapping(lines, first.indent, depth)
    lines.place += 1
    return _value(first.text)


def _list(lines: _Lines, indent: int, depth: int) -> list[Tree]:
    found: list[Tree] = []
    while (line := lines.peek()) is not None and line.indent == indent and line.text.startswith("-"):
        rest = line.text[1:].lstrip()
        if rest:
            lines.insert(_Line(indent + len(line.text) - len(rest), rest))
        else:
            lines.place += 1
        found.append(_block(lines, indent + 1, depth + 1))
        _skip(lines, indent)
    return found


def _mapping(lines: _Lines, indent: int, depth: int) -> dict[str, Tree]:
    found: dict[str, Tree] = {}
    while (line := lines.peek()) is not None and line.indent == indent and (pair := _pair(line.text)):
        lines.place += 1
        name, value = pair
        if value:
            found[name] = _value(value)
        else:
            following = lines.peek()
            is_list = following is not None and following.indent == indent and following.text.startswith("-")
            found[name] = _block(lines, indent + (not is_list), depth + 1)
        _skip(lines, indent)
    return found


def _skip(lines: _Lines, indent: int) -> None:
    """Pass over what is deeper and was not understood."""
    while (line := lines.peek()) is not None and line.indent > indent:
        lines.place += 1


def _pair(text: str) -> tuple[str, str] | None:
    """Name and value of `name: value`; None where it is something else."""
    if text[:1] in ("'", '"'):
        name, quote, rest = text[1:].partition(text[0])
        return (name, rest.lstrip()[1:].strip()) if quote and rest.lstrip().startswith(":") else None
    name, colon, value = text.partition(": ")
    if not colon:
        name, value = text[:-1], ""
    is_pair = (colon or text.endswith(":")) and name and name[0] not in "[{&*!"
    return (name.strip(), value.strip()) if is_pair else None


def _value(text: str) -> Tree:
    flow = flow_of(text) if text[:1] in ("[", "{") else None
    if flow is not None:
        return flow
    if text.startswith("[") and text.endswith("]"):
        return [part.strip().strip("\"'") for part in text[1:-1].split(",") if part.strip()]
    return text.strip("\"'")
