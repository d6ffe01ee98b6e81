"""Reads the dependency view from the store: everything in windows of the key, or single CIs again."""

from collections.abc import Sequence
from dataclasses import dataclass

from cmdb_server.graph_store.queries import impact as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.impact_analysis.columns import Row

OPEN = 9223372036854775807
WINDOW = 20_000
CHUNK = 2_000


@dataclass(frozen=True)
class ViewRows:
    """Packed rows: CIs, and relationships with the index of their type."""

    cis: Sequence[Row]
    relationships: Sequence[tuple[int, Row]]


def read_everything(store: GraphStore, types: Sequence[str]) -> ViewRows:
    """All CIs and their open relationships of these types.

    Others may write meanwhile: whoever is told of their changes reads those CIs again.
    """
    uids: list[str] = sorted(store.read(lambda tx: tx.run(queries.CI_UIDS))[0]["uid"])
    windows = [(uids[start], uids[min(start + WINDOW, len(uids)) - 1]) for start in range(0, len(uids), WINDOW)]
    read = [store.read(lambda tx, window=window: _read_window(tx, types, window)) for window in windows]
    return _joined(read)


def read_again(store: GraphStore, types: Sequence[str], uids: Sequence[str]) -> ViewRows:
    """Some CIs and their open outgoing relationships of these types, in two statements for each piece of them."""
    chunks = [uids[start : start + CHUNK] for start in range(0, len(uids), CHUNK)]
    read = [store.read(lambda tx, chunk=chunk: _read_chunk(tx, types, chunk)) for chunk in chunks]
    return _joined(read)


def _read_window(tx: Transaction, types: Sequence[str], window: tuple[str, str]) -> ViewRows:
    low, high = window
    relationships = [
        (number, row)
        for number, kind in enumerate(types)
        for row in tx.run(queries.RELATIONSHIPS_IN_WINDOW.of_type(kind), low=low, high=high, open=OPEN)
    ]
    return ViewRows(tx.run(queries.CIS_IN_WINDOW, low=low, high=high), relationships)


def _read_chunk(tx: Transaction, types: Sequence[str], uids: Sequence[str]) -> ViewRows:
    found = tx.run(queries.RELATIONSHIPS.of_types(types), uids=uids, open=OPEN)
    relationships = [part for row in found for part in _by_type(types, row)]
    return ViewRows(tx.run(queries.CIS, uids=uids), relationships)


def _by_type(types: Sequence[str], row: Row) -> list[tuple[int, Row]]:
    """Relationships of several types as packed rows of one type each."""
    kinds = row["type"]
    found: list[tuple[int, Row]] = []
    for kind in dict.fromkeys(kinds):
        of_kind = [at for at, other in enumerate(kinds) if other == kind]
        found.append((types.index(kind), {name: [values[at] for at in of_kind] for name, values in row.items()}))
    return found


def _joined(parts: Sequence[ViewRows]) -> ViewRows:
    return ViewRows(
        [row for part in parts for row in part.cis], [entry for part in parts for entry in part.relationships]
    )
