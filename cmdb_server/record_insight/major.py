"""Major incidents: declared by rule or person, told to those who answer for what is hit, until they are over."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.services import read_facts
from cmdb_server.itsm.desk import Desk
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.spelling import People
from cmdb_server.itsm.workflow import Worker
from cmdb_server.record_insight.affected_time import affected_services
from cmdb_server.record_insight.major_rule import MajorRules, why_major
from cmdb_server.timestamps import microseconds

DECLARED = "declared"
RULE = Worker("rules", may_work=True, is_program=True)
_MOST = 500
_NAMED = 5
_LONGEST_REASON = 200
_TEMPLATES = (
    (
        "first",
        "First word",
        "{number}: {title}. Since {since} these do not work as they should: {what}. It is led by {leader}. {following}",
    ),
    (
        "progress",
        "Progress",
        "{number}: these still do not work as they should: {what}. What is known of the cause: {cause}. {following}",
    ),
    ("restored", "Restored", "{number}: these work again since {restored}: {what}. Cause: {cause}. Done: {done}."),
)


@dataclass(frozen=True)
class Stakeholder:
    """Who answers for services that are hit (`services`, by uid): the owner's name and the accounts behind it."""

    name: str
    accounts: Sequence[str]
    services: Sequence[str]


@dataclass(frozen=True)
class Draft:
    """A status update to begin with."""

    name: str
    label: str
    text: str


class Majors:
    """Declares major incidents and tells whom they concern; safe to use from several threads."""

    def __init__(
        self, records: tuple[Desk, RecordQueue], rules: MajorRules, people: People, store: GraphStore,
    ) -> None:  # fmt: skip
        """`people` are the accounts and teams behind the owners of services."""
        (self._desk, self._records), self.rules, self._people, self._store = records, rules, people, store

    def declare(self, impact: ImpactAnalysis) -> int:
        """Declare the open incidents that the rule makes major; how many.

        What somebody has said about it once, that it is or is not, stays.
        """
        rule = self.rules.current()
        if not rule.priority:
            return 0
        declared = 0
        for record in self._records.find(Wanted(type="incident", is_open=True), 0, _MOST)[1]:
            why = why_major(rule, record)
            if why and not record.value("major"):
                values = {"major": DECLARED, "major_reason": why[:_LONGEST_REASON]}
                self._desk.change(record.number, values, (RULE, impact), record.revision)
                declared += 1
        return declared

    def stakeholders(self, record: Record, impact: ImpactAnalysis, now: int) -> list[Stakeholder]:
        """Who answers for the services that a record hits, by name; services without an owner stand under ""."""
        hit = [one.uid for one in affected_services(record, impact, now)]
        snapshot = impact.snapshot()
        numbers = [snapshot.numbers[uid] for uid in hit if uid in snapshot.numbers]
        owners = read_facts(self._store, snapshot, numbers)
        services: dict[str, list[str]] = {}
        for number in numbers:
            name = owners.get(number, (None, None))[0] or ""
            services.setdefault(name, []).append(snapshot.cis.uid[number])
        return [Stakeholder(name, self._accounts(name), services[name]) for name in sorted(services)]

    def _accounts(self, owner: str) -> Sequence[str]:
        """The accounts behind an owner: one of that name, or those in a team of that name."""
        if not owner:
            return ()
        return (owner,) if owner in self._people.persons() else tuple(sorted(self._people.members(owner)))


def drafts(record: Record, services: Sequence[str]) -> list[Draft]:
    """Status updates to begin with; `services` are the names of those that are hit."""
    then = record.value("next_update_at")
    told = {
        "number": record.number,
        "title": record.value("title"),
        "what": _listed(services) or "no service that is known",
        "since": record.value("started_at"),
        "leader": record.value("commander") or record.value("assignee") or record.value("team") or "nobody yet",
        "cause": record.value("cause") or "it is being looked for",
        "done": record.value("resolution") or "see above",
        "restored": record.value("restored_at") or "now",
        "following": f"The next update comes at {then}." if then else "The next update follows.",
    }
    return [Draft(name, label, text.format(**told)) for name, label, text in _TEMPLATES]


def is_overdue(record: Record, now: int) -> bool:
    """Whether a status update of an incident that is not over was to come before now (microseconds)."""
    then = record.value("next_update_at")
    return bool(then) and not record.closed_at and microseconds(then) < now


def _listed(names: Collection[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join([*names][:_NAMED]) + (f" and {more} more" if more > 0 else "")
