"""Rotas as data: kept together with one version, as people agreed on them, and their checks."""

import secrets
from collections.abc import Callable, Sequence
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.itsm.rotas.rota import Override, Rota
from cmdb_server.itsm.rule_book import RuleBook, Versioned
from cmdb_server.itsm.spelling import People

_KEY, _PREFIX = "on_call_rotas", "stand_"
_LAST_DAY = date(9000, 1, 1)
MOST_PEOPLE, MOST_OVERRIDES, LONGEST_DAYS = 100, 200, 92
_LONGEST_OVERRIDE = 92 * 86_400 * 1_000_000


class RotaError(CmdbError):
    """A rota that cannot be kept so, or is not there."""

    def __init__(self, field: str, value: object, message: str, remedy: str, status: int = 422) -> None:
        """Names the field, its value and what to do."""
        error = FieldError(field, str(value)[:100], message, remedy)
        super().__init__(f"{field} {error.value!r} {message}; {remedy}", status, "rota_refused", (error,))


class Kept(Versioned, frozen=True):
    """All rotas, one for a team at most."""

    rotas: tuple[Rota, ...] = ()

    def of(self, team: str) -> Rota | None:
        """The rota of a team."""
        return next((one for one in self.rotas if one.team == team), None)


class Rotas:
    """Reads and keeps rotas; safe to use from several threads and processes."""

    def __init__(self, store: GraphStore, people: People, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._people, self._book, self._clock = people, RuleBook(store, _KEY, Kept(), clock), clock

    def current(self) -> Kept:
        """The rotas that hold."""
        return self._book.current()

    def one(self, team: str) -> Rota:
        """The rota of a team. Raises RotaError."""
        return _found(self.current(), team)

    def save(self, rota: Rota, who: str, version: int | None) -> Kept:
        """Let a team have a rota, with the overrides that it has. Raises RotaError."""
        self._check(rota)

        def change(kept: Kept) -> Sequence[Rota]:
            known = kept.of(rota.team)
            made = msgspec.structs.replace(rota, overrides=known.overrides if known else ())
            return [*(one for one in kept.rotas if one.team != rota.team), made]

        return self._changed(change, who, version)

    def remove(self, team: str, who: str) -> None:
        """Let a team have no rota. Raises RotaError."""

        def change(kept: Kept) -> Sequence[Rota]:
            gone = _found(kept, team)
            return [one for one in kept.rotas if one is not gone]

        self._changed(change, who, None)

    def stand_in(self, team: str, override: Override, who: str) -> Override:
        """Let somebody be on call in a time, whoever's turn it is. Raises RotaError."""
        made = msgspec.structs.replace(override, uid=_PREFIX + secrets.token_hex(8))
        self._check_person(team, made.person, "person")
        if not made.starts_at < made.ends_at <= made.starts_at + _LONGEST_OVERRIDE:
            raise RotaError("ends_at", "", "is not within 92 days after the start", "give a later or sooner end")

        def change(kept: Kept) -> Sequence[Rota]:
            found = _found(kept, team)
            met = [one for one in found.overrides if one.starts_at < made.ends_at and made.starts_at < one.ends_at]
            if met:
                remedy = "take that back first, or give another time"
                raise RotaError("starts_at", met[0].person, "stands in at that time already", remedy, 409)
            after = msgspec.structs.replace(found, overrides=(*with_room(found.overrides, self._clock()), made))
            return [after if one is found else one for one in kept.rotas]

        self._changed(change, who, None)
        return made

    def take_back(self, team: str, uid: str, who: str) -> None:
        """Let whoever's turn it is be on call again. Raises RotaError."""

        def change(kept: Kept) -> Sequence[Rota]:
            found = _found(kept, team)
            left = tuple(one for one in found.overrides if one.uid != uid)
            if len(left) == len(found.overrides):
                raise RotaError("override", uid, "is none of this rota", "read the rota again", 404)
            after = msgspec.structs.replace(found, overrides=left)
            return [after if one is found else one for one in kept.rotas]

        self._changed(change, who, None)

    def teams(self) -> dict[str, list[str]]:
        """The people of each team, by name."""
        return {team: sorted(self._people.members(team)) for team in sorted(self._people.teams(), key=str.casefold)}

    def is_there(self, team: str, person: str) -> bool:
        """Whether somebody is in a team still."""
        return person in self._people.members(team)

    def _changed(self, change: Callable[[Kept], Sequence[Rota]], who: str, version: int | None) -> Kept:
        """What somebody else keeps at the same instant is read again and stays, unless a version was asked for."""
        while True:
            kept = self.current()
            if version is not None and version != kept.version:
                raise _stale(kept.version)
            rotas = tuple(sorted(change(kept), key=lambda one: one.team.casefold()))
            try:
                return self._book.save(Kept(rotas=rotas), who, kept.version, _stale)
            except RotaError as error:
                if error.status != 412 or version is not None:  # noqa: PLR2004 - precondition failed
                    raise

    def _check(self, rota: Rota) -> None:
        if rota.team not in self._people.teams():
            raise RotaError("team", rota.team, "is no team", "give one of the teams; `cmdb team list` shows them")
        if not 1 <= len(rota.people) <= MOST_PEOPLE:
            raise RotaError("people", len(rota.people), "are no turns", f"name 1 to {MOST_PEOPLE} people of the team")
        for turn, person in enumerate(rota.people):
            self._check_person(rota.team, person, f"people[{turn}]")
        if not 1 <= rota.days <= LONGEST_DAYS:
            raise RotaError("days", rota.days, "is no length of a turn", f"give 1 to {LONGEST_DAYS}")
        check_times(rota)

    def _check_person(self, team: str, person: str, field: str) -> None:
        if not self.is_there(team, person):
            remedy = f"name people of {team}; who is in a team is set at the person"
            raise RotaError(field, person, "is not in the team", remedy)


def with_room(overrides: Sequence[Override], now: int) -> list[Override]:
    """Those to come, and the newest of those that are over, as far as there is room for one more. Raises RotaError."""
    coming = [one for one in overrides if one.ends_at > now]
    over = sorted((one for one in overrides if one.ends_at <= now), key=lambda one: one.ends_at)
    room = MOST_OVERRIDES - 1 - len(coming)
    if room < 0:
        raise RotaError("overrides", len(coming), "are too many", "take back some that are to come", 409)
    return [*over[max(0, len(over) - room) :], *coming]


def check_times(rota: Rota) -> None:
    """Refuse times that are none. Raises RotaError."""
    try:
        ZoneInfo(rota.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        remedy = "give one of the IANA names, e.g. Europe/Oslo"
        raise RotaError("time_zone", rota.time_zone, "is no time zone", remedy) from error
    try:
        started = date.fromisoformat(rota.starts_on)
    except ValueError as error:
        raise RotaError("starts_on", rota.starts_on, "is no date", "give it as 2026-12-25") from error
    if not date(1971, 1, 1) <= started < _LAST_DAY:
        raise RotaError("starts_on", rota.starts_on, "is too far away", "give a date near to now")
    hours, sign, minutes = rota.handover.partition(":")
    is_time = (
        len(rota.handover) == len("HH:MM") and sign and (hours + minutes).isascii() and (hours + minutes).isdigit()
    )
    if not (is_time and int(hours) < 24 and int(minutes) < 60):  # noqa: PLR2004 - a day
        raise RotaError("handover", rota.handover, "is no time of a day", "give it as HH:MM, e.g. 09:00")


def _found(kept: Kept, team: str) -> Rota:
    found = kept.of(team)
    if found is None:
        raise RotaError("team", team, "has no rota", "make one; `cmdb on-call list` shows those there are", 404)
    return found


def _stale(version: int) -> RotaError:
    return RotaError("version", version, "is that of now", "rotas were changed meanwhile: read them again", 412)
