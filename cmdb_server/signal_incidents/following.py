"""Incidents follow signals: opened, joined, given their cause, told that it is over."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple, TypeAlias

from cmdb_server.causes.asking import Causes
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.question import Question
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.itsm.desk import Desk, Saying
from cmdb_server.itsm.following import counted
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.workflow import Worker
from cmdb_server.signal_incidents.grouping import Belonging, Group, Suspect, belonging, grouped, joining
from cmdb_server.signals.signal import CRITICAL, WARNING, Signal
from cmdb_server.signals.signals import Signals
from cmdb_server.timestamps import microseconds, rfc3339
from impact import State
from impact.rows import plain

# Of a signal, the change that it follows from as planned, "" for none; asked for once for all signals of a turn.
Expecting: TypeAlias = Callable[[], Callable[[Signal], str]]
MONITORING = Worker("monitoring", may_work=True, is_program=True)
_KIND = "incident"
_UNTOUCHED = "new"
_MOST_OPEN = 500
_NAMED = 3
_MOST_SUSPECTS = 30
_LONGEST_TITLE = 200


@dataclass
class Followed:
    """How many incidents were opened, given signals, found to be duplicates, over; and how many signals were given."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("opened", "joined", "duplicates", "over"), 0))
    signals: int = 0

    def add(self, what: str) -> None:
        """One more."""
        self.counts[what] += 1


class _Open(NamedTuple):
    """The open incidents by number, and the numbers of those that people have to do with."""

    records: dict[str, Record]
    with_people: Collection[str]


