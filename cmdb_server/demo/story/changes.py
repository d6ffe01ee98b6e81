"""What was worked on: each change from its first draft until it is closed, with the signals of what it took down."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cmdb_server.demo.chance import Chance
from cmdb_server.demo.story.acts import DAY, HOUR, MINUTE, Act, Verb, at_hour, time_text
from cmdb_server.demo.story.kinds import DATABASE, PROGRAM, SWITCH, WEB, Place, places
from cmdb_server.demo.story.people import CHANGE_MANAGER, members, team_of
from cmdb_server.demo.workload import Machine, machines, machines_of
from cmdb_server.itsm.rows import text_of
from cmdb_server.signals.offers import Offer
from cmdb_server.signals.signal import WARNING
from cmdb_server.signals.subjects import Subject

DONE, COMING = 38, 5
_NIGHT = 20  # UTC
_TITLES: Mapping[str, Sequence[tuple[str, str, int]]] = {
    DATABASE: (("Upgrade the database of {what}", "upgrade", 90), ("Extend the volume of {host}", "restart", 45)),
    WEB: (("Security updates of {host}", "restart", 30), ("Newer TLS settings on {host}", "configuration_change", 20)),
    PROGRAM: (("New release of {what} on {host}", "upgrade", 60), ("Security updates of {host}", "restart", 30)),
    SWITCH: (("Firmware of {host}", "upgrade", 40),),
}
_SORTS = (DATABASE, WEB, WEB, PROGRAM, PROGRAM, PROGRAM, SWITCH)
# Of as many changes as there are here so many end in each way.
_OUTCOMES = (*("successful",) * 15, "with_issues", "with_issues", "backed_out", "failed", "successful")
_KINDS = (*("normal",) * 6, *("standard",) * 3, "emergency")
_REVIEWS = {
    "successful": "Went as planned.",
    "with_issues": "The service started only at the second try; the steps say so now.",
    "backed_out": "The new release did not start with our settings. Tried on a copy first next time.",
    "failed": "The way back took longer than planned. The rehearsal is part of the plan from now on.",
}


@dataclass(frozen=True)
class Work:
    """A change: the story's own name of its record, what is done to which CIs, when (microseconds) and by whom."""

    record: str
    title: str
    hosts: Sequence[str]
    begins: int
    minutes: int
    who: str
    problem: str = ""
    kind: str = "normal"
    outcome: str = "successful"
    action: str = "restart"

    @property
    def is_urgent(self) -> bool:
        """Whether it cannot wait."""
        return self.kind == "emergency"


