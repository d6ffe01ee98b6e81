"""The shapes of rotas and of who is on call."""

from typing import Annotated

from pydantic import BaseModel, Field

from cmdb_server.api.routes import Body
from cmdb_server.api.times import TimeText, moment
from cmdb_server.itsm.rotas.keeping import LONGEST_DAYS, MOST_PEOPLE, Kept, Rotas
from cmdb_server.itsm.rotas.rota import Override, Rota, Shift, next_shift, on_call
from cmdb_server.timestamps import rfc3339

_Name = Annotated[str, Field(min_length=1, max_length=200)]


class RotaIn(Body):
    """People of a team who take turns of `days` days from `starts_on` on, in this order.

    Handed over at `handover` (HH:MM) on the wall of `time_zone` (an IANA name). `assigns`: new incidents of the team
    that nobody works on are given to who is on call. `version` is that of the rotas that were read, null for any.
    """

    people: list[_Name] = Field(min_length=1, max_length=MOST_PEOPLE)
    time_zone: str = Field(max_length=100)
    starts_on: str = Field(max_length=10)
    handover: str = Field(default="09:00", max_length=5)
    days: int = Field(default=7, ge=1, le=LONGEST_DAYS)
    assigns: bool = False
    version: int | None = None

    def kept(self, team: str) -> Rota:
        """As it is kept."""
        people = tuple(name.strip() for name in self.people)
        return Rota(team, people, self.time_zone, self.starts_on, self.handover, self.days, self.assigns)


class OverrideIn(Body):
    """That somebody of the team is on call in a time, whoever's turn it is, and why."""

    person: str = Field(min_length=1, max_length=200)
    starts_at: TimeText
    ends_at: TimeText
    reason: str = Field(default="", max_length=500)

    def kept(self) -> Override:
        """As it is kept. Raises BadTimeError."""
        times = (moment("starts_at", self.starts_at), moment("ends_at", self.ends_at))
        return Override("", self.person.strip(), *times, self.reason.strip())


class OverrideOut(BaseModel):
    """Who stands in, when and why."""

    override_id: str
    person: str
    starts_at: str
    ends_at: str
    reason: str

    @classmethod
    def of(cls, one: Override) -> "OverrideOut":
        """As it is told."""
        times = {"starts_at": rfc3339(one.starts_at), "ends_at": rfc3339(one.ends_at)}
        return cls(override_id=one.uid, person=one.person, reason=one.reason, **times)


class ShiftOut(BaseModel):
    """Who is on call in a time; `is_there`: they are in the team still; `override_id` "" where it is their turn."""

    team: str
    person: str
    since: str
    until: str
    override_id: str
    is_there: bool

    @classmethod
    def of(cls, team: str, one: Shift, rotas: Rotas) -> "ShiftOut":
        """As it is told."""
        times = {"since": rfc3339(one.since), "until": rfc3339(one.until)}
        is_there = rotas.is_there(team, one.person)
        return cls(team=team, person=one.person, override_id=one.override, is_there=is_there, **times)


class ShiftList(BaseModel):
    """Who is on call, in the order of time."""

    items: list[ShiftOut]


class RotaOut(BaseModel):
    """A rota with who is on call `now` (null before its first turn) and who comes `next`."""

    team: str
    people: list[str]
    time_zone: str
    starts_on: str
    handover: str
    days: int
    assigns: bool
    overrides: list[OverrideOut]
    now: ShiftOut | None
    next: ShiftOut | None

    @classmethod
    def of(cls, rota: Rota, rotas: Rotas, at: int) -> "RotaOut":
        """As it is told at a time; what is over of those who stood in is left out."""
        now, after = on_call(rota, at), next_shift(rota, at)
        names = ("team", "time_zone", "starts_on", "handover", "days", "assigns")
        coming = sorted((one for one in rota.overrides if one.ends_at > at), key=lambda one: one.starts_at)
        return cls(
            **{name: getattr(rota, name) for name in names},
            people=list(rota.people),
            overrides=list(map(OverrideOut.of, coming)),
            now=ShiftOut.of(rota.team, now, rotas) if now else None,
            next=ShiftOut.of(rota.team, after, rotas) if after else None,
        )


class RotaTeam(BaseModel):
    """A team with the people who may be on call."""

    name: str
    members: list[str]


class RotaList(BaseModel):
    """Rotas by team, all teams with their people, and the version for a change; `may_change` them who asks."""

    version: int
    may_change: bool
    items: list[RotaOut]
    teams: list[RotaTeam]

    @classmethod
    def of(cls, kept: Kept, rotas: Rotas, at: int, *, may_change: bool) -> "RotaList":
        """As they are told at a time."""
        teams = [RotaTeam(name=name, members=members) for name, members in rotas.teams().items()]
        items = [RotaOut.of(one, rotas, at) for one in kept.rotas]
        return cls(version=kept.version, may_change=may_change, items=items, teams=teams)
