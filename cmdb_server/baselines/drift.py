"""What has drifted from a baseline, given what changed since and what people decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cmdb_server.baselines.records import Decision
from cmdb_server.comparison.scopes import Scope
from cmdb_server.history.comparison import CIChanges, Difference, compare, subject_of
from cmdb_server.history.past import PastEvent
from cmdb_server.undo.plan import FOLLOWS, Plan, RelationshipEdit


@dataclass(frozen=True)
class Drift:
    """A CI that is not as the baseline has it; until when that is ignored (0: it is not), and which of its changes."""

    changes: CIChanges
    ignored_until: int
    ignored_changes: Mapping[str, int]

    def to_look_at(self) -> CIChanges | None:
        """What nobody ignores; None when that is nothing."""
        names = [name for name in self.changes.names() if name not in self.ignored_changes]
        if self.ignored_until or (not names and self.changes.kind == "changed"):
            return None
        return self.changes.only(names)

    def has_ignored(self) -> bool:
        """Whether somebody ignores it, or any of its changes."""
        return bool(self.ignored_until or self.ignored_changes)


class _Decided:
    """What people decided about one CI; an older word about ignoring is void where a newer one accepts."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self.accepted: dict[str, Decision] = {}
        self.ignored: dict[str, Decision] = {}
        for entry in decisions:
            (self.accepted if entry.kind == "accepted" else self.ignored)[entry.what] = entry

    def rest_of(self, event: PastEvent) -> PastEvent | None:
        """An event without what is accepted."""
        left = [change for change in event.changes if self._accepted_at(subject_of(change)) < event.recorded_at]
        if not left and (event.changes or self._accepted_at("") >= event.recorded_at):
            return None
        return event._replace(changes=left)

    def ignored_until(self, what: str, now: int) -> int:
        """Until when somebody ignores it, 0 for nobody."""
        entry = self.ignored.get(what)
        return entry.until if entry and entry.until > now and entry.at >= self._accepted_at(what) else 0

    def _accepted_at(self, what: str) -> int:
        return max(self.accepted[name].at if name in self.accepted else -1 for name in (what, ""))


_UNDECIDED = _Decided(())


def drift_of(events: Iterable[PastEvent], scope: Scope, decisions: Iterable[Decision], now: int) -> dict[str, Drift]:
    """The CIs that have drifted, by uid; `events` are all since the baseline, `scope` its question then and now.

    Who says what a CI is, and what follows from that, is no drift by itself: going back adds the word of a person.
    """
    by_ci: dict[str, list[Decision]] = {}
    for entry in decisions:
        by_ci.setdefault(entry.ci_uid, []).append(entry)
    decided = {uid: _Decided(of_ci) for uid, of_ci in by_ci.items()}
    rest = (decided.get(event.ci_uid, _UNDECIDED).rest_of(event) for event in events)
    changed = compare(event for event in rest if event is not None)
    accepted = {uid: entry.accepted[""].is_member for uid, entry in decided.items() if "" in entry.accepted}
    before = {uid for uid in scope.before if accepted.get(uid, True)} | {
        uid for uid, is_in in accepted.items() if is_in
    }
    found: dict[str, Drift] = {}
    for uid in before | scope.after:
        kind: Difference = "added" if uid not in before else "removed" if uid not in scope.after else "changed"
        entry = changed.get(uid, CIChanges(uid, kind, (), ()))
        if kind != "changed" or not FOLLOWS.issuperset(entry.names()):
            found[uid] = _drift(replace(entry, kind=kind), decided.get(uid, _UNDECIDED), now)
    return found


def _drift(changes: CIChanges, decided: _Decided, now: int) -> Drift:
    ignored = {name: until for name in changes.names() if (until := decided.ignored_until(name, now))}
    return Drift(changes, decided.ignored_until("", now), ignored)


def plan_back(changes: CIChanges) -> Plan:
    """The edits that bring a CI back to its baseline: its values and relationships, and whether it is there."""
    attributes: dict[str, Any] = {}
    status = ""
    for change in changes.attributes:
        if change.attribute == "status":
            status = "retired" if change.old in (None, "retired") else "active"
        elif change.attribute not in (*FOLLOWS, "ci_class", "merged_into"):
            attributes[change.attribute] = change.old
    if status == "retired":
        return Plan(status=status)
    bonds = tuple(
        RelationshipEdit(bond.uid, bond.type, bond.other, bond.old, bond.change != "opened")
        for bond in changes.relationships
    )
    return Plan(attributes, bonds, status)
