"""Attempts of scans to see what they once read that failed: by these, and by time, what is gone becomes stale."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from cmdb_server.graph_store.queries import sources as queries
from cmdb_server.graph_store.queries.withdrawal import SET_WITHDRAWING
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest.ageing import AgeingSource, read_sources
from cmdb_server.ingest.freshness import noted
from cmdb_server.network_scans.judging import READING, SAYS_NOTHING
from discovery_agent.scan.job import AddressOutcome
from discovery_agent.scan.outcomes import SAME_DEVICE

# Nobody looked whether the device is there: it says nothing of the device.
_NO_ATTEMPT = frozenset(("not_possible", "no_credential", "locked", "not_done", "error"))


def missed(scope: str, methods: Collection[str], outcomes: Iterable[AddressOutcome]) -> Iterator[str]:
    """The keys of sources that did not see their device by these outcomes, whether there are such sources or not."""
    for outcome in outcomes:
        for method in READING:
            key = f"{method}:{scope}/{outcome.address}"
            if method in methods and key not in outcome.sources and _was_tried(outcome, method):
                yield key


def note_missed(store: GraphStore, keys: Sequence[str], now: int) -> None:
    """Note the failed attempts of those sources that there are. Noting the same time twice counts once."""
    known = store.read(lambda tx: read_sources(tx, keys)) if keys else []
    names = [entry.key for entry in known]
    if names:
        store.transact([f"source:{name}" for name in names], lambda tx: _note(tx, read_sources(tx, names), now))


def _note(tx: Transaction, known: Iterable[AgeingSource], now: int) -> None:
    for source in known:
        tx.run(queries.SAVE_SOURCE, key=source.key, properties=noted(source.contacts, now, now, is_seen=False))


def _was_tried(outcome: AddressOutcome, method: str) -> bool:
    """Whether anybody looked: by the method, or for whoever is at an address at which nobody is."""
    is_silent = outcome.state in SAYS_NOTHING
    return any(
        attempt.outcome not in _NO_ATTEMPT for attempt in outcome.attempts if is_silent or attempt.method == method
    )


def superseded(scope: str, outcomes: Iterable[AddressOutcome]) -> dict[str, str]:
    """The sources of addresses whose device is read at another one now, with the source of that."""
    found: dict[str, str] = {}
    for outcome in outcomes:
        for method in {attempt.method for attempt in outcome.attempts if attempt.outcome == SAME_DEVICE.name}:
            other = next((source for source in outcome.sources if source.startswith(f"{method}:")), "")
            if other:
                found[f"{method}:{scope}/{outcome.address}"] = other
    return found


def supersede(store: GraphStore, pairs: Mapping[str, str], actor: str) -> None:
    """Begin to take back what the first of each pair said of the same root CI: nobody would take it back otherwise.

    What both say stays by the word of the other. The job `withdraw_sources` sees it through.
    """
    if not pairs:
        return
    known = store.read(lambda tx: read_sources(tx, sorted({*pairs, *pairs.values()})))
    roots = {entry.key: entry.root_uid for entry in known}
    same = [key for key, other in pairs.items() if roots.get(key) and roots[key] == roots.get(other)]

    def begin(tx: Transaction) -> None:
        for key in same:
            tx.run(SET_WITHDRAWING, source=key, actor=actor, reason=f"its device is read as {pairs[key]}")

    if same:
        store.transact([f"source:{key}" for key in same], begin)
