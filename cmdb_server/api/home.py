"""The home of whoever asks: what waits for them, as their permissions, teams and records say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from pydantic import BaseModel

from cmdb_server.api.record_asking import RecordAsking
from cmdb_server.api.record_words import RecordTelling
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.priority import priority
from cmdb_server.itsm.record import Record

Look = Literal["source", "down", "degraded", "at_risk", "up", "unknown"]
SHOWN = 6
_NAMED = 2
_LOOKS: dict[int, Look] = {1: "down", 2: "degraded"}


class HomeLine(BaseModel):
    """Something that waits: `link` is where it is done, `word` its state in a word with its `look`.

    `at` is a time that matters for it (RFC 3339): when it is due, began or has to be done.
    """

    text: str
    link: str
    look: Look
    word: str
    detail: str = ""
    at: str | None = None


class HomePanel(BaseModel):
    """What waits of one kind: the first of `total`; `link` leads to where such things are listed.

    `calm` says it where there are none.
    """

    name: str
    title: str
    link: str
    total: int
    calm: str
    lines: list[HomeLine]


class Waiting(NamedTuple):
    """How many wait, and the first of them."""

    total: int
    lines: Sequence[HomeLine]


@dataclass(frozen=True)
class HomeAsking:
    """Whose home it is, with the teams they are in; `now` in microseconds."""

    asking: RecordAsking
    now: int
    teams: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Who asks."""
        return self.asking.who.name

    @cached_property
    def telling(self) -> RecordTelling:
        """Tells of records as whoever asks may see them."""
        return RecordTelling(self.asking.services)

    @cached_property
    def work(self) -> list[RecordType]:
        """The types of records that they work on and that are about what breaks."""
        kinds = self.asking.services.desk.types.values()
        return [kind for kind in kinds if kind.has_impact and "worker" in self.asking.worker(kind).parts(None)]

    def records(self, wanted: Sequence[Wanted], at: Callable[[Record], str] = lambda _: "") -> Waiting:
        """Records that wait, the most pressing first; `at` says the time that matters for one."""
        pages = [self.asking.services.records.find(one, 0, SHOWN) for one in wanted]
        found = sorted((record for _, page in pages for record in page), key=_pressing)[:SHOWN]
        return Waiting(sum(total for total, _ in pages), [self.line(record, at(record)) for record in found])

    def line(self, record: Record, at: str = "") -> HomeLine:
        """A record as a line: its title and number, its state and what it affects."""
        told = self.telling.record(record)
        named = ", ".join(ci.name or ci.uid for ci in told.affects[:_NAMED])
        return HomeLine(
            text=f"{told.number} {told.title}",
            link=f"/{told.type}s/{told.number}",
            look=_LOOKS.get(told.priority, "source"),
            word=f"P{told.priority} {told.state_label}",
            detail=" · ".join(filter(None, (named, told.assignee))),
            at=at or None,
        )


@dataclass(frozen=True)
class Panel:
    """A panel: `tell` answers None where it is not for whoever asks. Without lines it is shown where it says `calm`."""

    name: str
    title: str
    link: str
    order: int
    tell: Callable[[HomeAsking], Waiting | None]
    calm: str = ""


def home_of(panels: Sequence[Panel], asking: HomeAsking) -> list[HomePanel]:
    """The panels for whoever asks that have something to say, in their order."""
    found: list[HomePanel] = []
    for panel in sorted(panels, key=lambda panel: (panel.order, panel.name)):
        waiting = panel.tell(asking)
        if waiting is not None and (waiting.total or panel.calm):
            told = {"name": panel.name, "title": panel.title, "link": panel.link, "calm": panel.calm}
            found.append(HomePanel(**told, total=waiting.total, lines=list(waiting.lines)))
    return found


def _pressing(record: Record) -> tuple[int, int, str]:
    return priority(record), record.opened_at, record.number
