"""Does what the story tells at a desk of records, whose clock stands at the time of each act."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from cmdb_server.change_runs.following import ChangeRuns
from cmdb_server.change_runs.rereading import Rereads
from cmdb_server.demo.story.acts import Act
from cmdb_server.demo.story.board import NOTES
from cmdb_server.demo.story.people import BOARD, CHANGE_MANAGER, worker
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.itsm.changes.approving import Cast, LapsedError
from cmdb_server.itsm.changes.progress import StepSaid
from cmdb_server.itsm.desk import Saying
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.meetings.keeping import MOST_POINTS, Meetings
from cmdb_server.itsm.meetings.meeting import Decision, Meeting, Point, Said, decision_on
from cmdb_server.itsm.record import Need
from cmdb_server.itsm.workflow import NoWayError, Worker
from cmdb_server.notifications.watching import Watching
from cmdb_server.record_wiring import office
from cmdb_server.services import Services
from cmdb_server.signals.offers import Sender

HISTORY = Sender("signals:demo-history", "default")


class Player:
    """Plays acts in their order on the graph of a server. `numbers` are the records by the story's own names."""

    def __init__(self, services: Services) -> None:
        """The estate is in the graph already, and the people have their accounts."""
        self._services, self._now = services, 0
        self.numbers: dict[str, str] = {}
        who = (services.users, services.roles_and_teams)
        staff = office(services.store, who, services.impact, lambda: self._now)
        self._desk, self._tasks = staff.desk, staff.tasks
        rereads = Rereads(services.scans.traps.rereading)
        self._runs = ChangeRuns(
            services.store, staff.runs, self._desk.types["change"], services.signals, services.impact, rereads,
            lambda: self._now,
        )  # fmt: skip
        self._watching = Watching(services.store, services.notifications.people, lambda: self._now)
        self._meetings = Meetings(services.store, lambda: self._now)
        self._doing: Mapping[str, Callable[[Act], object]] = {
            "open": self._open, "set": self._set, "move": self._move, "say": self._say, "approve": self._approve,
            "step": self._step, "signal": self._signal, "compare": lambda _: self._runs.follow(self._now),
            "meet": self._meet, "minutes": self._close_minutes, "task": self._task, "tick": self._tick,
            "watch": lambda act: self._watching.watch(self._desk.one(self._number(act)), act.name, act.by, is_on=True),
        }  # fmt: skip

    def play(self, act: Act) -> None:
        """Do one act. Raises what the desk raises."""
        self._now = act.at
        self._doing[act.verb](act)

    def _open(self, act: Act) -> None:
        kind = self._desk.types[act.name]
        record = self._desk.open(kind, self._values(act), act.affects, _by(act.by, self._services.impact))
        self.numbers[act.record] = record.number

    def _set(self, act: Act) -> None:
        self._desk.change(self._number(act), self._values(act), _by(act.by, self._services.impact), None)

    def _move(self, act: Act) -> None:
        go = partial(self._go, act, act.name)
        try:
            go(act.by)
        except LapsedError:
            # Something else was planned that makes it riskier: it is voted on and scheduled once more.
            self._approve(act)
            if act.name != "schedule":
                self._go(act, "schedule", CHANGE_MANAGER)
            go(act.by)
        except NoWayError:
            # The server's own jobs look at records too: a problem whose fix has held is closed by them.
            if not self._is_there(act):
                raise

    def _is_there(self, act: Act) -> bool:
        record = self._desk.one(self._number(act))
        way = self._desk.type_of(record).transition(act.name)
        return way is not None and record.state == way.target

    def _go(self, act: Act, way: str, by: str) -> None:
        said = Saying(self._values(act), act.text)
        self._desk.move(self._number(act), way, said, _by(by, self._services.impact))

    def _say(self, act: Act) -> None:
        kind = "note" if act.name == "note" else "comment"
        self._desk.say(self._number(act), act.text, kind, worker(act.by))

    def _approve(self, act: Act) -> None:
        record = self._desk.one(self._number(act))
        own = (record.value("requester"), record.value("assignee"), record.opened_by)
        for need in record.ballot.needs if record.ballot else ():
            for name in _voters(need, own):
                cast = Cast(is_yes=True, reason="Planned well; the way back was tried.")
                self._desk.vote(record.number, cast, worker(name))

    def _step(self, act: Act) -> None:
        said = StepSaid(int(act.text), act.name, act.values.get("note", ""))
        self._desk.step(self._number(act), said, worker(act.by))

    def _task(self, act: Act) -> None:
        self._tasks.add(self._number(act), self._values(act), _by(act.by, self._services.impact), None)

    def _tick(self, act: Act) -> None:
        """Say of the first task that is open, if any, that it is done."""
        record = self._desk.one(self._number(act))
        for task in (one for one in record.tasks if one.state == "open"):
            said = {"state": act.name, **act.values}
            self._tasks.change(record.number, task.number, said, _by(act.by, self._services.impact))
            return

    def _signal(self, act: Act) -> None:
        # What begins and ends in one batch is matched with no CI: only of what is open does anybody ask where it is.
        for is_firing in (True, False):
            self._services.signals.take(HISTORY, [offer for offer in act.offers if offer.is_firing is is_firing])

    def _meet(self, act: Act) -> None:
        """Meet over what is voted on at that time, if there is anything."""
        self._services.records.look_again()
        voted_on = Wanted(type="change", is_open=True, states=("approval",), order="number")
        found = self._services.records.find(voted_on, 0, MOST_POINTS)[1]
        points = tuple(Point(one.number, NOTES[turn % len(NOTES)]) for turn, one in enumerate(found))
        if points:
            self.numbers[act.record] = self._meetings.open(Said(act.at, act.by, BOARD, points), act.by).uid

    def _close_minutes(self, act: Act) -> None:
        if uid := self.numbers.get(act.record):
            self._meetings.close(uid, act.by, None, self._decisions)

    def _decisions(self, meeting: Meeting) -> list[Decision]:
        records = [self._desk.one(point.change) for point in meeting.said.points]
        return [decision_on(one, self._desk.type_of(one).state_of[one.state].label) for one in records]

    def _number(self, act: Act) -> str:
        return self.numbers[act.record]

    def _values(self, act: Act) -> dict[str, str]:
        return {name: self.numbers[value[1:]] if value.startswith("@") else value for name, value in act.values.items()}


def _voters(need: Need, own: Sequence[str]) -> Sequence[str]:
    """Who says yes: as many as it takes, nobody for the board on what is their own."""
    if need.voters:
        return need.voters[: need.quorum]
    return [name for name in BOARD if name not in own][: need.quorum]


def _by(name: str, impact: ImpactAnalysis) -> tuple[Worker, ImpactAnalysis]:
    return worker(name), impact
