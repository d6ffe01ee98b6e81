"""Reads connections out of the graph."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from cmdb_server.graph_store.queries import known_unknowns as queries
from cmdb_server.graph_store.queries import scanners
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.known_unknowns.talks import Talk
from cmdb_server.network_scope_names import scope_of
from cmdb_server.timestamps import OPEN

_AT_ONCE = 1_000


def talks_of(store: GraphStore, uids: Iterable[str]) -> list[Talk]:
    """The connections that these CIs hold."""
    asked = sorted(set(uids))
    windows = (asked[start : start + _AT_ONCE] for start in range(0, len(asked), _AT_ONCE))
    return list(chain.from_iterable(_window(store, window) for window in windows))


def talks_to_peers(store: GraphStore) -> list[Talk]:
    """All connections to addresses that no CI has."""
    return list(_talks(store.read(lambda tx: tx.run(queries.PEERS, open=OPEN))[0]))


def scopes_of(store: GraphStore, peers: Sequence[str]) -> dict[str, str]:
    """The network scopes in which these addresses mean something."""
    row = store.read(lambda tx: tx.run(queries.PEER_SCOPES, uids=list(peers)))[0] if peers else {}
    return {uid: scope_of(found) for uid, found in zip(row["uid"], row["identifiers"], strict=True)} if row else {}


def scanners_of(store: GraphStore, uids: Iterable[str]) -> list[str]:
    """The scanners that are connected to some programs."""
    asked = sorted(set(uids))
    found: set[str] = set()
    for start in range(0, len(asked), _AT_ONCE):
        window = asked[start : start + _AT_ONCE]
        row = store.read(lambda tx, window=window: tx.run(scanners.SCANNERS_OF, uids=window, open=OPEN))[0]
        found.update(row["uid"])
    return sorted(found)


def reasons_of(store: GraphStore, uids: Iterable[str]) -> dict[str, str]:
    """Why these programs are taken for scanners; "" where a person says so."""
    row = store.read(lambda tx: tx.run(scanners.REASONS, uids=sorted(set(uids))))[0]
    return dict(zip(row["uid"], row["reason"], strict=True))


def _window(store: GraphStore, uids: list[str]) -> Iterator[Talk]:
    return _talks(store.read(lambda tx: tx.run(queries.TALKS_OF, uids=uids, open=OPEN))[0])


def _talks(row: Mapping[str, list[Any]]) -> Iterator[Talk]:
    return (Talk(*values) for values in zip(*(row[name] for name in Talk._fields), strict=True))
