"""Configuration in lines: assignments in sections (INI, properties, shell), and words (`keyword argument ...`)."""

import re
import shlex
from collections.abc import Iterator
from typing import NamedTuple

from discovery_agent.host.later import later

MAX_LINES = 50_000
_MAX_LINE = 4096
_SECTION = later(r"\[([^\]]{0,200})\]")


class Assignment(NamedTuple):
    """`name = value` in a section."""

    section: str
    name: str
    value: str


def assignments(text: str, separators: str = "=", comments: str = "#;") -> Iterator[Assignment]:
    """The assignments of a text; names in lower case, values without quotes. What is no assignment is passed over."""
    section = ""
    for line in _lines(text, comments):
        head = _SECTION().match(line)
        if head:
            section = head[1].strip()
            continue
        places = [place for mark in separators if (place := line.find(mark)) > 0]
        if places:
            name, value = line[: min(places)], line[min(places) + 1 :]
            yield Assignment(section, name.removeprefix("export ").strip().lower(), unquoted(value))


def values(text: str, separators: str = "=", comments: str = "#;") -> dict[str, str]:
    """The last value of each name, whatever section it is in."""
    return {entry.name: entry.value for entry in assignments(text, separators, comments)}


def words(text: str, comments: str = "#") -> Iterator[list[str]]:
    """The words of each line, quotes taken away."""
    for line in _lines(text, comments):
        try:
            yield shlex.split(line, comments=True)
        except ValueError:  # a quote without its other one
            yield line.split()


def unquoted(text: str) -> str:
    """A value without quotes around it and without a comment behind it."""
    value = text.strip()
    if value[:1] in ("'", '"'):
        return value[1:].partition(value[0])[0]
    return re.split(r"\s[#;]", value, maxsplit=1)[0].strip()


def _lines(text: str, comments: str) -> Iterator[str]:
    for line in text.split("\n")[:MAX_LINES]:
        plain = line[:_MAX_LINE].strip()
        if plain and plain[0] not in comments:
            yield plain