def planned_work(chance: Chance, since: int, until: int) -> Iterator[Act]:
    """Changes of the time and some that are yet to come."""
    for turn in range(DONE + COMING):
        key = f"change:{turn}"
        place = chance.pick(f"{key}:place", places(chance.pick(f"{key}:sort", _SORTS)))
        # One evening each, so that none gets in the way of another.
        days = (until - since) // DAY
        day = since + (2 + turn * (days - 3) // DONE) * DAY if turn < DONE else until + (turn - DONE + 1) * 3 * DAY // 2
        yield from acts_of_work(chance, _work(chance, key, place, day))


def _work(chance: Chance, key: str, place: Place, day: int) -> Work:
    title, action, minutes = chance.pick(f"{key}:title", _TITLES[place.sort])
    kind = chance.pick(f"{key}:kind", _KINDS)
    hour = chance.number(f"{key}:hour", 8, 14) if kind == "emergency" else _NIGHT
    return Work(
        record=key,
        title=title.format(host=place.name, what=place.called),
        hosts=(place.name,),
        begins=at_hour(day, hour),
        minutes=minutes,
        who=chance.pick(f"{key}:who", members(place.team)),
        kind=kind,
        outcome=chance.pick(f"{key}:outcome", _OUTCOMES),
        action=action,
    )


def acts_of_work(chance: Chance, work: Work) -> Iterator[Act]:
    """What is done for a change, from its draft on."""
    told = _Telling(chance, work)
    yield from told.planning()
    yield from told.carrying_out()


class _Telling:
    def __init__(self, chance: Chance, work: Work) -> None:
        self._chance, self._work, self._ends = chance, work, work.begins + work.minutes * MINUTE

    def planning(self) -> Iterator[Act]:
        work = self._work
        # Before it begins: what can wait is planned for a week or more.
        days = self._chance.number(f"{work.record}:ahead", 7, 12)
        steps = (40, 35, 30, 20, 10) if work.is_urgent else [days * 24 * 600 // of for of in (10, 12, 15, 20, 25)]
        drafted, submitted, proposed, approved, scheduled = (work.begins - minutes * MINUTE for minutes in steps)
        yield self._act(drafted, "open", "change", self._plan(), work.hosts)
        told = {"title": f"Tell those who use {work.hosts[0]} when it is", "team": team_of(work.who),
                "due": time_text(work.begins)}  # fmt: skip
        yield self._act(drafted + MINUTE, "task", values=told)
        yield self._act(drafted + MINUTE, "watch", CHANGE_MANAGER)
        yield self._act(submitted, "move", "submit")
        yield self._act(proposed, "move", "propose", {"assignee": work.who})
        yield self._act(approved, "approve")
        yield Act(scheduled, work.record, "move", CHANGE_MANAGER, "schedule")

    def carrying_out(self) -> Iterator[Act]:
        work, is_back = self._work, self._work.outcome == "backed_out"
        yield self._act(work.begins - 5 * MINUTE, "tick", "done")
        yield self._act(work.begins, "move", "begin")
        yield Act(work.begins + MINUTE, work.record, "signal", offers=list(self._offers()))
        yield self._act(work.begins + 2 * MINUTE, "step", "started", text="1")
        yield self._act(work.begins + (2 + work.minutes // 4) * MINUTE, "step", "done", text="1")
        if is_back:
            yield self._act(self._ends - 12 * MINUTE, "move", "back_out", text="It does not start.")
            yield self._act(self._ends - 4 * MINUTE, "step", "done", text="3")
        else:
            state = "failed" if work.outcome == "failed" else "done"
            yield self._act(self._ends - 4 * MINUTE, "step", state, {"note": "no answer" if state == "failed" else ""},
                            text="2")  # fmt: skip
        yield self._act(self._ends - MINUTE, "move", "finish", {"outcome": work.outcome})
        yield self._act(self._ends + 12 * MINUTE, "compare")
        values = {"review": _REVIEWS[work.outcome]}
        yield Act(self._ends + 15 * HOUR, work.record, "move", CHANGE_MANAGER, "close", values)

    def _plan(self) -> dict[str, str]:
        work = self._work
        half = str(max(work.minutes // 2, 1))
        steps = ({"step": step, "owner": work.who, "minutes": half} for step in ("Carry it out", "See that it works"))
        return {
            "title": work.title,
            "description": f"{work.title}, as agreed with those who use it.",
            "change_type": work.kind,
            "team": team_of(work.who),
            "planned_start": time_text(work.begins),
            "planned_end": time_text(self._ends),
            "rollback": "Snapshot put back, service started; ten minutes.",
            "test_evidence": "" if work.is_urgent else "Done on the test system the week before.",
            "actions": text_of({"ci": host, "action": work.action} for host in work.hosts),
            "steps": text_of(steps),
        } | ({"problem": work.problem} if work.problem else {})

    def _offers(self) -> Iterator[Offer]:
        """What monitoring told meanwhile: of most machines as foretold, of some programs that nobody thought of."""
        work, span = self._work, (self._work.begins + MINUTE, self._ends - 2 * MINUTE)
        for host in work.hosts:
            if self._chance.number(f"{work.record}:{host}:seen", 1, 8) > 1:
                yield from _told(work.record, Subject(host=host), span)
        others = _beside(work.hosts[0]) if work.outcome != "successful" else ()
        if others:
            other = self._chance.pick(f"{work.record}:other", others)
            yield from _told(work.record, Subject(host=other.name, program=other.tier.program), span)

    def _act(
        self, at: int, verb: Verb, name: str = "", values: Mapping[str, str] | None = None,
        affects: Sequence[str] = (), *, text: str = "",
    ) -> Act:  # fmt: skip
        return Act(at, self._work.record, verb, self._work.who, name, values or {}, affects, text)


def _beside(host: str) -> Sequence[Machine]:
    """The machines of the same application that others talk to, without the one."""
    own = next((machine for machine in machines() if machine.name == host), None)
    if own is None:
        return ()
    return tuple(one for one in machines_of(own.application, own.application.tiers[0]) if one.name != host)


def _told(record: str, subject: Subject, span: tuple[int, int]) -> Iterator[Offer]:
    """That something was not well for a time, and that it is over.

    A warning: what is critical would open an incident, if it were looked at between its beginning and its end.
    """
    since, ended = span
    began = Offer(
        fingerprint=f"{record} {subject.host} {subject.program}",
        name="NoAnswer",
        is_firing=True,
        severity=WARNING,
        summary="no answer to some requests",
        started_at=since,
        expires_at=ended + DAY,
        labels={"alertname": "NoAnswer", "instance": subject.host},
        subject=subject,
    )
    yield began
    yield replace(began, is_firing=False, ended_at=ended)
