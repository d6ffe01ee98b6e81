"""What discovery found to be different while a change was carried out: on what was worked on, and elsewhere."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from cmdb_server.graph_store.queries import history as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.history.comparison import CIChanges, compare
from cmdb_server.history.reading import created_between, events_of
from cmdb_server.impact_analysis.snapshot import Snapshot

MOST_EXPECTED, MOST_OTHERS = 200, 100


@dataclass(frozen=True)
class Differences:
    """CIs that changed: those that were worked on, their parts and dependents, and `others`; the totals are of all."""

    expected: Sequence[CIChanges]
    others: Sequence[CIChanges]
    total_expected: int
    total_others: int


def own_of(affects: Collection[str], snapshot: Snapshot, uids: Iterable[str]) -> list[str]:
    """Those CIs that are worked on, or lie within one that is."""
    cis, found = snapshot.cis, list[str]()
    for uid in uids:
        number = snapshot.numbers.get(uid)
        if uid in affects or (number is not None and cis.root_uid[number] in affects):
            found.append(uid)
    return found


def differences(
    store: GraphStore, snapshot: Snapshot, about: tuple[Collection[str], Collection[str]], between: tuple[int, int]
) -> Differences:
    """What changed after one time and until another; `about`: the CIs that were worked on, and all that they reach.

    Costs what happened meanwhile; the details of the first MOST_EXPECTED and MOST_OTHERS are read.
    """
    (affects, reached), (since, until) = about, between

    def read(tx: Transaction) -> Differences:
        created = created_between(tx, since, until)
        moved = sorted({*tx.run(queries.MOMENTS, since=since, until=until)[0]["ci_uid"], *created})
        expected = {*own_of(affects, snapshot, moved), *(uid for uid in moved if uid in reached)}
        mine = [uid for uid in moved if uid in expected][:MOST_EXPECTED]
        others = [uid for uid in moved if uid not in expected]
        chosen = {*mine, *others[:MOST_OTHERS]}
        found = compare(events_of(tx, chosen, since, until), chosen.intersection(created))
        return Differences(
            [found[uid] for uid in mine if uid in found],
            [found[uid] for uid in others[:MOST_OTHERS] if uid in found],
            len(expected),
            len(others),
        )

    return store.read(read)
