"""Meetings of the board of changes: agenda, who was there, what was decided, and minutes that are closed for good."""

from typing import Annotated

from fastapi import Depends, Query, Response
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import Requires, requires
from cmdb_server.api.owned import IfMatch, revision_of
from cmdb_server.api.record_asking import AskingDep, RecordAsking
from cmdb_server.api.record_shapes import VoteOut
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.times import TimeText, moment, time_or_none
from cmdb_server.auth.identity import CHANGES, READ, Identity
from cmdb_server.itsm.changes.voting import Verdict
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.meetings.keeping import MOST_POINTS, MOST_PRESENT, MeetingError
from cmdb_server.itsm.meetings.meeting import Decision, Meeting, Point, Said, decision_on
from cmdb_server.timestamps import rfc3339

router = resource("board meetings")
Answerable = Annotated[Identity, Depends(Requires(CHANGES))]
_Name = Annotated[str, Field(min_length=1, max_length=200)]
_CHANGE, _VOTED_ON = "change", "approval"


class PointIn(Body):
    """A change on the agenda, by number, and what was said of it."""

    change: str = Field(min_length=1, max_length=50)
    note: str = Field(default="", max_length=10_000)


class MeetingIn(Body):
    """What the minutes say. `points` null: every change that is voted on now."""

    held_at: TimeText
    chair: str = Field(default="", max_length=200)
    present: list[_Name] = Field(default=[], max_length=MOST_PRESENT)
    points: list[PointIn] | None = Field(default=None, max_length=MOST_POINTS)
    remarks: str = Field(default="", max_length=20_000)


class HeardOut(BaseModel):
    """Whose yes a change needs, how many of them, and what their votes come to."""

    label: str
    quorum: int
    verdict: Verdict


class PointOut(BaseModel):
    """A change on the agenda with what was said of it and decided: as it is now or, in closed minutes, was then.

    `verdict` null: it was not voted on.
    """

    change: str
    note: str
    title: str
    state_label: str
    planned_start: str | None
    planned_end: str | None
    verdict: Verdict | None
    needs: list[HeardOut]
    votes: list[VoteOut]


class MeetingOut(BaseModel):
    """A meeting; `closed_at` null while its minutes are written, `fingerprint` (SHA-256) of those that are closed."""

    meeting_id: str
    held_at: str
    chair: str
    present: list[str]
    opened_by: str
    opened_at: str
    closed_by: str
    closed_at: str | None
    fingerprint: str
    changes: list[str]
    revision: int


class MeetingDetail(MeetingOut):
    """A meeting with its minutes; `may_write`: whoever asks may write them."""

    points: list[PointOut]
    remarks: str
    may_write: bool


class MeetingList(BaseModel):
    """Meetings, the newest first."""

    items: list[MeetingOut]


@router.get("/board-meetings", name="list_board_meetings", dependencies=[requires(READ)])
def list_board_meetings(
    asking: AskingDep,
    change: Annotated[str, Query(max_length=50, description="Only those with this change on their agenda.")] = "",
) -> MeetingList:
    """Meetings of the board of changes."""
    return MeetingList(items=list(map(_head, asking.services.meetings.all(change.upper()))))


@router.post("/board-meetings", name="open_board_meeting", status_code=201)
def open_board_meeting(wanted: MeetingIn, asking: AskingDep, who: Answerable, response: Response) -> MeetingDetail:
    """Begin the minutes of a meeting; without `points` every change that is voted on is on its agenda."""
    made = asking.services.meetings.open(_said(wanted, asking, None), who.name)
    return _detail(made, asking, response)


@router.get("/board-meetings/{meeting_id}", name="get_board_meeting", dependencies=[requires(READ)])
def get_board_meeting(meeting_id: str, asking: AskingDep, response: Response) -> MeetingDetail:
    """A meeting with its minutes; its ETag is its revision."""
    return _detail(asking.services.meetings.one(meeting_id), asking, response)


@router.put("/board-meetings/{meeting_id}", name="write_board_minutes")
def write_board_minutes(
    *, meeting_id: str, wanted: MeetingIn, asking: AskingDep, _: Answerable, response: Response, if_match: IfMatch = ""
) -> MeetingDetail:
    """Let the minutes say something else; 409 once they are closed, 412 when they were changed since they were read."""
    known = asking.services.meetings.one(meeting_id)
    written = asking.services.meetings.write(meeting_id, _said(wanted, asking, known), revision_of(if_match))
    return _detail(written, asking, response)


