"""Problems: incidents that may have one behind them, known errors that fit an incident; and many records at once."""

from typing import Annotated

from fastapi import Response
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import requires
from cmdb_server.api.record_asking import AskingDep
from cmdb_server.api.record_shapes import AffectedCI, RecordDetail, RecordOut
from cmdb_server.api.record_words import RecordTelling
from cmdb_server.api.routes import Body, resource
from cmdb_server.auth.identity import READ, WORK
from cmdb_server.itsm.desk import Saying
from cmdb_server.itsm.record import Record
from cmdb_server.record_insight import family, kits
from cmdb_server.record_insight.bulk import each
from cmdb_server.record_insight.clusters import Shared
from cmdb_server.record_insight.problems import Fit

router = resource("records")
_Number = Annotated[str, Field(min_length=1, max_length=50)]


class SuggestedProblem(BaseModel):
    """Incidents that may have one problem behind them: they share a CI (at fault, affected, on the way) or words."""

    shared: Shared
    ci: AffectedCI | None
    incidents: list[RecordOut]


class SuggestedProblems(BaseModel):
    """Groups of incidents of the last 90 days that name no problem, the surest first."""

    items: list[SuggestedProblem]


class ProblemOfIncidents(Body):
    """A problem to open behind incidents, with the CI at fault where one is known (uid or name)."""

    title: str = Field(min_length=1, max_length=200)
    incidents: list[_Number] = Field(min_length=1, max_length=200)
    cause: str = Field(default="", max_length=300)


class KnownError(BaseModel):
    """A known error that fits an incident by the CI at fault, by what both affect or by words; and its workaround."""

    record: RecordOut
    fits_by: Fit
    workaround: str


class KnownErrors(BaseModel):
    """Known errors that fit an incident, the surest first."""

    items: list[KnownError]


class KnownErrorIn(Body):
    """The number of a known error."""

    problem: _Number


class RecordChanges(Body):
    """What to do to many records: values to set, a way to go with its reason, or both."""

    numbers: list[_Number] = Field(min_length=1, max_length=200)
    values: dict[str, str] = Field(default={}, max_length=100)
    transition: str = Field(default="", max_length=50)
    reason: str = Field(default="", max_length=2_000)


class RecordDone(BaseModel):
    """What came of one record; one that refused stays as it was, and says why."""

    number: str
    is_done: bool
    code: str
    refusal: str


class RecordsDone(BaseModel):
    """What came of each record, in the order given."""

    done: int
    items: list[RecordDone]


@router.get("/suggested-problems", name="suggest_problems", dependencies=[requires(WORK)])
def suggest_problems(asking: AskingDep) -> SuggestedProblems:
    """Incidents that may have one problem behind them: by a CI at fault, affected, on the way, or by text."""
    telling = RecordTelling(asking.services)
    items = [
        SuggestedProblem(
            shared=cluster.shared,
            ci=telling.ci(cluster.ci) if cluster.ci else None,
            incidents=list(map(telling.record, records)),
        )
        for cluster, records in asking.services.problems.suggested(asking.services.impact)
    ]
    return SuggestedProblems(items=items)


@router.post("/suggested-problems", name="open_problem_of_incidents", status_code=201, dependencies=[requires(WORK)])
def open_problem_of_incidents(wanted: ProblemOfIncidents, asking: AskingDep, response: Response) -> RecordDetail:
    """Open a problem behind incidents, which name it then."""
    services = asking.services
    made = services.problems.open_behind(
        wanted.title, wanted.incidents, wanted.cause, asking.by(services.desk.types["problem"])
    )
    return asking.detail(made, response)


@router.get("/records/{number}/known-errors", name="list_known_errors", dependencies=[requires(READ)])
def list_known_errors(number: str, asking: AskingDep) -> KnownErrors:
    """Known errors that fit an incident: their workaround may help."""
    services, telling = asking.services, RecordTelling(asking.services)
    found = services.problems.known_errors(services.desk.one(number), services.impact.snapshot())
    items = [
        KnownError(record=telling.record(one), fits_by=fit, workaround=one.value("workaround")) for one, fit in found
    ]
    return KnownErrors(items=items)


@router.post("/records/{number}/known-errors", name="apply_known_error", dependencies=[requires(READ)])
def apply_known_error(number: str, wanted: KnownErrorIn, asking: AskingDep, response: Response) -> RecordDetail:
    """Have an incident name a known error, and say its workaround on it."""
    with asking.trying(number, "known error") as by:
        told = asking.services.problems.apply(number, wanted.problem, by)
    return asking.detail(told, response)


@router.post("/record-changes", name="change_records", dependencies=[requires(READ)])
def change_records(wanted: RecordChanges, asking: AskingDep) -> RecordsDone:
    """Set values of many records, or move them; each by itself, and one that refuses is left as it is.

    What went along with an asset before it is done with that.
    """
    desk, records = asking.services.desk, asking.services.records
    went: dict[str, Record] = {}

    def work(number: str) -> Record:
        if number in went:
            return went[number]
        with asking.trying(number, wanted.transition or f"set {', '.join(wanted.values)}") as by:
            if wanted.transition:
                way = wanted.transition, Saying(wanted.values, wanted.reason)
                is_handed = wanted.transition in kits.HANDED
                along = kits.going_along(desk.one(number), wanted.transition, records) if is_handed else []
                moved = family.move(number, way, (desk, records), by)
                went.update((part.number, part) for part in along)
                return moved
            return desk.change(number, wanted.values, by, None)

    found = each(wanted.numbers, work)
    items = [RecordDone(number=one.number, is_done=not one.code, code=one.code, refusal=one.refusal) for one in found]
    return RecordsDone(done=sum(item.is_done for item in items), items=items)
