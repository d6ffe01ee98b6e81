"""Zone files of the domain name system (master files, RFC 1035): of each name the addresses and aliases.

Such a file may be anybody's: what is too long, too deep or no record is passed over. What others generate by rule
($GENERATE) is not told.
"""

from collections.abc import Iterator
from typing import NamedTuple

from discovery_agent.host.application import Files
from discovery_agent.host.later import later
from graph_schema.values import is_address

MOST_RECORDS = 2_000  # of a zone: names that people gave, not pools of addresses
_MOST_LINES = 100_000  # of a zone with all that it includes
_MOST_INCLUDES = 8  # below each other
_LONGEST = 253
_TOLD = ("A", "AAAA", "CNAME")
_CLASSES = frozenset(("IN", "CH", "HS", "CS"))
_WORDS = later(r'"[^"]*"?|[();]|[^\s();"]+')
_TTL = later(r"(?:\d+[smhdwSMHDW]?)+")


class _Line(NamedTuple):
    """The words of a record, whatever lines it is on; `has_owner`: the first of them is the name that it is of."""

    words: list[str]
    has_owner: bool


def zone_records(path: str, zone: str, files: Files) -> tuple[tuple[str, str, str], ...]:
    """Name, type (A, AAAA, CNAME) and value of the records of a zone, names whole and in lower case, sorted."""
    found = _Reader(files).records(path, name_in(zone, "."), 0)
    return tuple(sorted(dict.fromkeys(found))[:MOST_RECORDS])


def record_of(words: list[str], owner: str, origin: str) -> tuple[str, str, str] | None:
    """A record from its words behind the name that it is of; None for what is told nowhere."""
    left = list(words)
    while left and (left[0].upper() in _CLASSES or _TTL().fullmatch(left[0])):
        del left[0]
    if len(left) < 2 or left[0].upper() not in _TOLD or not _is_name(owner):  # noqa: PLR2004 - type and value
        return None
    kind, value = left[0].upper(), left[1]
    if kind != "CNAME":
        return (owner, kind, value) if is_address(value) else None
    goal = name_in(value, origin)
    return (owner, kind, goal) if _is_name(goal) else None


def name_in(name: str, origin: str) -> str:
    """A whole name, in lower case and without the dot at its end, of one that may be relative to an origin."""
    whole = name.lower()
    if whole == "@":
        return origin.rstrip(".")
    if whole.endswith(".") or origin in ("", "."):
        return whole.rstrip(".")
    return f"{whole}.{origin.rstrip('.')}"


class _Reader:
    """Reads a zone file and what it includes; `left` bounds the whole."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._left = _MOST_LINES

    def records(self, path: str, origin: str, depth: int) -> Iterator[tuple[str, str, str]]:
        text = self._files.text(path) if depth <= _MOST_INCLUDES and self._left > 0 else None
        owner = origin
        for words, has_owner in self._lines(text or ""):
            first = words[0].upper()
            if first == "$ORIGIN" and len(words) > 1:
                origin = name_in(words[1], origin)
            elif first == "$INCLUDE" and len(words) > 1:
                beside = words[1] if words[1].startswith("/") else f"{path.rpartition('/')[0]}/{words[1]}"
                below = name_in(words[2], origin) if len(words) > 2 else origin  # noqa: PLR2004 - an origin of its own
                yield from self.records(beside, below, depth + 1)
            elif not first.startswith("$"):
                owner = name_in(words[0], origin) if has_owner else owner
                record = record_of(words[1:] if has_owner else words, owner, origin)
                if record:
                    yield record

    def _lines(self, text: str) -> Iterator[_Line]:
        """Records: what stands in parentheses goes on over the ends of lines, and a semicolon begins a comment."""
        words: list[str] = []
        has_owner, depth = False, 0
        for line in text.splitlines():
            self._left -= 1
            if self._left < 0:
                return
            has_owner = not line[:1].isspace() if depth == 0 else has_owner
            for word in _words(line):
                if word in ("(", ")"):
                    depth = max(0, depth + (1 if word == "(" else -1))
                else:
                    words.append(word)
            if depth == 0 and words:
                yield _Line(words, has_owner)
                words = []


def _words(line: str) -> Iterator[str]:
    """The words and parentheses before a comment, without those that are too long to be of a name or an address."""
    for word in _WORDS().findall(line):
        if word == ";":
            return
        if len(word) <= _LONGEST:
            yield word.strip('"') or '""'


def _is_name(name: str) -> bool:
    """Whether a name is one of a host: neither the root nor all names of a domain."""
    return 0 < len(name) <= _LONGEST and "*" not in name and "." in name and name.isascii() and name.isprintable()
