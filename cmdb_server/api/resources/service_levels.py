"""How soon records have to be taken up and resolved, and how they stand against that."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Query

from cmdb_server.api.dependencies import Requires, ServicesDep, requires
from cmdb_server.api.named_services import known_names, service_uids
from cmdb_server.api.periods import Period, PeriodDep
from cmdb_server.api.record_asking import AskingDep
from cmdb_server.api.routes import resource
from cmdb_server.api.service_level_shapes import (
    ClockStates,
    DueRecord,
    DueRecords,
    ExplainedClock,
    LevelsIn,
    LevelsOut,
    RecordClocks,
    TargetStanding,
    TargetStandings,
    TrialIn,
    TrialOut,
)
from cmdb_server.api.times import BadTimeError, moment
from cmdb_server.auth.identity import MANAGE, READ, Identity
from cmdb_server.itsm.index import Wanted
from cmdb_server.service_levels.levels import Levels, check_calendar
from cmdb_server.service_levels.standing import Timed, open_and_timed, soonest_first, standings
from cmdb_server.service_levels.trying import tried
from cmdb_server.services import Services
from cmdb_server.timestamps import rfc3339

router = resource("service levels")
_LATEST = 4_102_444_800_000_000  # 2100
Answerable = Annotated[Identity, Depends(Requires(MANAGE))]


@router.get("/service-levels", name="get_service_levels", dependencies=[requires(READ)])
def get_service_levels(services: ServicesDep) -> LevelsOut:
    """The calendars and targets in force."""
    return _shown(services, services.record_clocks.levels.current())


@router.put("/service-levels", name="save_service_levels")
def save_service_levels(wanted: LevelsIn, services: ServicesDep, who: Answerable) -> LevelsOut:
    """Let other calendars and targets hold, for all records at once: clocks are computed when they are asked for."""
    levels, snapshot = services.record_clocks.levels, services.impact.snapshot()
    held = {uid for target in levels.current().targets for uid in target.services}
    made = wanted.kept(lambda names, field: service_uids(snapshot, names, field, held))
    return _shown(services, levels.save(made, who.name, wanted.version))


def _shown(services: Services, levels: Levels) -> LevelsOut:
    named = {uid for target in levels.targets for uid in target.services}
    return LevelsOut.of(levels, known_names(services.impact.snapshot(), named) if named else {})


@router.post("/service-levels/calendar-trial", name="try_calendar", dependencies=[requires(READ)])
def try_calendar(wanted: TrialIn) -> TrialOut:
    """How a clock would run by a calendar that nobody has agreed on yet; nothing is kept."""
    calendar, since = wanted.calendar.kept(), moment("starts_at", wanted.starts_at)
    if since > _LATEST:
        raise BadTimeError("starts_at", wanted.starts_at, "is too far away", "a time of this century")
    check_calendar(calendar, "calendar")
    return TrialOut.of(tried(calendar, wanted.minutes, since), calendar)


@router.get("/records/{number}/clocks", name="list_record_clocks", dependencies=[requires(READ)])
def list_record_clocks(number: str, services: ServicesDep) -> RecordClocks:
    """The clocks of a record, each interval counted or not and why."""
    record = services.desk.one(number)
    found = services.record_clocks.of([record]).get(record.number, [])
    return RecordClocks(items=list(map(ExplainedClock.explaining, found)))


@router.get("/due-records", name="list_due_records", dependencies=[requires(READ)])
def list_due_records(
    asking: AskingDep,
    type: Annotated[str, Query(max_length=50, description='"" for records of any type.')] = "",  # noqa: A002 - as in the API
    clock: ClockStates = [],  # noqa: B006 - FastAPI copies defaults
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> DueRecords:
    """Open records with a clock that runs, the soonest due first: what is due soon or breached is on top."""
    services = asking.services
    kind = asking.kind(type).name if type else ""
    found = soonest_first(open_and_timed(services.records, services.record_clocks, Wanted(type=kind), clock))
    return DueRecords(total=len(found), items=[DueRecord.of(*one) for one in found[:limit]])


@router.get("/service-levels/standing", name="list_target_standings", dependencies=[requires(READ)])
def list_target_standings(asking: AskingDep, period: PeriodDep) -> TargetStandings:
    """How each target stands: open records that are at risk or breached now, and what was met and missed in a time."""
    targets = asking.services.record_clocks.levels.current().targets
    found = standings(targets, _timed(asking.services, period), period.since, period.until)
    told = {"since": rfc3339(period.since), "until": rfc3339(period.until)}
    return TargetStandings(**told, items=list(map(TargetStanding.of, found)))


def _timed(services: Services, period: Period) -> Iterator[Timed]:
    """The clocks of records of any type that are open, or of which anything happened since a time began."""
    for wanted in (Wanted(touched_since=period.since, order="number"), Wanted(is_open=True, order="number")):
        records = services.records.every(wanted)
        if wanted.is_open:
            records = [record for record in records if record.changed_at < period.since]
        clocks = services.record_clocks.of(records)
        yield from ((record, clock) for record in records for clock in clocks.get(record.number, ()))
