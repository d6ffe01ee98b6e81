"""How soon records have to be taken up and resolved, and how they stand against that."""

from typing import Annotated

from fastapi import Depends, Query

from cmdb_server.api.dependencies import Requires, ServicesDep, requires
from cmdb_server.api.record_asking import AskingDep
from cmdb_server.api.routes import resource
from cmdb_server.api.service_level_shapes import (
    DueRecord,
    DueRecords,
    ExplainedClock,
    LevelsIn,
    LevelsOut,
    RecordClocks,
)
from cmdb_server.auth.identity import MANAGE, READ, Identity
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.record import Record
from cmdb_server.service_levels.clocks import Clock
from cmdb_server.timestamps import OPEN

router = resource("service levels")
Answerable = Annotated[Identity, Depends(Requires(MANAGE))]
_MOST_OPEN = 5_000


@router.get("/service-levels", name="get_service_levels", dependencies=[requires(READ)])
def get_service_levels(services: ServicesDep) -> LevelsOut:
    """The calendars and targets in force."""
    return LevelsOut.of(services.record_clocks.levels.current())


@router.put("/service-levels", name="save_service_levels")
def save_service_levels(wanted: LevelsIn, services: ServicesDep, who: Answerable) -> LevelsOut:
    """Let other calendars and targets hold, for all records at once: clocks are computed when they are asked for."""
    return LevelsOut.of(services.record_clocks.levels.save(wanted.kept(), who.name, wanted.version))


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
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> DueRecords:
    """Open records with a clock that runs, the soonest due first: what is due soon or breached is on top."""
    services = asking.services
    kind = asking.kind(type).name if type else ""
    records = services.records.find(Wanted(type=kind, is_open=True), 0, _MOST_OPEN)[1]
    clocks = services.record_clocks.of(records)
    found = sorted(
        ((record, first) for record in records if (first := _first(clocks.get(record.number, [])))),
        key=_soonest,
    )
    return DueRecords(total=len(found), items=[DueRecord.of(*one) for one in found[:limit]])


def _first(clocks: list[Clock]) -> Clock | None:
    """The clock of a record that is due first, of those that have not ended."""
    return min((clock for clock in clocks if not clock.ended_at), key=lambda one: one.due_at or OPEN, default=None)


def _soonest(one: tuple[Record, Clock]) -> tuple[int, str]:
    return one[1].due_at or OPEN, one[0].number
