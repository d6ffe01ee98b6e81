"""A named Cypher text inside the subset that both engines execute alike.

What would silently differ is refused when the constant is made: labels set or removed at run time, dynamic labels,
`CALL IN TRANSACTIONS`, stored element ids, sub-queries that write.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

TYPE_SLOT = "{TYPE}"
_TYPE_NAME = re.compile(r"[A-Z][A-Z0-9_]*\Z")
_FORBIDDEN = (
    (re.compile(r"\bIN\s+TRANSACTIONS\b", re.IGNORECASE), "CALL IN TRANSACTIONS survives a rollback on one engine"),
    (
        re.compile(r"\b(?:SET|REMOVE)\s+\w+\s*:\s*\w", re.IGNORECASE),
        "labels set beside a write corrupt data on one engine",
    ),
    (re.compile(r":\s*\$\("), "dynamic labels are dropped silently by one engine"),
    (re.compile(r"\b(?:elementId|id)\s*\(", re.IGNORECASE), "element ids are not stable; use uid"),
    (re.compile(r"\(\s*\w*\s*:\s*\w+\s*:\s*\w+"), "one label per node; several scan on one engine"),
    (re.compile(r"\bLOAD\s+CSV\b", re.IGNORECASE), "files are not read by queries"),
    (
        re.compile(r"\bDETACH\s+DELETE\b(?!.*maintenance)", re.IGNORECASE | re.DOTALL),
        "retire by property, deleting is slow",
    ),
)


class QueryError(ValueError):
    """A query text leaves the portable subset, or a relationship type is no name."""


@dataclass(frozen=True)
class Query:
    """A Cypher text with parameters; `{TYPE}` is the one slot, for a relationship type.

    `reads_all` is the reason of a query that reads every node of a label; all others find theirs by an index.
    Raises QueryError for a text outside the portable subset.
    """

    name: str
    text: str
    reads_all: str = ""

    def __post_init__(self) -> None:
        for pattern, reason in _FORBIDDEN:
            if pattern.search(self.text):
                message = f"query {self.name}: {reason}"
                raise QueryError(message)

    @property
    def has_type_slot(self) -> bool:
        """Whether a relationship type has to be put in first."""
        return TYPE_SLOT in self.text

    def of_type(self, relationship_type: str) -> "Query":
        """The query for one relationship type. Raises QueryError when that is no valid name."""
        return _of_types(self, (relationship_type,))

    def of_types(self, relationship_types: Sequence[str]) -> "Query":
        """The query for relationships of any of these types. Raises QueryError when one is no valid name."""
        return _of_types(self, tuple(relationship_types))


@lru_cache(maxsize=4096)
def _of_types(query: Query, names: tuple[str, ...]) -> Query:
    for name in names:
        if not _TYPE_NAME.match(name):
            message = f"query {query.name}: {name!r} is no relationship type (UPPER_SNAKE letters)"
            raise QueryError(message)
    slot = "|".join(names)
    return Query(f"{query.name}.{slot}", query.text.replace(TYPE_SLOT, slot), query.reads_all)
