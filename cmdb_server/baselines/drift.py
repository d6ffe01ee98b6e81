"""What has drifted from a baseline, given what changed since and what people decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cmdb_server.baselines.records import Decision
from cmdb_server.comparison.scopes import Scope
from cmdb_server.history.comparison import CIChanges, Difference, compare
from cmdb_server.history.past import PastEvent
from cmdb_server.undo.plan import FOLLOWS, Plan, RelationshipEdit


@dataclass(frozen=True)
class Drift:
    """A CI that is not as the baseline has it; `ignored_until` is 0 unless somebody ignores that."""

    changes: CIChanges
    ignored_until: int


def drift_of(
    events: Iterable[PastEvent], scope: Scope, decisions: Mapping[str, Decision], now: int
) -> dict[str, Drift]:
    """The CIs that have drifted, by uid; `events` are all since the baseline, `scope` its question then and now."""
    since: dict[str, list[PastEvent]] = {}
    for event in events:
        decision = decisions.get(event.ci_uid)
        if decision is None or decision.kind != "accepted" or event.recorded_at > decision.at:
            since.setdefault(event.ci_uid, []).append(event)
    changed = compare(event for of_ci in since.values() for event in of_ci)
    accepted = {uid: entry.is_member for uid, entry in decisions.items() if entry.kind == "accepted"}
    before = {uid for uid in scope.before if accepted.get(uid, True)} | {
        uid for uid, is_in in accepted.items() if is_in
    }
    found: dict[str, Drift] = {}
    for uid in before | scope.after:
        kind: Difference = "added" if uid not in before else "removed" if uid not in scope.after else "changed"
        entry = changed.get(uid, CIChanges(uid, kind, (), ()))
        if kind != "changed" or uid in changed:
            found[uid] = Drift(replace(entry, kind=kind), _ignored_until(decisions.get(uid), now))
    return found


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


def _ignored_until(decision: Decision | None, now: int) -> int:
    return decision.until if decision and decision.kind == "ignored" and decision.until > now else 0
