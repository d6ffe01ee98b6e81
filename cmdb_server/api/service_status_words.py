"""Whether services work, as answers tell of it: by the names that whoever asks may see."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import numpy as np
from pydantic import BaseModel

from cmdb_server.api.periods import Period
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.record_asking import RecordAsking
from cmdb_server.api.record_shapes import AffectedCI
from cmdb_server.api.record_words import RecordTelling
from cmdb_server.api.service_clocks import pressing_by_service
from cmdb_server.graph_store.queries import resilience as queries
from cmdb_server.service_status.days import on_day
from cmdb_server.service_status.intervals import Interval, Measured, Outage, intervals, measured
from cmdb_server.services import Services
from cmdb_server.timestamps import rfc3339

State = Literal["working", "degraded", "down"]
_SECOND = 1_000_000
_ORDER: Sequence[State] = ("down", "degraded", "working")


class SaidOfIt(BaseModel):
    """The newest status update of an incident (`number`) that keeps a service from working."""

    number: str
    text: str
    at: str


class ServiceStatus(BaseModel):
    """A service: its state now, since when, the records behind that, and how well it worked in the time asked for.

    `is_planned`: it follows from a change as it was foretold. `availability` is the share of the time outside of
    planned work in which it was not down (null: all was planned), `target` what was agreed. `breached` and `at_risk`
    are open records about it of which a clock has run out, or soon will.
    """

    ci: AffectedCI
    criticality: int | None
    users: int | None
    state: State
    is_planned: bool
    since: str | None
    records: list[str]
    said: SaidOfIt | None
    availability: float | None
    target: float | None
    meets_target: bool | None
    seconds_down: float
    seconds_degraded: float
    seconds_planned: float
    breached: list[str]
    at_risk: list[str]


class ServiceStatusList(BaseModel):
    """The services in use, those first that do not work, in a time [since, until)."""

    since: str
    until: str
    items: list[ServiceStatus]


class Trouble(BaseModel):
    """A time in which a service did not work as it should, and the records behind it; `until` null while it lasts."""

    since: str
    until: str | None
    state: State
    is_planned: bool
    records: list[str]


class ServiceStatusDetail(BaseModel):
    """A service with the intervals behind its figures, the newest first."""

    since: str
    until: str
    status: ServiceStatus
    intervals: list[Trouble]


class OutageDay(BaseModel):
    """A day on which a service did not work all the time: shares of the day (0 to 1), and the records behind that."""

    date: str
    down: float
    degraded: float
    planned: float
    records: list[str]


class OutageRow(BaseModel):
    """A service with the days on which it did not work all the time; on the others it did."""

    ci: AffectedCI
    criticality: int | None
    days: list[OutageDay]


class OutageCalendar(BaseModel):
    """The days of a month by the clock of a time zone, as far as they have begun, and the services in use."""

    month: str
    time_zone: str
    days: list[str]
    items: list[OutageRow]


class StatusTelling:
    """Tells of services to whoever asks."""

    def __init__(self, asking: RecordAsking, period: Period) -> None:
        services = asking.services
        self._asking, self._period = asking, period
        self._snapshot = services.impact.snapshot()
        self._records = RecordTelling(services)
        self._updates: dict[str, SaidOfIt | None] = {}
        self._outages = self._by_service(services)
        self._now = self._outages if period.until == period.now else self._by_service(services, period.now)
        behind = {number: [outage.number for outage in outages] for number, outages in self._now.items()}
        self._pressing = pressing_by_service(services, self._snapshot, behind)

    def all(self) -> list[ServiceStatus]:
        """Every service in use, the worst first, then the most important."""
        snapshot = self._snapshot
        numbers = np.flatnonzero(snapshot.stakes.is_service & snapshot.is_counted)
        targets = self._targets([int(number) for number in numbers])
        told = [self._told(int(number), targets) for number in numbers]
        return sorted(filter(None, told), key=_order)

    def number_of(self, uid: str) -> int | None:
        """The service of a uid that it has or had, None where it is none."""
        number = self._snapshot.numbers.get(self._asking.services.desk.current(uid, self._snapshot))
        return number if number is not None and self._snapshot.stakes.is_service[number] else None

    def one(self, number: int) -> ServiceStatus:
        """One service. Raises NotFoundError."""
        found = self._told(number, self._targets([number]))
        if found is None:
            raise NotFoundError("service", self._snapshot.cis.uid[number])
        return found

    def intervals_of(self, number: int) -> list[Interval]:
        """When it did not work in the time asked for."""
        return intervals(self._outages.get(number, ()), self._period.since, self._period.until)

    def days(self, days: Sequence[tuple[date, int, int]]) -> list[OutageRow]:
        """Every service in use by day (date, beginning, end), the most important first; what is yet to come is left."""
        snapshot, found = self._snapshot, list[OutageRow]()
        for number in map(int, np.flatnonzero(snapshot.stakes.is_service & snapshot.is_counted)):
            if (ci := self._records.ci(snapshot.cis.uid[number])) is not None:
                told = [day for one in days if (day := self._day(number, one))]
                criticality = int(snapshot.cis.criticality[number]) or None
                found.append(OutageRow(ci=ci, criticality=criticality, days=told))
        return sorted(found, key=lambda row: (-(row.criticality or 0), row.ci.name.casefold()))

    def _day(self, number: int, day: tuple[date, int, int]) -> OutageDay | None:
        date_, since, until = day
        # Of a day that is not over the whole of it counts, too: a share is one of the day.
        figures, records = on_day(self.intervals_of(number), since, until)
        if not records:
            return None
        seconds = (until - since) / _SECOND
        shares = {name: getattr(figures, name) / seconds for name in ("down", "degraded", "planned")}
        return OutageDay(date=date_.isoformat(), records=records, **shares)

    def _by_service(self, services: Services, at: int | None = None) -> dict[int, list[Outage]]:
        """Outages by the number of the service as it is now, also of what was merged into it; of a moment with `at`."""
        span = (self._period.since, self._period.until) if at is None else (at - 1, at)
        found: dict[int, list[Outage]] = {}
        for uid, outages in services.outages.within(*span).items():
            number = self._snapshot.numbers.get(services.desk.current(uid, self._snapshot))
            if number is not None:
                found.setdefault(number, []).extend(outages)
        return found

    def _told(self, number: int, targets: dict[int, float]) -> ServiceStatus | None:
        cis, period = self._snapshot.cis, self._period
        ci = self._records.ci(cis.uid[number])
        if ci is None:
            return None
        figures = measured(self.intervals_of(number), period.since, period.until)
        moment = intervals(self._now.get(number, ()), period.now - 1, period.now)
        now = moment[-1] if moment else None
        behind = [one for one in self._now.get(number, ()) if now and one.number in now.numbers]
        return ServiceStatus(
            ci=ci,
            criticality=int(cis.criticality[number]) or None,
            users=int(cis.users[number]) or None,
            state=now.state if now else "working",
            is_planned=bool(now and now.is_planned),
            since=rfc3339(min(one.since for one in behind)) if behind else None,
            records=list(now.numbers) if now else [],
            said=self._said(now),
            target=(target := targets.get(number)),
            meets_target=None if target is None else _meets(figures, target),
            availability=figures.availability,
            seconds_down=figures.down,
            seconds_degraded=figures.degraded,
            seconds_planned=figures.planned,
            breached=self._pressing.get((number, "breached"), []),
            at_risk=self._pressing.get((number, "due_soon"), []),
        )

    def _said(self, now: Interval | None) -> SaidOfIt | None:
        found = [said for number in (now.numbers if now else ()) if (said := self._update(number))]
        return max(found, key=lambda said: said.at, default=None)

    def _update(self, number: str) -> SaidOfIt | None:
        """The newest status update of a record; many services may wait for the same one, so it is read once."""
        if number not in self._updates:
            desk = self._asking.services.desk
            record = desk.one(number)
            told = desk.timeline(record, self._asking.worker(desk.type_of(record)))
            newest = max((entry for entry in told if entry.kind == "status"), key=lambda entry: entry.at, default=None)
            said = newest and SaidOfIt(number=number, text=newest.text, at=rfc3339(newest.at))
            self._updates[number] = said
        return self._updates[number]

    def _targets(self, numbers: Sequence[int]) -> dict[int, float]:
        uids = [self._snapshot.cis.uid[number] for number in numbers]
        row = self._asking.services.store.read(lambda tx: tx.run(queries.AVAILABILITIES, uids=uids))[0]
        told = zip(row["uid"], row["target"], strict=True)
        return {self._snapshot.numbers[uid]: target for uid, target in told if 0 < target <= 1}


def _order(one: ServiceStatus) -> tuple[int, int, str]:
    return _ORDER.index(one.state), -(one.criticality or 0), one.ci.name.casefold()


def _meets(figures: Measured, target: float) -> bool | None:
    return None if figures.availability is None else figures.availability >= target


def trouble(one: Interval, period: Period) -> Trouble:
    """An interval as answers tell of it."""
    is_lasting = one.until == period.until == period.now
    return Trouble(
        since=rfc3339(one.since),
        until=None if is_lasting else rfc3339(one.until),
        state=one.state,
        is_planned=one.is_planned,
        records=list(one.numbers),
    )
