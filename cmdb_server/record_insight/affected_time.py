"""The services that an incident hits and for how long: from its start to its restoration."""

from dataclasses import dataclass

from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.itsm.following import question_of
from cmdb_server.itsm.record import Record
from cmdb_server.timestamps import microseconds
from impact import State

_SECOND = 1_000_000


@dataclass(frozen=True)
class AffectedService:
    """A service (uid) that is not up because of an incident; times in microseconds, `until` 0: it still is not.

    `seconds` are those from its start to its restoration, or to now.
    """

    uid: str
    state: str
    since: int
    until: int
    seconds: int


def span_of(record: Record, now: int) -> tuple[int, int, bool]:
    """When an incident began, when it was over (now where it is not), and whether it is; in microseconds."""
    began = record.value("started_at")
    since = microseconds(began) if began else record.opened_at
    restored = record.value("restored_at")
    ended = microseconds(restored) if restored else record.closed_at
    return since, max(since, ended or now), bool(ended)


def affected_services(record: Record, impact: ImpactAnalysis, now: int) -> list[AffectedService]:
    """The services that what a record is about takes down or degrades, the worst first.

    By the graph of when it was over; of now while it lasts, and where none of its CIs was known then. Raises
    ImpactQuestionError.
    """
    since, until, is_over = span_of(record, now)
    # Times of records are whole seconds: the graph of when this one was over.
    known = until + _SECOND - 1
    then = impact.as_of(known if is_over and known < now else None)
    question = question_of(record, then.snapshot())
    if question is None and then is not impact:
        then, question = impact, question_of(record, impact.snapshot())
    if question is None:
        return []
    asked = then.asked(question)
    states = [(int(ci), asked.outcome.state(int(ci))) for ci in asked.radius.services()]
    seconds, ended = (until - since) // _SECOND, until if is_over else 0
    return [
        AffectedService(asked.snapshot.cis.uid[ci], state.word, since, ended, seconds)
        for ci, state in states
        if state in (State.DOWN, State.DEGRADED)
    ]
