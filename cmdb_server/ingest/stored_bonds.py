"""Relationships as they are in the graph, read by the CIs that they lead from."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from cmdb_server.graph_store.queries import ingest as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest.stored import StoredBond, read_existing

_FEW = 100  # the statement carries what it found first along with each of them
_ALL: Mapping[tuple[str, str], Collection[str]] = {}


def read_bonds(
    tx: Transaction,
    uids: Collection[str],
    types: Iterable[str],
    only: Mapping[tuple[str, str], Collection[str]] = _ALL,
) -> dict[str, StoredBond]:
    """The outgoing relationships of CIs, of the given types, by uid; ended ones among them.

    `only` are the targets that are asked for where not all are, by CI and type.
    """
    found: dict[str, StoredBond] = {}
    for kind in sorted(types) if uids else ():
        if whole := sorted(uid for uid in uids if (uid, kind) not in only):
            found |= _bonds(kind, tx.run(queries.OUTGOING.of_type(kind), uids=whole)[0])
        if some := {uid: sorted(only[uid, kind]) for uid in uids if only.get((uid, kind))}:
            row = tx.run(queries.OUTGOING_TO.of_type(kind), uids=list(some), targets=list(some.values()))[0]
            found |= _bonds(kind, row)
    return found


def _bonds(kind: str, row: Mapping[str, Any]) -> dict[str, StoredBond]:
    names = ("uid", "source", "target", "claims", "facts", "valid_from", "valid_to")
    return {
        uid: StoredBond(uid, kind, source, target, tuple(claims), *rest)
        for uid, source, target, claims, *rest in zip(*(row[name] for name in names), strict=True)
    }


def read_bonds_and_existing(
    tx: Transaction,
    asked: tuple[Collection[str], Collection[str]],
    only: Mapping[tuple[str, str], Collection[str]],
    named: Collection[str],
) -> tuple[dict[str, StoredBond], set[str]]:
    """The relationships of CIs and types, as `read_bonds`, and which of some CIs are there.

    Of a few claims of one CI, which is what most changes are, one statement tells both.
    """
    uids, types = asked
    if 0 < len(named) <= _FEW and [(uid, kind) for uid in uids for kind in types] == list(only) and len(only) == 1:
        [((uid, kind), targets)] = only.items()
        query = queries.OUTGOING_TO_AND_EXISTING.of_type(kind)
        row = tx.run(query, uids=[uid], targets=[sorted(targets)], named=sorted(named))[0]
        return _bonds(kind, row), set(row["existing"])
    return read_bonds(tx, uids, types, only), read_existing(tx, named)
