"""What a change does, when and how: what is asked about it."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace

from cmdb_server.impact_analysis.question import ActionOn, Question
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.rows import rows_in
from cmdb_server.resilience.windows import Span
from cmdb_server.timestamps import microseconds


@dataclass(frozen=True)
class Plan:
    """A change as it is planned; `actions` by uid, the other CIs of `affects` are taken down; `span` None: no time."""

    number: str
    affects: tuple[str, ...]
    actions: tuple[ActionOn, ...]
    span: Span | None
    change_type: str
    has_rollback: bool
    has_tests: bool

    @property
    def question(self) -> Question:
        """What the change does while it is carried out, as an impact question."""
        done = {action.uid for action in self.actions}
        return Question(down=tuple(uid for uid in self.affects if uid not in done), actions=self.actions)

    @property
    def does(self) -> tuple[Hashable, Hashable]:
        """What it does to which CIs, whenever."""
        return self.affects, self.actions

    def numbered(self, number: str) -> "Plan":
        """The plan of a change that is kept under a number."""
        return replace(self, number=number)

    def within(self, present: Mapping[str, str]) -> "Plan":
        """The plan on those CIs that are there, by the uids that they have now."""
        affects = tuple(dict.fromkeys(present[uid] for uid in self.affects if uid in present))
        known = {*present, *affects}
        actions = tuple(ActionOn(one.action, present.get(one.uid, one.uid)) for one in self.actions if one.uid in known)
        return replace(self, affects=affects, actions=actions)


def plan_of(record: Record) -> Plan:
    """The plan of a change."""
    start, end = record.value("planned_start"), record.value("planned_end")
    return Plan(
        number=record.number,
        affects=tuple(record.affects),
        actions=tuple(ActionOn(row["action"], row["ci"]) for row in rows_in(record.value("actions"))),
        span=Span(microseconds(start), microseconds(end)) if start and end else None,
        change_type=record.value("change_type"),
        has_rollback=bool(record.value("rollback")),
        has_tests=bool(record.value("test_evidence")),
    )
