"""Configuration in blocks: `name argument { ... }` and `name argument;`, as nginx, BIND and others write it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from discovery_agent.host.application import Files
from discovery_agent.host.later import later

MAX_DEPTH = 24
MAX_INCLUDES = 8
_MAX_DIRECTIVES = 50_000
_COMMENT = r"/\*.*?\*/|"
_WITHOUT_COMMENT = (
    r"\s+|#[^\n]*|//[^\n]*|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[{};]"
    r"|(?:\\.|\$\{[^}\n]{0,100}\}|[^\s{};\"'])+|."
)
_TOKEN = later(_COMMENT + _WITHOUT_COMMENT, re.DOTALL)
_LATER_TOKEN = later(_WITHOUT_COMMENT, re.DOTALL)


class Directive(NamedTuple):
    """A name with its arguments, and what stands in its block."""

    words: tuple[str, ...]
    block: tuple["Directive", ...] = ()
    file: str = ""

    @property
    def name(self) -> str:
        """The first word."""
        return self.words[0] if self.words else ""

    def inside(self, name: str) -> Iterator["Directive"]:
        """The directives of a name in its block and the blocks in that, outer ones first."""
        for entry in self.block:
            if entry.name == name:
                yield entry
            yield from entry.inside(name)


class _Reader:
    """Reads a file and what it includes; `count` bounds the whole."""

    def __init__(self, files: Files, folder: str) -> None:
        self.files = files
        self.folder = folder
        self.count = 0
        self.read: dict[str, None] = {}

    def file(self, path: str, includes: int) -> tuple[Directive, ...]:
        text = self.files.text(path) if includes <= MAX_INCLUDES else None
        if text is None:
            return ()
        self.read[path] = None
        return self.block(_tokens(text), path, (0, includes))

    def block(self, tokens: Iterator[str], path: str, depths: tuple[int, int]) -> tuple[Directive, ...]:
        """The directives up to the end of the block that has begun."""
        found: list[Directive] = []
        words: list[str] = []
        for part in tokens:
            if part == "}":
                break
            if part not in (";", "{"):
                words.append(part)
                continue
            self.count += 1
            if self.count > _MAX_DIRECTIVES or depths[0] > MAX_DEPTH:
                return tuple(found)
            inner = self.block(tokens, path, (depths[0] + 1, depths[1])) if part == "{" else ()
            if words[:1] == ["include"] and part == ";":
                found += self._included(words[1:], depths[1] + 1)
            else:
                found.append(Directive(tuple(words), inner, path))
            words = []
        return tuple(found)

    def _included(self, patterns: list[str], includes: int) -> Iterator[Directive]:
        for pattern in patterns:
            whole = pattern if pattern.startswith("/") else f"{self.folder}/{pattern}"
            for path in self.files.matching(whole):
                yield from self.file(path, includes)


def read_blocks(path: str, files: Files) -> tuple[Directive, list[str]]:
    """A file with what it includes as the block of a directive without a name, and the files that were read."""
    reader = _Reader(files, path.rpartition("/")[0])
    return Directive((), reader.file(path, 0), path), list(reader.read)


def _tokens(text: str) -> Iterator[str]:
    """The words and signs; behind the last end of a comment none is looked for, as that would be all the text again."""
    place, last_end = 0, text.rfind("*/")
    while found := (_TOKEN() if place < last_end else _LATER_TOKEN()).match(text, place):
        place, token = found.end(), found[0]
        if token[0].isspace() or token[0] == "#" or token.startswith("//") or _is_comment(token):
            continue
        yield token[1:-1] if token[0] in "\"'" and len(token) > 1 else token


def _is_comment(token: str) -> bool:
    return token.startswith("/*") and token.endswith("*/")
