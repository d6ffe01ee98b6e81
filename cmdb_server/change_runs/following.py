"""Changes that are carried out are followed: signals marked, machines read again, compared with what was foretold."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from cmdb_server.change_runs.comparing import DEGRADED, DOWN, Compared, Sight, compared, counts, has_left, seen_states
from cmdb_server.change_runs.rereading import Rereads
from cmdb_server.change_runs.silencing import by_change, expecting
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.question import Question
from cmdb_server.itsm import keeping
from cmdb_server.itsm.changes.running import Run, Runs
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.following import counted
from cmdb_server.itsm.record import Entry, Record, new_entry
from cmdb_server.network_scans.rereading import LOCK
from cmdb_server.signals.signal import Signal
from cmdb_server.signals.signals import DAYS_KEPT, Signals
from impact.rows import plain

_SERVER = "server"
_DAY = 24 * 3600 * 1_000_000
AS_PLANNED, LEFT = "as_planned", "left"


@dataclass(frozen=True)
class Comparison:
    """What a change came to: CIs and services with what was foretold and seen, and CIs that were not well in time."""

    cis: Sequence[Compared]
    services: Sequence[Compared]
    outlasting: Sequence[str]

    @property
    def is_left(self) -> bool:
        """Whether more happened than was foretold."""
        return has_left((*self.cis, *self.services), self.outlasting)


@dataclass(frozen=True)
class ChangeRuns:
    """Follows changes that are carried out; safe to do on several servers at once. The analysis sees everything."""

    store: GraphStore
    runs: Runs
    kind: RecordType
    signals: Signals
    impact: ImpactAnalysis
    rereads: Rereads
    clock: Callable[[], int]

    def expecting(self) -> Callable[[Signal], str]:
        """Of a signal, the change that it follows from as planned by what is carried out now, "" for none."""
        return expecting(self.runs.open(), self.clock())

    def follow(self, now: int) -> dict[str, int]:
        """Bring everything that is carried out or was just finished to where it is at a time; how much was done."""
        done: dict[str, int] = {"expected": 0, "released": 0, "asked": 0, "compared": 0}
        runs = self.runs.open()
        if not runs:
            return done
        done["expected"] = self._mark(runs, now)
        done["released"] = self._release([run.number for run in runs if run.quiet_until < now])
        for run in runs:
            if run.ended_at and not run.asked:
                done["asked"] += self._ask(run)
            if run.ended_at and run.settled_at <= now:
                done["compared"] += self._compare(run)
        return done

    def comparison(self, run: Run, until: int) -> Comparison:
        """What a change has come to until a time, against what was foretold when it began."""
        found = self.signals.between(run.began_at, until)
        seen = seen_states(found, run.began_at, until)
        foretold = run.foretold
        cis = compared(foretold, seen, self._sight(run, foretold, until))
        told = {one.uid: one.seen for one in cis if one.seen and one.verdict != "elsewhere"}
        is_watched = any(one.verdict != "unwatched" for one in cis if one.foretold)
        outlasting = {one.ci_uid for one in found if run.ended_at and one.expected_by == "" and one.ci_uid in foretold
                      and one.started_at >= run.began_at and one.resolved_at > until >= run.settled_at}  # fmt: skip
        return Comparison(cis, self._services(run, told, is_watched=is_watched), sorted(outlasting))

    def _mark(self, runs: Sequence[Run], now: int) -> int:
        quiet = [run for run in runs if now <= run.quiet_until]
        if not quiet:
            return 0
        fresh = self.signals.begun_since(min(run.began_at for run in quiet))
        found = by_change(fresh, expecting(quiet, now))
        return sum(self.signals.expect(signals, number) for number, signals in found.items())

    def _release(self, numbers: Collection[str]) -> int:
        """What is still open after the time that was promised is no longer expected."""
        if not numbers:
            return 0
        still = [signal for signal in self.signals.expected_by(numbers) if signal.is_open]
        return self.signals.expect(still, "")

    def _ask(self, run: Run) -> int:
        asked = 0

        def write(tx: Transaction) -> None:
            nonlocal asked
            asked = 0

            def told(now: Run) -> Run:
                nonlocal asked
                if now.asked:
                    return now
                found = self.rereads.want(tx, now.affects, now.number, self.clock())
                asked = len(found.asked)
                return replace(now, asked=asdict(found))

            self.runs.note(tx, run.number, told)

        self.store.transact((LOCK,), write)
        return asked

    def _compare(self, run: Run) -> int:
        # Computed before anything is locked, which keeps all writers of an embedded engine waiting.
        found = self.comparison(run, run.settled_at)
        kept: Mapping[str, Any] = {"at": self.clock(), "is_left": found.is_left, **asdict(found)}

        def decide(record: Record) -> tuple[RecordType, Record, Entry | None]:
            told = LEFT if found.is_left else AS_PLANNED
            if record.computed.get("compared"):
                return self.kind, record, None
            after = replace(record, computed={**record.computed, "compared": told})
            return self.kind, after, new_entry(self.clock(), _SERVER, "comment", _words(found))

        def write(tx: Transaction) -> None:
            keeping.change_within(tx, run.number, None, decide)
            self.runs.note(tx, run.number, lambda now: now if now.found else replace(now, found=kept))

        self.store.write(write)
        return 1

    def reached(self, run: Run) -> frozenset[str]:
        """The CIs that a change may hit without any redundancy, those that are worked on among them."""
        present = [*counted(run.affects, self.impact.snapshot()).values()]
        if not present:
            return frozenset(run.affects)
        asked = self.impact.asked(Question(down=tuple(present)))
        return frozenset({asked.snapshot.cis.uid[ci] for ci in plain(asked.radius.reach.cis())}.union(run.affects))

    def _sight(self, run: Run, foretold: Mapping[str, str], until: int) -> Sight:
        watched = {one.ci_uid for one in self.signals.of_cis(foretold, until - DAYS_KEPT * _DAY, until)}
        return Sight(self.reached(run), watched)

    def _services(self, run: Run, seen: Mapping[str, str], *, is_watched: bool) -> list[Compared]:
        """Services by what follows from the CIs that were seen; those that were at risk are foretold as not hit."""
        foretold = {uid: state for uid, state in run.services.items() if state in (DOWN, DEGRADED)}
        snapshot = self.impact.snapshot()
        present = counted([*seen], snapshot)
        down = tuple(now for uid, now in present.items() if seen[uid] == DOWN)
        degraded = tuple(now for uid, now in present.items() if seen[uid] == DEGRADED)
        told: dict[str, str] = {}
        if present:
            asked = self.impact.asked(Question(down=down, degraded=tuple({*degraded} - {*down})))
            uid, services = asked.snapshot.cis.uid, map(int, asked.radius.services())
            states = {uid[ci]: asked.outcome.state(ci).word for ci in services}
            told = {service: state for service, state in states.items() if state in (DOWN, DEGRADED)}
        return compared(foretold, told, Sight(told, foretold if is_watched else ()))


def _words(found: Comparison) -> str:
    """Without names of CIs, which not everybody may see who reads it."""
    said = counts(found.cis)
    parts = [f"{said[name]} {words}" for name, words in _VERDICTS.items() if name in said]
    more = "More happened than was foretold. " if found.is_left else "It did no more than was foretold. "
    late = f"; {len(found.outlasting)} not well again in time" if found.outlasting else ""
    return f"{more}CIs: {', '.join(parts) or 'none told of anything'}{late}."


_VERDICTS = {
    "hit": "hit as foretold",
    "worse": "hit worse than foretold",
    "unexpected": "hit though not foretold",
    "missing": "foretold and not hit",
    "unwatched": "foretold of which nothing tells",
    "elsewhere": "elsewhere told of something",
}
