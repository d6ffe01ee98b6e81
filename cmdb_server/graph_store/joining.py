"""Statements that are sent as one: what the client spends on a statement is mostly spent on sending it at all.

One whose rows nobody waits for goes along with the next one. `WITH count(*)` between two makes one row of however many
the first of them had, so that the second runs once, as it would alone, and sees what the first one wrote.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from cmdb_server.graph_store.query import Query


def joined(statements: Iterable[tuple[Query, Mapping[str, Any]]]) -> tuple[str, dict[str, Any]]:
    """The text and the parameters of statements in their order, of which the last one may return something."""
    asked = list(statements)
    if len(asked) == 1:
        [(query, parameters)] = asked
        return query.text, dict(parameters)
    values = {f"s{place}_{name}": value for place, (_, given) in enumerate(asked) for name, value in given.items()}
    return _text(tuple(query.text for query, _ in asked)), values


@lru_cache(maxsize=1_000)
def _text(texts: tuple[str, ...]) -> str:
    parts: list[str] = []
    for place, text in enumerate(texts):
        parts += [f"WITH count(*) AS done{place}"] if place else []
        parts.append(text.replace("$", f"$s{place}_"))
    return "\n".join(parts)
