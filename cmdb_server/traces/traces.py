"""Takes spans in, keeps the calls that they tell of, and decides what follows from them."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.queries import topology
from cmdb_server.graph_store.queries import traces as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.traces.calls import Call, decoded, encoded, key_of
from cmdb_server.traces.joining import Joined, joined, needs_of, told_by_both
from cmdb_server.traces.looking import look_up
from cmdb_server.traces.spans import Span
from cmdb_server.traces.window import Window
from cmdb_server.traces.writing import CallWriter
from graph_schema import Registry
from graph_schema.data_sources import TRACES

MOST_CALLS = 10_000
KEPT_DAYS = 14
_KEPT = KEPT_DAYS * 24 * 3600 * 1_000_000
_COUNTED_EVERY_SECONDS, _DECIDED_EVERY_SECONDS = 10.0, 2.0
_RESTED_TIMES = 9  # as long as it took: who makes up ever other programs gets a tenth of the time at most
_AT_ONCE = 1_000
_FULL = (
    f"no room is left for more than {MOST_CALLS} different calls of one token; do their services have names that "
    "change all the time?"
)
_CROWDED = "too many spans of the last two minutes wait for their other side; send fewer, or with several tokens"
_MALFORMED = "spans without a trace id of 16 bytes and a span id of 8, or more than 20000 in one request"


class TellsOf(NamedTuple):
    """Who tells, and in which network scope."""

    source: str
    network_scope: str


@dataclass(frozen=True)
class Taken:
    """How many spans were refused, and why ("" for none)."""

    refused: int = 0
    reason: str = ""


@dataclass(frozen=True)
class KeptCall:
    """A call with how often and when it was seen (microseconds), what it was joined to, and why not."""

    uid: str
    network_scope: str
    call: Call
    sightings: int
    first_seen_at: int
    last_seen_at: int
    dependent: str
    needed: str
    reason: str


@dataclass
class _Hearing:
    """What a server has heard from one source since it started; `counted_at` is when that was last kept."""

    window: Window = field(default_factory=Window)
    kept: set[Call] = field(default_factory=set[Call])
    counts: Counter[Call] = field(default_factory=Counter[Call])
    counted_at: float = 0.0


class Traces:
    """Calls that traces tell of; safe to use from several threads."""

    def __init__(self, store: GraphStore, registry: Registry, ingest: Ingest, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store, self._registry, self._ingest, self._clock = store, registry, ingest, clock
        self._hearing: dict[TellsOf, _Hearing] = {}
        self._decide_from: dict[str, float] = {}
        self._lock, self._deciding = threading.Lock(), threading.Lock()

    def take(self, who: TellsOf, spans: Iterable[Span], malformed: int = 0) -> Taken:
        """Take spans of an exporter in; `malformed` others of the request could not be read."""
        with self._lock:
            self._forget(now := time.monotonic())
            hearing = self._hearing.setdefault(who, _Hearing())
            # A sender makes up network scopes as it likes, so that they share one room.
            elsewhere = sum(len(other.window) for told, other in self._hearing.items() if told.source == who.source)
            outcome = hearing.window.offer(spans, now, elsewhere - len(hearing.window))
        full = self.count(who, outcome.calls)
        told = ((malformed, _MALFORMED), (outcome.refused, _CROWDED), (full, _FULL))
        return Taken(malformed + outcome.refused + full, "; ".join(reason for refused, reason in told if refused))

    def count(self, who: TellsOf, calls: Counter[Call]) -> int:
        """Take in how often calls were seen; of how many nothing is kept, as there are too many different ones.

        What is new is kept at once, of what is known the count a little later. What follows is decided at once too,
        unless that was done just before: then `run` does it.
        """
        with self._lock:
            hearing = self._hearing.setdefault(who, _Hearing())
            hearing.counts.update(calls)
            is_new = not hearing.kept.issuperset(calls)
            if not is_new and time.monotonic() < hearing.counted_at + _COUNTED_EVERY_SECONDS:
                return 0
            counts, hearing.counts = hearing.counts, Counter[Call]()
            hearing.counted_at = time.monotonic()
        full = self._kept(who, hearing, counts)
        if is_new and time.monotonic() >= self._decide_from.get(who.source, 0.0):
            self.decide(who.source)
        return sum(counts[call] for call in full)

    def decide(self, source: str) -> int:
        """Decide what follows from all that a source told; how many sections of it changed."""
        with self._deciding:
            now, begun = self._clock(), time.monotonic()
            self._store.write(lambda tx: tx.run(queries.FORGET_OLD_CALLS, source=source, before=now - _KEPT))
            calls = self.calls(source)
            writer = CallWriter(self._store, self._ingest, source)
            changed = 0
            for scope in sorted({call.network_scope for call in calls} | writer.known_scopes()):
                changed += self._decided(writer, scope, [call for call in calls if call.network_scope == scope])
            took = (ended := time.monotonic()) - begun
            self._decide_from[source] = ended + max(_DECIDED_EVERY_SECONDS, took * _RESTED_TIMES)
            return changed

    def run(self) -> int:
        """Keep what is counted, and decide of every source again: what it told of may be known by now, or be old."""
        with self._lock:
            self._forget(time.monotonic())
            waiting = list(self._hearing.items())
        for who, hearing in waiting:
            with self._lock:
                counts, hearing.counts = hearing.counts, Counter[Call]()
            if counts:
                self._kept(who, hearing, counts)
        return sum(map(self.decide, self.sources()))

    def sources(self) -> list[str]:
        """The data sources that tell of calls."""
        start, end = f"{TRACES.name}:", f"{TRACES.name};"
        return sorted(self._store.read(lambda tx: tx.run(topology.INFERRED, start=start, end=end))[0]["key"])

    def calls(self, source: str) -> list[KeptCall]:
        """All that a source told of."""
        row = self._store.read(lambda tx: tx.run(queries.CALLS, source=source))[0]
        names = ("sightings", "first_seen_at", "last_seen_at", "dependent_uid", "needed_uid", "reason")
        columns = zip(row["uid"], row["network_scope"], row["call"], *(row[name] for name in names), strict=True)
        return [KeptCall(uid, scope, decoded(call), *facts) for uid, scope, call, *facts in columns]

    def _forget(self, now: float) -> None:
        """Let go of what has waited long enough, and of who was not heard for as long."""
        for who, hearing in list(self._hearing.items()):
            hearing.window.forget(now)
            if not (hearing.window or hearing.counts):
                del self._hearing[who]

    def _kept(self, who: TellsOf, hearing: _Hearing, counts: Counter[Call]) -> set[Call]:
        """As `_keep`, and known to be kept; what cannot be kept now waits for the next time."""
        try:
            full = self._keep(who, counts)
        except CmdbError:
            # The exporter sends the same spans again, which are known by then: nobody else counts their calls.
            with self._lock:
                hearing.counts.update(counts)
            raise
        with self._lock:
            hearing.kept.update(call for call in counts if call not in full)
        return full

    def _keep(self, who: TellsOf, counts: Counter[Call]) -> set[Call]:
        """Keep what was counted; the calls of which nothing is kept."""
        now, rows = self._clock(), sorted((key_of(*who, call), call) for call in counts)

        def keep(tx: Transaction) -> set[Call]:
            row = tx.run(queries.KNOWN_CALLS, source=who.source, uid=[key for key, _ in rows])[0]
            room, known = MOST_CALLS - row["calls"], set(row["uid"])
            new = [call for key, call in rows if key not in known]
            full = set(new[max(0, room) :])
            kept = [(key, call) for key, call in rows if call not in full]
            for start in range(0, len(kept), _AT_ONCE):
                self._save(tx, who, kept[start : start + _AT_ONCE], counts, now)
            return full

        full = self._store.transact([f"traces:{who.source}"], keep)
        CallWriter(self._store, self._ingest, who.source).note_contact(now)
        return full

    def _save(
        self, tx: Transaction, who: TellsOf, rows: Sequence[tuple[str, Call]], counts: Counter[Call], now: int
    ) -> None:
        tx.run(
            queries.SAVE_CALLS,
            source=who.source,
            scope=who.network_scope,
            uid=[key for key, _ in rows],
            call=[encoded(call) for _, call in rows],
            sightings=[counts[call] for _, call in rows],
            at=now,
        )

    def _decided(self, writer: CallWriter, network_scope: str, kept: Sequence[KeptCall]) -> int:
        """A part at a time, those of a machine together: many calls may name ever other machines with all they run."""
        kept = sorted(kept, key=lambda entry: (entry.call.caller.host, entry.call.caller))
        calls = [entry.call for entry in kept]
        told = told_by_both(calls)
        found: list[Joined] = []
        for start in range(0, len(calls), _AT_ONCE):
            part = calls[start : start + _AT_ONCE]
            known = self._store.read(lambda tx, part=part: look_up(tx, self._registry, network_scope, part))
            found += joined(part, known, told)
        self._note(kept, found)
        return writer.write(network_scope, needs_of(calls, found, [entry.sightings for entry in kept]))

    def _note(self, kept: Sequence[KeptCall], found: Sequence[Joined]) -> None:
        """Keep with each call what became of it, where that is other than before."""
        rows = [
            (before.uid, after.dependent, after.needed, after.reason)
            for before, after in zip(kept, found, strict=True)
            if (before.dependent, before.needed, before.reason) != (after.dependent, after.needed, after.reason)
        ]
        for start in range(0, len(rows), _AT_ONCE):
            uid, dependent, needed, reason = map(list, zip(*rows[start : start + _AT_ONCE], strict=True))
            columns = {"uid": uid, "dependent_uid": dependent, "needed_uid": needed, "reason": reason}
            self._store.write(lambda tx, columns=columns: tx.run(queries.SAVE_JOINED, **columns))
