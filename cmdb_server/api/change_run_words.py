"""Changes that are or were carried out, as answers tell of them: CIs by name as far as they may be seen."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias

from fastapi import Request
from pydantic import BaseModel

from cmdb_server.api.record_shapes import AffectedCI
from cmdb_server.api.record_words import RecordTelling
from cmdb_server.api.signal_words import SignalOut, telling
from cmdb_server.api.times import time_or_none
from cmdb_server.change_runs.comparing import Compared, Verdict
from cmdb_server.change_runs.differing import Differences, differences
from cmdb_server.change_runs.following import Comparison
from cmdb_server.change_runs.silencing import is_expected
from cmdb_server.comparison.answers import CIDifference
from cmdb_server.comparison.comparing import named
from cmdb_server.itsm.changes.running import Run
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.rows import rows_of
from cmdb_server.services import Services
from cmdb_server.signals.signal import WARNING, Signal
from cmdb_server.timestamps import rfc3339

Kind: TypeAlias = Literal["expected", "unexpected", "elsewhere"]
_MOST_SIGNALS, _MOST_CIS = 200, 500


class StepOut(BaseModel):
    """A step of a change (`turn` from 1) as it is carried out; `is_back`: it is of the way back."""

    turn: int
    step: str
    owner: str
    minutes: str
    state: str
    started_at: str
    ended_at: str
    by: str
    note: str
    is_back: bool


class RunSignal(BaseModel):
    """A signal that began while a change was carried out.

    expected: it follows from the change as planned, opens no incident; unexpected: of what the change reaches, but
    does not take down, or of what was not well again in time; elsewhere: of anything else.
    """

    kind: Kind
    signal: SignalOut


class ReadAgain(AffectedCI):
    """A CI that was worked on: the address at which it is read again afterwards, or why nothing could be asked."""

    address: str
    why_not: str


class ComparedCI(BaseModel):
    """A CI with the states that were foretold and seen ("" for none) and what that comes to."""

    ci: AffectedCI
    foretold: str
    seen: str
    verdict: Verdict


class ImplementationOut(BaseModel):
    """How a change is carried out, and what it came to beside the plan.

    `promised_until` is when everything was to work again, `is_overdue` that it does not yet; signals of what it takes
    down are expected until `quiet_until`. From `settled_at` on the comparison is kept (`is_compared`); `is_left`: more
    happened than was foretold, so a review is asked for. `differences` are of what was worked on, its parts and
    dependents, `other_differences` of anything else meanwhile; the totals count those left out as well.
    """

    began_at: str
    promised_until: str
    ended_at: str | None
    is_overdue: bool
    quiet_until: str
    settled_at: str | None
    is_compared: bool
    is_left: bool
    foretold_down: int
    foretold_degraded: int
    steps: list[StepOut]
    signals: list[RunSignal]
    read_again: list[ReadAgain]
    cis: list[ComparedCI]
    services: list[ComparedCI]
    outlasting: list[AffectedCI]
    differences: list[CIDifference]
    total_differences: int
    other_differences: list[CIDifference]
    total_other_differences: int


class RunTelling:
    """Tells of changes that are carried out to whoever asks."""

    def __init__(self, request: Request, seen: Services, whole: Services) -> None:
        """`seen` are the services as whoever asks may use them, `whole` those that see everything."""
        self._request, self._seen, self._whole = request, seen, whole
        self._records = RecordTelling(seen)

    def implementation(self, record: Record, run: Run) -> ImplementationOut:
        """How a change is carried out."""
        now = self._whole.clock()
        until = min(now, run.settled_at or now)
        found = self._comparison(run, until)
        changed = self._differences(run, until)
        overdue_at = run.ended_at or now
        return ImplementationOut(
            began_at=rfc3339(run.began_at),
            promised_until=rfc3339(run.promised_until),
            ended_at=time_or_none(run.ended_at),
            is_overdue=overdue_at > run.promised_until,
            quiet_until=rfc3339(run.quiet_until),
            settled_at=time_or_none(run.settled_at),
            is_compared=bool(run.found),
            is_left=found.is_left,
            foretold_down=len(run.down),
            foretold_degraded=len(run.degraded),
            steps=[_step(turn, row) for turn, row in enumerate(rows_of(record, "progress"), start=1)],
            signals=self._signals(run, found, until),
            read_again=self._read_again(run),
            cis=self._compared(found.cis),
            services=self._compared(found.services),
            outlasting=self._cis(found.outlasting),
            differences=self._named(changed.expected, until),
            total_differences=changed.total_expected,
            other_differences=self._named(changed.others, until),
            total_other_differences=changed.total_others,
        )

    def _comparison(self, run: Run, until: int) -> Comparison:
        if not run.found:
            return self._whole.change_runs.comparison(run, until)
        kept = run.found
        return Comparison(
            [Compared(**one) for one in kept["cis"]],
            [Compared(**one) for one in kept["services"]],
            kept["outlasting"],
        )

    def _differences(self, run: Run, until: int) -> Differences:
        snapshot = self._whole.impact.snapshot()
        reached = self._whole.change_runs.reached(run)
        return differences(self._whole.store, snapshot, (run.affects, reached), (run.began_at, until))

    def _named(self, changes: Sequence[Any], until: int) -> list[CIDifference]:
        return named(self._whole.store, self._whole.registry, changes, until)

    def _signals(self, run: Run, found: Comparison, until: int) -> list[RunSignal]:
        signals = [
            one for one in self._whole.signals.between(run.began_at, until)
            if one.ci_uid and one.severity >= WARNING and run.began_at <= one.started_at <= until
        ]  # fmt: skip
        kinds = {one.uid: self._kind_of(one, run, found) for one in signals}
        told: list[tuple[Kind, Signal]] = [(kind, one) for kind in _KINDS for one in signals if kinds[one.uid] == kind]
        words = telling(self._request, self._seen.impact.snapshot(), signals)
        return [RunSignal(kind=kind, signal=words.signal(one, until)) for kind, one in told[:_MOST_SIGNALS]]

    def _kind_of(self, signal: Signal, run: Run, found: Comparison) -> Kind:
        is_fresh = not signal.incident and is_expected(run, run.foretold, signal, self._whole.clock())
        if signal.expected_by == run.number or is_fresh:
            return "expected"
        is_elsewhere = any(one.uid == signal.ci_uid and one.verdict == "elsewhere" for one in found.cis)
        return "elsewhere" if is_elsewhere else "unexpected"

    def _read_again(self, run: Run) -> list[ReadAgain]:
        asked, left = (run.asked.get(name, ()) for name in ("asked", "left"))
        told = [*((uid, address, "") for uid, address in asked), *((uid, "", why) for uid, why in left)]
        return [
            ReadAgain(**ci.model_dump(), address=address, why_not=why)
            for uid, address, why in told if (ci := self._records.ci(uid))
        ]  # fmt: skip

    def _compared(self, found: Iterable[Compared]) -> list[ComparedCI]:
        worth = sorted(found, key=lambda one: (_ORDER.index(one.verdict), one.uid))[:_MOST_CIS]
        return [
            ComparedCI(ci=ci, foretold=one.foretold, seen=one.seen, verdict=one.verdict)
            for one in worth if (ci := self._records.ci(one.uid))
        ]  # fmt: skip

    def _cis(self, uids: Iterable[str]) -> list[AffectedCI]:
        return [ci for uid in uids if (ci := self._records.ci(uid))]


_KINDS: Sequence[Kind] = ("unexpected", "expected", "elsewhere")
_ORDER: Sequence[Verdict] = ("unexpected", "worse", "hit", "missing", "elsewhere", "unwatched")


def _step(turn: int, row: Mapping[str, str]) -> StepOut:
    names = ("step", "owner", "minutes", "started_at", "ended_at", "by", "note")
    told = {name: row.get(name, "") for name in names}
    return StepOut(turn=turn, state=row.get("state", "waiting"), is_back=bool(row.get("is_back")), **told)