@router.post("/board-meetings/{meeting_id}/closing", name="close_board_minutes")
def close_board_minutes(
    meeting_id: str, asking: AskingDep, who: Answerable, response: Response, if_match: IfMatch = ""
) -> MeetingDetail:
    """Close the minutes for good, with decisions and votes as they are now."""
    meetings = asking.services.meetings
    closed = meetings.close(meeting_id, who.name, revision_of(if_match), lambda one: _decisions(one, asking))
    asking.services.audit.append(asking.actor, "board_minutes.closed", meeting_id, fingerprint=closed.fingerprint)
    return _detail(closed, asking, response)


@router.delete("/board-meetings/{meeting_id}", name="discard_board_meeting", status_code=204)
def discard_board_meeting(meeting_id: str, asking: AskingDep, _: Answerable) -> None:
    """Forget a meeting that did not take place; 409 once its minutes are closed."""
    asking.services.meetings.discard(meeting_id)
    asking.services.audit.append(asking.actor, "board_meeting.discarded", meeting_id)


def _said(wanted: MeetingIn, asking: RecordAsking, known: Meeting | None) -> Said:
    """What people say, with changes that are there. Raises MeetingError, UnknownRecordError."""
    points = _points(wanted, asking, known)
    present = tuple(name.strip() for name in wanted.present)
    held_at = moment("held_at", wanted.held_at)
    return Said(held_at, wanted.chair.strip(), present, points, wanted.remarks.strip())


def _points(wanted: MeetingIn, asking: RecordAsking, known: Meeting | None) -> tuple[Point, ...]:
    if wanted.points is None:
        if known is not None:
            return known.said.points
        asked = Wanted(type=_CHANGE, is_open=True, states=(_VOTED_ON,), order="number")
        voted_on = asking.services.records.find(asked, 0, MOST_POINTS)[1]
        soonest = sorted(voted_on, key=lambda record: (record.value("planned_start"), record.number))
        return tuple(Point(record.number) for record in soonest)
    for point in wanted.points:
        if asking.services.desk.one(point.change).type != _CHANGE:
            raise MeetingError("points", point.change, "is no change", "give numbers of changes")
    return tuple(Point(point.change.upper(), point.note.strip()) for point in wanted.points)


def _decisions(meeting: Meeting, asking: RecordAsking) -> list[Decision]:
    """The changes of a meeting as they stand now."""
    desk = asking.services.desk
    records = [desk.one(point.change) for point in meeting.said.points]
    return [decision_on(record, desk.type_of(record).state_of[record.state].label) for record in records]


def _head(one: Meeting) -> MeetingOut:
    return MeetingOut(
        meeting_id=one.uid,
        held_at=rfc3339(one.said.held_at),
        chair=one.said.chair,
        present=list(one.said.present),
        opened_by=one.opened_by,
        opened_at=rfc3339(one.opened_at),
        closed_by=one.closed_by,
        closed_at=time_or_none(one.closed_at),
        fingerprint=one.fingerprint,
        changes=[point.change for point in one.said.points],
        revision=one.revision,
    )


def _detail(one: Meeting, asking: RecordAsking, response: Response) -> MeetingDetail:
    response.headers["ETag"] = f'"{one.revision}"'
    decisions = one.decisions if one.is_closed else _decisions(one, asking)
    points = [_point(point, decision) for point, decision in zip(one.said.points, decisions, strict=True)]
    may_write = asking.who.may(CHANGES) and not one.is_closed
    return MeetingDetail(**_head(one).model_dump(), points=points, remarks=one.said.remarks, may_write=may_write)


def _point(point: Point, decision: Decision) -> PointOut:
    votes = [
        VoteOut(by=vote.by, on_behalf_of=vote.on_behalf_of, at=rfc3339(vote.at),
                vote="yes" if vote.is_yes else "no", reason=vote.reason)
        for vote in decision.votes
    ]  # fmt: skip
    return PointOut(
        change=point.change,
        note=point.note,
        title=decision.title,
        state_label=decision.state,
        planned_start=decision.planned_start or None,
        planned_end=decision.planned_end or None,
        verdict=decision.verdict,
        needs=[HeardOut(label=need.label, quorum=need.quorum, verdict=need.verdict) for need in decision.needs],
        votes=votes,
    )
