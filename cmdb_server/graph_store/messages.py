"""Statements as messages that an engine takes: what is too much for one is sent as several, row by row.

ArcadeDB refuses a message of more than 16 MiB and then says nothing more on that connection, so none is ever sent.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from cmdb_server.graph_store.connection import EngineError
from cmdb_server.graph_store.query import Query

MOST_BYTES = 8 << 20
_ROWS = re.compile(r"\s*UNWIND range\(0, size\(\$(\w+)\) - 1\) AS i\b")
_BY_ROW = re.compile(r"\$(\w+)\[i\]")
_USED = re.compile(r"\$(\w+)")
_ENCODER = msgspec.msgpack.Encoder()  # nearly as long as what the Bolt protocol makes of the same values
Statement = tuple[Query, Mapping[str, Any]]


class MessageTooLargeError(EngineError):
    """A statement holds more than an engine takes, and cannot be parted."""

    def __init__(self, name: str, size: int) -> None:
        """413 with the remedy."""
        message = (
            f"{name} has {size:,} bytes, of which the graph engine takes {MOST_BYTES:,} at once; send less at once"
        )
        super().__init__(message, 413, "too_large")


def messages(statements: Iterable[Statement], most: int = MOST_BYTES) -> Iterator[list[Statement]]:
    """Statements in their order, together as far as they are small enough. Raises MessageTooLargeError."""
    together: list[Statement] = []
    filled = 0
    for statement in statements:
        for part, size in _parts(statement, most):
            if together and filled + size > most:
                yield together
                together, filled = [], 0
            together.append(part)
            filled += size
    yield together


def _parts(statement: Statement, most: int) -> Iterator[tuple[Statement, int]]:
    """A statement whole with its size, else its rows in halves."""
    query, parameters = statement
    size = len(_ENCODER.encode(parameters))
    if size <= most:
        yield statement, size
        return
    names = _row_names(query.text)
    rows = max((len(parameters[name]) for name in names), default=0)
    if rows < 2:  # noqa: PLR2004 - one row cannot be parted
        raise MessageTooLargeError(query.name, size)
    for rows_of in (slice(None, rows // 2), slice(rows // 2, None)):
        yield from _parts((query, {**parameters, **{name: parameters[name][rows_of] for name in names}}), most)


@lru_cache(maxsize=1_000)
def _row_names(text: str) -> frozenset[str]:
    """The parameters that are lists with an entry for each row.

    Of a statement that does the same for each of them and answers nothing; none of any other one.
    """
    first = _ROWS.match(text)
    if first is None or "RETURN" in text:
        return frozenset()
    names, rest = {first[1], *_BY_ROW.findall(text)}, _BY_ROW.sub("", text[first.end() :])
    return frozenset() if names & {*_USED.findall(rest)} else frozenset(names)


def check_size(query: Query, parameters: Mapping[str, Any]) -> None:
    """Refuse what cannot be sent as one message. Raises MessageTooLargeError."""
    if (size := len(_ENCODER.encode(parameters))) > MOST_BYTES:
        raise MessageTooLargeError(query.name, size)
