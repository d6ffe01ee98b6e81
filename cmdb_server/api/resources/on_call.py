"""Who of a team is on call: rotas, who stands in for whom, and a feed for programs that show calendars."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Path, Query, Response
from icalendar import Event

from cmdb_server.api.dependencies import Requires, ServicesDep, requires
from cmdb_server.api.icalendar_words import MEDIA_TYPE, add, calendar_of
from cmdb_server.api.on_call_shapes import OverrideIn, OverrideOut, RotaIn, RotaList, ShiftList, ShiftOut
from cmdb_server.api.record_asking import AskingDep, RecordAsking
from cmdb_server.api.routes import resource, streams
from cmdb_server.api.times import BadTimeError, TimeText, moment
from cmdb_server.auth.identity import CALENDAR, MANAGE, READ, WORK, ForbiddenError, Identity
from cmdb_server.itsm.rotas.rota import Rota, Shift, shifts
from cmdb_server.timestamps import moment_of

router = resource("on call")
TeamName = Annotated[str, Path(min_length=1, max_length=100)]
Answerable = Annotated[Identity, Depends(Requires(MANAGE))]
Working = Annotated[Identity, Depends(Requires(WORK))]
_DAY = 86_400 * 1_000_000
_LONGEST, _FARTHEST = 400 * _DAY, 3_660 * _DAY
_BACK, _AHEAD = 7 * _DAY, 180 * _DAY


@router.get("/on-call", name="list_rotas", dependencies=[requires(READ)])
def list_rotas(asking: AskingDep) -> RotaList:
    """The rotas of teams, each with who is on call now and who comes next."""
    rotas, at = asking.services.rotas, asking.services.clock()
    return RotaList.of(rotas.current(), rotas, at, may_change=asking.who.may(MANAGE))


@router.get("/on-call/shifts", name="list_shifts", dependencies=[requires(READ)])
def list_shifts(
    services: ServicesDep,
    since: Annotated[TimeText, Query()],
    until: Annotated[TimeText, Query()],
    team: Annotated[str, Query(max_length=100, description="Only of this team.")] = "",
) -> ShiftList:
    """Who is on call in a time, of every team with a rota."""
    start, end = moment("since", since), moment("until", until)
    if not start < end <= start + _LONGEST:
        raise BadTimeError("until", until, "is not within 400 days after the start")
    if end > services.clock() + _FARTHEST:
        raise BadTimeError("until", until, "is more than ten years away", "a time nearer to now")
    rotas = [services.rotas.one(team)] if team else services.rotas.current().rotas
    found = [(shift, rota.team) for rota in rotas for shift in shifts(rota, start, end)]
    found.sort(key=lambda one: (one[0].since, one[1]))
    return ShiftList(items=[ShiftOut.of(name, shift, services.rotas) for shift, name in found])


@router.put("/on-call/rotas/{team}", name="save_rota")
def save_rota(team: TeamName, wanted: RotaIn, asking: AskingDep, who: Answerable) -> RotaList:
    """Let a team have this rota; who stands in for whom stays. 412 where rotas were changed since they were read."""
    asking.services.rotas.save(wanted.kept(team), who.name, wanted.version)
    return list_rotas(asking)


@router.delete("/on-call/rotas/{team}", name="remove_rota", status_code=204)
def remove_rota(team: TeamName, asking: AskingDep, who: Answerable) -> None:
    """Let a team have no rota."""
    asking.services.rotas.remove(team, who.name)
    asking.services.audit.append(asking.actor, "rota.removed", team)


@router.post("/on-call/rotas/{team}/overrides", name="stand_in", status_code=201)
def stand_in(team: TeamName, wanted: OverrideIn, asking: AskingDep, who: Working) -> OverrideOut:
    """Let somebody stand in: for people of the team, and for who is answerable for incidents."""
    _check_member(asking, team)
    return OverrideOut.of(asking.services.rotas.stand_in(team, wanted.kept(), who.name))


@router.delete("/on-call/rotas/{team}/overrides/{override_id}", name="take_back_stand_in", status_code=204)
def take_back_stand_in(team: TeamName, override_id: str, asking: AskingDep, who: Working) -> None:
    """Let whoever's turn it is be on call again."""
    _check_member(asking, team)
    asking.services.rotas.take_back(team, override_id, who.name)


@router.get(
    "/on-call/calendar.ics",
    name="get_on_call_feed",
    response_class=Response,
    responses=streams(MEDIA_TYPE),
    dependencies=[requires(CALENDAR)],
)
def get_on_call_feed(
    services: ServicesDep,
    team: Annotated[str, Query(max_length=100, description="Only of this team.")] = "",
    person: Annotated[str, Query(max_length=200, description="Only when this one is on call.")] = "",
    _token: Annotated[str, Query(alias="token", max_length=200, description="A token of the scope calendar.")] = "",
) -> Response:
    """Who is on call in the next 180 days, as a feed (RFC 5545); the token stands in the address."""
    now = services.clock()
    rotas = [services.rotas.one(team)] if team else services.rotas.current().rotas
    calendar = calendar_of("On call")
    for rota in rotas:
        for shift in shifts(rota, now - _BACK, now + _AHEAD):
            if person in ("", shift.person):
                calendar.add_component(_event(rota, shift, now))
    return Response(calendar.to_ical(), media_type=MEDIA_TYPE)


def _event(rota: Rota, shift: Shift, now: int) -> Event:
    event = Event()
    add(event, "uid", f"{rota.team}-{shift.since}@plumbline")
    for name, at in (("dtstamp", now), ("dtstart", shift.since), ("dtend", shift.until)):
        add(event, name, _whole(at))
    add(event, "summary", f"{shift.person} is on call for {rota.team}")
    add(event, "transp", "TRANSPARENT")
    return event


def _whole(at: int) -> datetime:
    return moment_of(at).replace(microsecond=0)


def _check_member(asking: RecordAsking, team: str) -> None:
    """Whether whoever asks may say who stands in. Raises RotaError for a team without a rota, ForbiddenError."""
    asking.services.rotas.one(team)
    if not asking.who.may(MANAGE) and team not in asking.teams():
        raise ForbiddenError(f"who stands in for whom of {team} is for its people, and for the permission {MANAGE!r}")
