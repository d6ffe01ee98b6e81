"""What discovery has told since the last time is looked through: costs two reads where nothing was."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from cmdb_server.graph_store.queries import unauthorised_changes as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.history.instants import latest
from cmdb_server.itsm.record import Record, record_of
from cmdb_server.unauthorised_changes.judging import LAG, Difference, Event, Place, behind, watched_in
from graph_schema import Registry

_AT_ONCE = 5_000
_LOCK = "unauthorised_changes"


class Watching:
    """Fills the inbox; safe on several servers at once: each event is judged by whoever holds the lock."""

    def __init__(self, store: GraphStore, registry: Registry) -> None:
        """`registry` declares what is watched."""
        self._store, self._registry = store, registry

    def follow(self) -> int:
        """Judge what was told since the last time; how many differences have no change behind them.

        The first time nothing is: what was before somebody watched is nobody's to answer for.
        """
        until, found = latest(self._store), 0
        while (at := self._store.read(_cursor)) is None or at < until:
            found += self._store.transact((_LOCK,), lambda tx: self._judge(tx, until))
        return found

    def _judge(self, tx: Transaction, until: int) -> int:
        since = _cursor(tx)
        if since is None:
            tx.run(queries.SAVE_CURSOR, at=until)
            return 0
        events = _events(tx, since, until)
        # One transaction's events are judged together: the last time of a full page may have more.
        is_full, last = len(events) == _AT_ONCE, events[-1].recorded_at if events else until
        kept = [event for event in events if event.recorded_at < last] if is_full else events
        if not kept and is_full:
            kept = events
        tx.run(queries.SAVE_CURSOR, at=kept[-1].recorded_at if is_full else until)
        return self._keep(tx, kept)

    def _keep(self, tx: Transaction, events: Sequence[Event]) -> int:
        places = _places(tx, {event.ci_uid for event in events})
        found = [
            (difference, places[event.ci_uid])
            for event in events if event.ci_uid in places
            for difference in watched_in(event, places[event.ci_uid], self._registry)
        ]  # fmt: skip
        if not found:
            return 0
        changes = _changes(tx, found)
        free = [one for one, place in found if not behind(place, one.recorded_at, changes)]
        quiet = {entry["key"] for entry in tx.run(queries.FILTERS)[0]["properties"] if entry["status"] == "on"}
        if free:
            kept = [_stored(one, is_quiet=one.key in quiet) for one in free]
            tx.run(queries.ADD, uid=[one.uid for one in free], properties=kept)
        return sum(one.key not in quiet for one in free)


def _stored(one: Difference, *, is_quiet: bool) -> Mapping[str, object]:
    told = {name: value for name, value in asdict(one).items() if name != "uid"}
    decided = {"change": "", "incident": "", "reason": "", "decided_by": "", "decided_at": 0}
    return {**told, **decided, "key": one.key, "status": "filtered" if is_quiet else "open"}


def _changes(tx: Transaction, found: Sequence[tuple[Difference, Place]]) -> dict[str, list[Record]]:
    """The changes of these CIs that may stand behind what is told of them, however long ago that was."""
    uids = sorted(set[str]().union(*(place.uids for _, place in found)))
    since = min(difference.recorded_at for difference, _ in found) - LAG
    row = tx.run(queries.CHANGES_OF, uids=uids, since=since)[0]
    changes: dict[str, list[Record]] = {}
    for uid, properties in zip(row["uid"], row["properties"], strict=True):
        changes.setdefault(uid, []).append(record_of(properties))
    return changes


def _cursor(tx: Transaction) -> int | None:
    rows = tx.run(queries.CURSOR)
    return int(rows[0]["at"]) if rows else None


def _events(tx: Transaction, since: int, until: int) -> list[Event]:
    row = tx.run(queries.EVENTS, since=since, until=until, limit=_AT_ONCE)[0]
    found = (Event(*entry) for entry in zip(*(row[name] for name in Event._fields), strict=True))
    return sorted(found, key=lambda event: (event.recorded_at, event.uid))


def _places(tx: Transaction, uids: Iterable[str]) -> dict[str, Place]:
    row = tx.run(queries.PLACES, uids=sorted(uids))[0]
    found = (Place(*entry) for entry in zip(*(row[name] for name in Place._fields), strict=True))
    return {place.uid: place for place in found}
