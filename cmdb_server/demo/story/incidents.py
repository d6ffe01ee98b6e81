"""What broke: each incident from its first sign until it is closed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cmdb_server.demo.chance import Chance
from cmdb_server.demo.story.acts import DAY, MINUTE, Act, Verb, in_office_hours, time_text
from cmdb_server.demo.story.kinds import KINDS, Kind, Place, places
from cmdb_server.demo.story.people import DESK_TEAM, INCIDENT_MANAGER, MONITORING, members

ALONE, LAST = 84, 8
_WEIGHTED = tuple(kind for kind in KINDS for _ in range(kind.weight))


@dataclass(frozen=True)
class Trouble:
    """Something that breaks: the story's own name of its record, what, where, and when (microseconds).

    `is_lasting`: nobody has mended it yet.
    """

    record: str
    kind: Kind
    place: Place
    began: int
    is_lasting: bool = False


def alone(chance: Chance, since: int, until: int) -> Iterator[Trouble]:
    """Troubles that had nothing to do with each other, spread over a time; some of them are still there at its end."""
    for turn in range(ALONE + LAST):
        key = f"incident:{turn}"
        kind = chance.pick(f"{key}:kind", _WEIGHTED)
        place = chance.pick(f"{key}:place", places(kind.sort))
        minute = chance.number(f"{key}:at", 0, (until - since) // MINUTE)
        began = since + minute * MINUTE if turn < ALONE else until - chance.number(key, 20, 3_000) * MINUTE
        if not kind.is_watched:
            began = min(in_office_hours(began, chance, key), until - 20 * MINUTE)
        yield Trouble(key, kind, place, began, is_lasting=turn >= ALONE + 2)


def acts_of(chance: Chance, trouble: Trouble) -> Iterator[Act]:
    """What is done about a trouble."""
    told = _Telling(chance, trouble)
    yield from told.opening()
    yield from told.working()
    if not trouble.is_lasting:
        yield from told.ending()


class _Telling:
    """One incident. Times are kept in microseconds since it was opened."""

    def __init__(self, chance: Chance, trouble: Trouble) -> None:
        self._chance, self._trouble, self._key = chance, trouble, trouble.record
        kind, place = trouble.kind, trouble.place
        self._opened = trouble.began + self._minutes("told", *((1, 4) if kind.is_watched else (5, 70)))
        self._at, self._team = self._opened, place.team if kind.is_watched else DESK_TEAM
        self._who = self._one_of(self._team)
        self._restored = trouble.began + self._minutes("lasts", *kind.minutes)

    def opening(self) -> Iterator[Act]:
        kind = self._trouble.kind
        values = {
            "title": self._text(kind.title),
            "description": self._text(kind.seen),
            "urgency": kind.urgency,
            "started_at": time_text(self._trouble.began),
            "team": self._team,
        }
        by = MONITORING if kind.is_watched else self._who
        yield Act(self._at, self._key, "open", by, "incident", values, (self._trouble.place.name,))

    def working(self) -> Iterator[Act]:
        self._later(*((2, 25) if self._trouble.kind.urgency == "1" else (4, 90)))
        yield self._act("move", "start", {"assignee": self._who})
        if not self._trouble.kind.is_watched and self._trouble.place.team != DESK_TEAM:
            self._later(5, 40)
            self._team = self._trouble.place.team
            yield self._act("say", "note", text=f"Not ours: passed on to {self._team}.")
            self._who = self._one_of(self._team)
            yield self._act("set", values={"team": self._team, "assignee": self._who})
        if self._is("held", 7):
            self._later(10, 60)
            yield self._act("move", "hold", text="Waits for a spare part.")
            self._later(120, 900)
            yield self._act("move", "resume")
        if self._trouble.kind.urgency == "1":
            yield self._act("watch", INCIDENT_MANAGER)
        yield from self._tasks()
        if self._is("said", 3):
            self._later(3, 20)
            yield self._act("say", "comment", text="Found the cause, working on it.")

    def ending(self) -> Iterator[Act]:
        kind = self._trouble.kind
        self._at = max(self._at + 3 * MINUTE, self._restored + self._minutes("ended", 2, 15))
        for _ in self._tasks():
            yield self._act("tick", "done", {"note": "Done."})
        values = {"cause": kind.cause, "resolution": self._text(kind.fix), "cause_ci": self._trouble.place.name}
        restored = {"restored_at": time_text(self._restored)}
        yield self._act("move", "resolve", values | restored)
        if self._is("back", 14):
            self._later(60, 700)
            yield self._act("move", "reopen", text="It is back.")
            self._later(30, 200)
            yield self._act("move", "resolve", values | {"restored_at": time_text(self._at - MINUTE)})
        closed = in_office_hours(self._at + 3 * DAY, self._chance, f"{self._key}:closed")
        self._at = max(self._at + DAY // 2, closed)
        yield replace(self._act("move", "close"), by=INCIDENT_MANAGER)

    def _tasks(self) -> Iterator[Act]:
        """What is to be done beside: of some incidents, of all that last."""
        due = time_text(self._at + DAY)
        if self._trouble.is_lasting or self._is("informed", 4):
            values = {"title": "Tell those who are hit how it stands", "team": DESK_TEAM, "due": due}
            yield self._act("task", values=values)
        if self._is("tried", 3):
            told = {"title": "Have somebody try that it works again", "assignee": self._who, "due": due}
            yield self._act("task", values={**told, "holds": "resolve"})

    def _act(self, verb: Verb, name: str = "", values: dict[str, str] | None = None, text: str = "") -> Act:
        self._at += 1_000_000
        return Act(self._at, self._key, verb, self._who, name, values or {}, text=text)

    def _text(self, text: str) -> str:
        return text.format(host=self._trouble.place.name, what=self._trouble.place.called)

    def _one_of(self, team: str) -> str:
        return self._chance.pick(f"{self._key}:{team}", members(team))

    def _is(self, what: str, of: int) -> bool:
        """Whether something that is so in one of some cases is so here."""
        return self._chance.number(f"{self._key}:{what}", 1, of) == 1

    def _minutes(self, what: str, low: int, high: int) -> int:
        return self._chance.number(f"{self._key}:{what}", low, high) * MINUTE

    def _later(self, low: int, high: int) -> None:
        self._at += self._minutes(f"later{self._at - self._opened}", low, high)
