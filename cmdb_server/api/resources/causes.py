"""What broke this: ranked causes with their reasons, and what people say was the cause."""

from typing import Annotated

from fastapi import Query, Request
from pydantic import BaseModel, Field

from cmdb_server.api.cause_answers import CausesOut, MarkOut
from cmdb_server.api.cause_words import CauseTelling, summary_of
from cmdb_server.api.dependencies import ActorDep, ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.signal_words import Telling, telling
from cmdb_server.api.times import AsOf, TimeText, instant
from cmdb_server.auth.identity import READ, WRITE
from cmdb_server.causes.asking import Answer
from cmdb_server.causes.marks import Mark
from cmdb_server.impact_analysis.question import find
from cmdb_server.signals.deciding import SECOND
from cmdb_server.timestamps import rfc3339

router = resource("causes")
_YEAR = 365 * 24 * 3600 * SECOND
Target = Annotated[str, Query(min_length=1, max_length=300, description="The CI that is not well: its uid or name.")]


class MarkIn(Body):
    """Which CI was the cause of what another one showed at a time (now without it), and how somebody knows."""

    target: str = Field(min_length=1, max_length=300)
    cause: str = Field(min_length=1, max_length=300)
    as_of: TimeText | None = None
    reason: str = Field(default="", max_length=1_000)


class KeptMark(MarkOut):
    """A word with the symptom that it is about."""

    target_uid: str
    asked_at: str
    confidence: float
    is_enough: bool


class KeptMarks(BaseModel):
    """What people said within a year, and how often the ranking had it first and among the first three."""

    total: int
    first: int
    first_three: int
    items: list[KeptMark]


@router.get("/causes", name="get_causes", dependencies=[requires(READ)])
def get_causes(request: Request, services: ServicesDep, as_of: AsOf, target: Target) -> CausesOut:
    """What a CI that is not well most probably suffers from, by the signals, changes and dependencies of a time."""
    at = services.clock() if as_of is None else as_of
    answer = services.causes.ask(services.impact.as_of(as_of).snapshot(), target, at)
    told = _telling(request, answer)
    words = CauseTelling(answer, told)
    verdict, certainty = words.verdict()
    uid = answer.snapshot.cis.uid[answer.target]
    found = CausesOut(
        target=words.target(),
        as_of=rfc3339(at),
        began_at=rfc3339(answer.began_at),
        verdict=verdict,
        certainty=certainty,
        confidence=round(answer.ranking.confidence, 4),
        suspects=len(answer.part.suspects) + answer.part.left_out,
        causes=words.causes(),
        timeline=words.timeline(),
        graph=words.graph(),
        completeness=words.completeness(),
        marks=[_mark(told, mark) for mark in services.cause_marks.near(uid, at)],
        summary="",
    )
    return found.model_copy(update={"summary": summary_of(found)})


@router.post("/cause-marks", name="mark_cause", dependencies=[requires(WRITE)])
def mark_cause(given: MarkIn, request: Request, services: ServicesDep, actor: ActorDep) -> MarkOut:
    """Say which CI was the cause; what the ranking said of it is kept beside it."""
    at = services.clock() if given.as_of is None else instant("as_of", given.as_of, services.clock())
    snapshot = services.impact.as_of(None if given.as_of is None else at).snapshot()
    cause = snapshot.cis.uid[find(snapshot, given.cause, "cause")]
    answer = services.causes.ask(snapshot, given.target, at)
    return _mark(_telling(request, answer), services.cause_marks.say(answer, cause, actor, given.reason))


@router.get("/cause-marks", name="list_cause_marks", dependencies=[requires(READ)])
def list_cause_marks(request: Request, services: ServicesDep) -> KeptMarks:
    """What people said was the cause within a year, the last first: how good the ranking was here."""
    marks = services.cause_marks.since(services.clock() - _YEAR)
    told = telling(request, services.impact.snapshot(), ())
    items = [
        KeptMark(
            **_mark(told, mark).model_dump(),
            target_uid=mark.target_uid,
            asked_at=rfc3339(mark.asked_at),
            confidence=round(mark.confidence, 4),
            is_enough=mark.is_enough,
        )
        for mark in marks
    ]
    first_three = sum(mark.rank in (1, 2, 3) for mark in marks)
    return KeptMarks(
        total=len(marks), first=sum(mark.rank == 1 for mark in marks), first_three=first_three, items=items
    )


@router.delete("/cause-marks/{mark_uid}", name="unmark_cause", status_code=204, dependencies=[requires(WRITE)])
def unmark_cause(mark_uid: str, services: ServicesDep, actor: ActorDep) -> None:
    """Take a word back."""
    if not services.cause_marks.remove(mark_uid, actor):
        raise NotFoundError("mark", mark_uid)


def _telling(request: Request, answer: Answer) -> Telling:
    uids = {change.ci_uid for change in answer.changes}
    return telling(request, answer.snapshot, answer.signals, uids)


def _mark(told: Telling, mark: Mark) -> MarkOut:
    return MarkOut(
        uid=mark.uid,
        cause=told.ci(mark.cause_uid),
        actor=mark.actor,
        reason=mark.reason,
        rank=mark.rank,
        marked_at=rfc3339(mark.marked_at),
    )
