"""Signals of all senders: taken in, listed, matched again, ended in time, forgotten."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.queries import signals as queries
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.signals.deciding import over
from cmdb_server.signals.offers import Offer, Sender
from cmdb_server.signals.signal import BY_PERSON, Signal, signal_of
from cmdb_server.signals.taking import MOST_OPEN, Taken, lock_of, rematched, save, take_in
from graph_schema import Registry

DAYS_KEPT = 90
MOST_LISTED = 20_000
_DAY = 24 * 3600 * 1_000_000
_HALF_A_DAY = _DAY // 2
_AT_ONCE = 1_000


class NoSignalError(CmdbError):
    """There is no such signal."""

    def __init__(self, uid: str) -> None:
        """404."""
        super().__init__(f"there is no signal {uid[:100]!r}; it may have been forgotten", 404, "not_found")


class Signals:
    """Takes signals in and tells of them; safe to use from several threads and servers."""

    def __init__(self, store: GraphStore, registry: Registry, clock: Callable[[], int], audit: AuditLog) -> None:
        """`clock` in microseconds."""
        self._store, self._registry, self._clock, self._audit = store, registry, clock, audit

    def take(self, sender: Sender, offers: Sequence[Offer]) -> Taken:
        """Take what a sender says, in its order, a thousand in each transaction."""
        done = Taken()
        for start in range(0, len(offers), _AT_ONCE):
            some = offers[start : start + _AT_ONCE]

            def take(tx: Transaction, some: Sequence[Offer] = some) -> Taken:
                return take_in(tx, self._registry, sender, some, self._clock())

            done += self._store.transact([lock_of(sender.source)], take)
        return done

    def replace_all(self, sender: Sender, offers: Sequence[Offer]) -> Taken:
        """Take all that a source sees now: what it no longer says is over."""
        stored = self._store.read(lambda tx: tx.run(queries.OPEN_OF_SOURCE, source=sender.source))[0]["properties"]
        known = {signal.fingerprint: signal for signal in map(signal_of, stored)}
        said = {offer.fingerprint for offer in offers}
        gone = [signal for fingerprint, signal in known.items() if fingerprint not in said]
        over_now = [Offer(signal.fingerprint, signal.name, is_firing=False) for signal in gone]
        since = self._clock() + _HALF_A_DAY
        fresh = [offer for offer in offers if not _is_said(known.get(offer.fingerprint), offer, since)]
        return self.take(sender, [*over_now, *fresh])

    def open_at(self, at: int) -> list[Signal]:
        """The signals that were open at a time that has come, the worst first, then the newest."""
        return self.between(at, at)

    def between(self, since: int, until: int, limit: int = MOST_LISTED) -> list[Signal]:
        """The signals that were open at any time after `since` up to `until`, the worst first, then the newest."""
        found = self._store.read(lambda tx: tx.run(queries.BETWEEN, since=since, until=until, limit=limit))
        return _ordered(found[0]["properties"])

    def of_cis(self, uids: Collection[str], since: int, until: int) -> list[Signal]:
        """The signals of some CIs that were open at any time after `since` up to `until`."""
        found = self._store.read(lambda tx: tx.run(queries.OF_CIS, uids=sorted(uids), since=since, until=until))
        return _ordered(found[0]["properties"])

    def get(self, uid: str) -> Signal:
        """One signal. Raises NoSignalError."""
        rows = self._store.read(lambda tx: tx.run(queries.BY_UID, uid=uid))
        if not rows:
            raise NoSignalError(uid)
        return signal_of(rows[0]["properties"])

    def resolve(self, uid: str, actor: Actor, reason: str) -> Signal:
        """End a signal by hand; it opens anew when its sender says so later. Raises NoSignalError."""
        source = self.get(uid).source

        def resolve(tx: Transaction) -> Signal:
            signal = signal_of(tx.run(queries.BY_UID, uid=uid)[0]["properties"])
            if not signal.is_open:
                return signal
            at = max(self._clock(), signal.started_at)
            ended = replace(signal, resolved_at=at, resolved_by=BY_PERSON, quiet_at=0)
            save(tx, [ended])
            self._audit.note(tx, actor, "signals.resolved", uid, name=signal.name, reason=reason)
            return ended

        return self._store.transact([lock_of(source)], resolve)

    def match_again(self) -> int:
        """Look again for the CIs of signals that fit none or one that is no longer in use; how many changed."""
        return self._changed(queries.UNMATCHED) + self._changed(queries.MOVED)

    def give(self, signals: Sequence[Signal], incident: str) -> int:
        """Give open signals to an incident, by its number; how many changed."""
        return self._each_source(
            signals, lambda _tx, found: [replace(one, incident=incident) for one in found if one.incident != incident]
        )

    def expect(self, signals: Sequence[Signal], change: str) -> int:
        """Mark open signals as following from a change as planned, by its number ("" for none); how many changed."""
        return self._each_source(
            signals, lambda _tx, found: [replace(one, expected_by=change) for one in found if one.expected_by != change]
        )

    def expected_by(self, changes: Collection[str]) -> list[Signal]:
        """The signals that follow from some changes as planned, open or over."""
        found = self._store.read(lambda tx: tx.run(queries.EXPECTED_BY, numbers=sorted(changes)))
        return _ordered(found[0]["properties"])

    def begun_since(self, since: int) -> list[Signal]:
        """The signals of CIs that began at or after a time and are open, the worst first, then the newest."""
        found = self._store.read(lambda tx: tx.run(queries.BEGUN_SINCE, since=since))
        return _ordered(found[0]["properties"])

    def standing(self, severity: int) -> dict[str, int]:
        """How many open signals of CIs are at least so severe, by their incident ("" for none)."""
        rows = self._store.read(lambda tx: tx.run(queries.STANDING, severity=severity))
        return {row["incident"]: row["signals"] for row in rows}

    def of_incident(self, incident: str, limit: int = MOST_LISTED) -> list[Signal]:
        """The signals of an incident, those that are open first, of these the worst."""
        found = self._store.read(lambda tx: tx.run(queries.OF_INCIDENT, incident=incident, limit=limit))
        return sorted(_ordered(found[0]["properties"]), key=lambda signal: not signal.is_open)

    def last_ends_of(self, incidents: Collection[str]) -> dict[str, int]:
        """When the last signal of each incident ended, OPEN while one is open; those that have any."""
        rows = self._store.read(lambda tx: tx.run(queries.LAST_ENDS_OF, incidents=sorted(incidents)))
        return {row["incident"]: row["ended_at"] for row in rows}

    def end_due(self) -> int:
        """End the signals that nobody repeats any more, and those that were quiet for long enough; how many."""
        now, ended, some = self._clock(), 0, _AT_ONCE
        while some == _AT_ONCE:
            due = self._some(queries.DUE, now=now, limit=_AT_ONCE)
            some = len(due)
            ended += self._each_source(due, lambda _tx, signals: [over(signal, now) for signal in signals])
        return ended

    def forget_old(self) -> int:
        """Forget the signals that ended long ago, so many in each transaction; how many."""
        before, forgotten, some = self._clock() - DAYS_KEPT * _DAY, 0, _AT_ONCE
        while some == _AT_ONCE:
            row = self._store.write(lambda tx: tx.run(queries.FORGET, before=before, limit=_AT_ONCE))[0]
            some = int(row["signals"])
            forgotten += some
        return forgotten

    def _changed(self, query: Query) -> int:
        def again(tx: Transaction, signals: Sequence[Signal]) -> list[Signal]:
            found = rematched(tx, self._registry, signals)
            return [found[signal.uid] for signal in signals if found[signal.uid] != signal]

        return self._each_source(self._some(query, limit=MOST_OPEN), again)

    def _some(self, query: Query, **asked: int) -> list[Signal]:
        return [signal_of(entry) for entry in self._store.read(lambda tx: tx.run(query, **asked))[0]["properties"]]

    def _each_source(
        self, signals: Sequence[Signal], change: Callable[[Transaction, Sequence[Signal]], list[Signal]]
    ) -> int:
        """Change open signals, those of each source under its lock and as they are by then; how many changed."""
        by_source: dict[str, list[Signal]] = {}
        for signal in signals:
            by_source.setdefault(signal.source, []).append(signal)
        changed = 0
        for source, many in sorted(by_source.items()):
            for start in range(0, len(many), _AT_ONCE):
                keys = sorted({signal.key for signal in many[start : start + _AT_ONCE]})

                def work(tx: Transaction, keys: Sequence[str] = keys) -> int:
                    stored = tx.run(queries.RECENT, keys=keys, since=self._clock())[0]["properties"]
                    found = change(tx, [signal for signal in map(signal_of, stored) if signal.is_open])
                    save(tx, found)
                    return len(found)

                changed += self._store.transact([lock_of(source)], work)
        return changed


def _is_said(known: Signal | None, offer: Offer, since: int) -> bool:
    """Whether a signal says the same already, and will for a while: a check that runs all day is no repetition."""
    if known is None or known.expires_at < since:
        return False
    return (known.name, known.severity, known.summary) == (offer.name, offer.severity, offer.summary)


def _ordered(stored: Sequence[dict[str, object]]) -> list[Signal]:
    signals = (signal_of(entry) for entry in stored)
    return sorted(signals, key=lambda signal: (-signal.severity, -signal.started_at, signal.uid))