class SignalIncidents:
    """Keeps incidents in step with signals.

    `follow` may run on several servers at once: an incident too many is told to be a duplicate by the next turn.
    """

    def __init__(
        self, signals: Signals, asking: tuple[Causes, ImpactAnalysis], records: tuple[Desk, RecordQueue, Expecting],
        clock: Callable[[], int],
    ) -> None:  # fmt: skip
        """The analysis sees everything; `records` tell too what follows from changes; `clock` in microseconds."""
        self._signals, self._clock = signals, clock
        self._causes, self._impact = asking
        self._desk, self._records, self._expecting = records

    def follow(self) -> Followed:
        """Bring the incidents up to date with the signals that are open now."""
        done, standing = Followed(), self._signals.standing(CRITICAL)
        incidents = {record.number: record for record in self._open_incidents()}
        told = {*standing}
        if standing.get("", 0):
            told |= self._take_in(incidents, told, done)
        quiet = [number for number in incidents.keys() - told if not incidents[number].value("restored_at")]
        for number, ended in sorted(self._signals.last_ends_of(quiet).items() if quiet else ()):
            if ended <= self._clock():  # none has come back in the meantime
                self._tell_over(incidents[number], ended, done)
        return done

    def _take_in(self, incidents: dict[str, Record], told: Collection[str], done: Followed) -> set[str]:
        """Give each signal an incident; the numbers of those that were given some.

        What an incident with signals explains joins it; the rest is grouped by its causes.
        """
        now, snapshot = self._clock(), self._impact.snapshot()
        seen = self._causes.signals_of(now)
        expected = self._expecting()
        bad = [
            one for one in seen
            if one.is_open and one.severity >= WARNING and _is_counted(snapshot, one)
            and not (one.expected_by or expected(one))
        ]  # fmt: skip
        known = {number: self._about(incidents[number], snapshot) for number in told if number in incidents}
        joined = joining(bad, known)
        for number, signals in joined.items():
            incidents[number] = self._gone_on(incidents[number])
            done.signals += self._signals.give(signals, number)
            done.add("joined")
        given = {signal.uid for signals in joined.values() for signal in signals}
        free = [one for one in bad if one.uid not in given and (not one.incident or one.incident in incidents)]
        explained = frozenset[str]().union(*(suspect.reached for suspect in known.values()))
        groups = grouped(free, partial(self._suspects_of, now, seen), explained)
        return {*joined, *self._brought_in(groups, incidents, done)}

    def _brought_in(self, groups: Sequence[Group], incidents: dict[str, Record], done: Followed) -> set[str]:
        if not groups:
            return set()
        about = {number: record.affects for number, record in incidents.items()}
        with_people = self._with_people(incidents)
        found = belonging(groups, about, with_people)
        return {self._bring_in(one, _Open(incidents, with_people), done) for one in found}

    def _with_people(self, incidents: Mapping[str, Record]) -> frozenset[str]:
        """The numbers of those that somebody opened, has begun to work on, changed or said something on."""
        alone = {one.uid: number for number, one in incidents.items()
                 if (one.state, one.opened_by) == (_UNTOUCHED, MONITORING.name)}  # fmt: skip
        touched = self._desk.spoken_on(alone, MONITORING) if alone else frozenset[str]()
        return frozenset(incidents).difference(number for uid, number in alone.items() if uid not in touched)

    def _about(self, record: Record, snapshot: Snapshot) -> Suspect:
        """What an incident is about, as what has failed."""
        present = [*counted(record.affects, snapshot).values()]
        return suspect_of(self._impact, *present) if present else Suspect("", frozenset(), frozenset())

    def _open_incidents(self) -> Sequence[Record]:
        """Those that people opened too: signals of what they are about join them."""
        return self._records.find(Wanted(type=_KIND, is_open=True), 0, _MOST_OPEN)[1]

    def _suspects_of(self, now: int, seen: Sequence[Signal], symptom: Signal) -> list[Suspect]:
        """The likeliest of what can be behind a symptom, each by itself; the symptom's own CI where nothing is."""
        answer = self._causes.ask(self._impact.snapshot(), symptom.ci_uid, now, seen)
        behind = [str(cause.node) for cause in answer.ranking if cause.reaches_symptom][:_MOST_SUSPECTS]
        return [suspect_of(self._impact, ci) for ci in behind or [symptom.ci_uid]]

    def _bring_in(self, found: Belonging, known: "_Open", done: Followed) -> str:
        """The number of the incident that has the signals of a group then."""
        group = found.group
        record = known.records.get(found.incident)
        if record is None:
            record = self._opened(group)
            done.add("opened")
        else:
            is_free = record.number not in known.with_people
            record = self._gone_on(self._about_cause(record, group) if is_free else record)
        loose = [signal for signal in group.signals if signal.incident != record.number]
        done.signals += self._signals.give(loose, record.number)
        if found.incident and loose:
            done.add("joined")
        for number in found.others:
            self._tell_duplicate(known.records[number], record.number, is_free=number not in known.with_people)
            done.add("duplicates")
        known.records[record.number] = record
        return record.number

    def _opened(self, group: Group) -> Record:
        kind, first = self._desk.types[_KIND], min(group.signals, key=lambda signal: signal.started_at)
        values = {
            "title": _title(group),
            "description": _description(group),
            "urgency": "1",
            "started_at": rfc3339(first.started_at // 1_000_000 * 1_000_000),
        }
        return self._desk.open(kind, values, [group.cause.suspect.ci], (MONITORING, self._impact))

    def _about_cause(self, record: Record, group: Group) -> Record:
        """The incident about the cause that is the likeliest by now."""
        cause, by = group.cause.suspect.ci, (MONITORING, self._impact)
        if cause in record.affects:
            return record
        self._desk.affect(record.number, ([cause], record.affects), "Another cause is likelier by now.", by)
        return self._desk.change(record.number, {"title": _title(group), "description": _description(group)}, by, None)

    def _gone_on(self, record: Record) -> Record:
        """The incident, which is not over where it seemed to be."""
        if not record.value("restored_at"):
            return record
        self._desk.change(record.number, {"restored_at": ""}, (MONITORING, self._impact), None)
        return self._desk.say(record.number, "It is not over: there are open signals again.", "comment", MONITORING)

    def _tell_duplicate(self, record: Record, number: str, *, is_free: bool) -> None:
        by, text = (MONITORING, self._impact), f"The signals of both have the same cause; {number} goes on."
        if is_free:
            self._desk.move(record.number, "cancel", Saying({"duplicate_of": number}, text), by)
        elif not record.value("duplicate_of"):
            self._desk.change(record.number, {"duplicate_of": number}, by, None)
            self._desk.say(record.number, text, "comment", MONITORING)

    def _tell_over(self, record: Record, ended: int, done: Followed) -> None:
        # People may say that it began later than a sender says that it ended.
        began = record.value("started_at")
        at = max(ended // 1_000_000 * 1_000_000, microseconds(began) if began else 0)
        values = {"restored_at": rfc3339(at)}
        self._desk.change(record.number, values, (MONITORING, self._impact), None)
        self._desk.say(record.number, "All its signals are over.", "comment", MONITORING)
        done.add("over")


def suspect_of(impact: ImpactAnalysis, ci: str, *others: str) -> Suspect:
    """A CI (uid) as what may have failed, alone or with others, with what follows."""
    asked = impact.asked(Question(down=(ci, *others)))
    uid, outcome = asked.snapshot.cis.uid, asked.radius.outcome
    reached = plain(asked.radius.reach.cis())
    hit = frozenset(uid[one] for one in reached if outcome.state(one) in (State.DOWN, State.DEGRADED))
    return Suspect(ci, hit, frozenset(uid[one] for one in reached))


def _is_counted(snapshot: Snapshot, signal: Signal) -> bool:
    number = snapshot.numbers.get(signal.ci_uid)
    return number is not None and bool(snapshot.is_counted[number])


def _title(group: Group) -> str:
    """Without names of CIs, which not everybody may see who reads it."""
    ordered = sorted(
        group.signals, key=lambda one: (one.ci_uid != group.cause.suspect.ci, -one.severity, one.started_at)
    )
    names = list(dict.fromkeys(signal.name for signal in ordered))
    more = " and more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"[:_LONGEST_TITLE]


def _description(group: Group) -> str:
    cause, cis = group.cause, len({signal.ci_uid for signal in group.signals})
    return (
        f"Opened by {len(group.signals)} signals of {cis} CIs. The CI that it is about is their likeliest cause: of "
        f"{cause.expected} CIs that its failure takes down or degrades {cause.shown} tell of something."
    )
