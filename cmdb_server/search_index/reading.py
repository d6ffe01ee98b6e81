"""What the index reads from the graph, in packed columns."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cmdb_server.graph_store.queries import search as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.timestamps import OPEN

LOCATION = "LOCATED_IN"
WINDOW = 1_000
LAST_UID = "\U0010ffff"
_LINKS_IN_WINDOW = queries.LINKS_IN_WINDOW.of_type(LOCATION)
_LINKS_BY_UID = queries.LINKS_BY_UID.of_type(LOCATION)


@dataclass(frozen=True)
class ReadCIs:
    """Stored properties of CIs, for each of them that stands somewhere the CI it stands in, and what leaves them.

    `links` are (source, target) by relationship type, of the types that were asked for.
    """

    properties: list[dict[str, Any]]
    locations: Mapping[str, str]
    links: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict[str, Sequence[tuple[str, str]]])


def read_all(store: GraphStore) -> Iterator[ReadCIs]:
    """Every CI, window by window in the order of the uids."""
    uids = sorted(store.read(lambda tx: tx.run(queries.UIDS)[0]["uids"]))
    for start in range(0, len(uids), WINDOW):
        window = uids[start : start + WINDOW]
        yield store.read(lambda tx, low=window[0], high=window[-1]: _read_window(tx, low, high))


def read_locations(store: GraphStore, site_classes: Collection[str]) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The sites, and for everything that stands somewhere the CI it stands in."""
    sites = store.read(lambda tx: tx.run(queries.CIS_OF_CLASSES, classes=sorted(site_classes))[0]["properties"])
    links = store.read(lambda tx: tx.run(_LINKS_IN_WINDOW, low="", high=LAST_UID, open=OPEN)[0])
    return sites, _links(links)


def read_some(store: GraphStore, uids: Sequence[str], types: Sequence[str]) -> Iterator[ReadCIs]:
    """These CIs with their relationships of some types; those that do not exist are left out."""
    for start in range(0, len(uids), WINDOW):
        window = uids[start : start + WINDOW]
        yield store.read(lambda tx, window=window: _read_uids(tx, window, types))


def read_windows(store: GraphStore) -> Iterator[tuple[str, str]]:
    """The first and the last uid of some CIs at a time, until there was every one."""
    uids = sorted(store.read(lambda tx: tx.run(queries.UIDS)[0]["uids"]))
    for start in range(0, len(uids), WINDOW):
        yield uids[start], uids[min(start + WINDOW, len(uids)) - 1]


def read_links(store: GraphStore, type_name: str) -> Iterator[list[tuple[str, str]]]:
    """All relationships of a type as (source, target), window by window."""
    query = queries.LINKS_IN_WINDOW.of_type(type_name)
    for low, high in read_windows(store):
        row = store.read(lambda tx, low=low, high=high: tx.run(query, low=low, high=high, open=OPEN)[0])
        yield list(zip(row["source"], row["target"], strict=True))


def read_contacts(store: GraphStore) -> dict[str, int]:
    """When each source last made contact, in microseconds."""
    row = store.read(lambda tx: tx.run(queries.SOURCES)[0])
    return dict(zip(row["key"], row["last_contact_at"], strict=True))


def read_parked(store: GraphStore) -> int:
    """How many items are parked."""
    return store.read(lambda tx: tx.run(queries.PARKED)[0]["parked"])


def read_clock(store: GraphStore) -> int:
    """The time of the latest recorded change, in microseconds; 0 for an empty graph."""
    rows = store.read(lambda tx: tx.run(queries.CLOCK))
    return rows[0]["at"] if rows else 0


def read_changed(store: GraphStore, since: int) -> tuple[list[str], int]:
    """The CIs with a change recorded after a time (microseconds), and the time of the latest one."""
    row = store.read(lambda tx: tx.run(queries.CHANGED_SINCE, since=since)[0])
    return row["uids"], row["latest"] or since


def _read_window(tx: Transaction, low: str, high: str) -> ReadCIs:
    properties = tx.run(queries.CIS_IN_WINDOW, low=low, high=high)[0]["properties"]
    return ReadCIs(properties, _links(tx.run(_LINKS_IN_WINDOW, low=low, high=high, open=OPEN)[0]))


def _read_uids(tx: Transaction, uids: Sequence[str], types: Sequence[str]) -> ReadCIs:
    wanted = list(uids)
    properties = tx.run(queries.CIS_BY_UID, uids=wanted)[0]["properties"]
    locations = _links(tx.run(_LINKS_BY_UID, uids=wanted, open=OPEN)[0])
    links: dict[str, list[tuple[str, str]]] = {}
    if types:
        row = tx.run(queries.TYPED_LINKS_BY_UID, uids=wanted, types=list(types), open=OPEN)[0]
        for type_name, source, target in zip(row["type"], row["source"], row["target"], strict=True):
            links.setdefault(type_name, []).append((source, target))
    return ReadCIs(properties, locations, links)


def _links(row: Mapping[str, list[str]]) -> dict[str, str]:
    return dict(sorted(zip(row["source"], row["target"], strict=True), reverse=True))
