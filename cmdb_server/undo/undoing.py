"""Undoing an event: look it up, plan, edit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from cmdb_server.graph_store.queries import history as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.history.past import PastEvent
from cmdb_server.history.reading import events_of
from cmdb_server.manual_edits.editing import ManualEdits, Signature
from cmdb_server.undo.plan import Plan, RelationshipEdit, plan_of
from graph_schema import Registry


@dataclass(frozen=True)
class _Found:
    """An event with the way to undo it, the revision of its CI, and the attributes of the relationships in it."""

    plan: Plan
    revision: int
    facts: Mapping[str, Mapping[str, Any]]


class Undo:
    """Undoes events of CIs; every method answers None when the CI has no such event.

    Both raise UndoConflictError and NotUndoableError (plan.py); `undo` also what edits raise.
    """

    def __init__(self, store: GraphStore, registry: Registry, edits: ManualEdits) -> None:
        """`edits` are those that whoever undoes may make."""
        self._store, self._registry, self._edits = store, registry, edits

    def plan(self, uid: str, event_uid: str) -> Plan | None:
        """What undoing would change."""
        found = self._find(uid, event_uid)
        return found.plan if found else None

    def undo(self, uid: str, event_uid: str, signed: Signature) -> Plan | None:
        """Say that what an event changed is as it was before; what was done.

        Several edits, each whole: relationships first, so that a refusal leaves the CI's own values alone.
        """
        found = self._find(uid, event_uid)
        if found is None:
            return None
        plan, guarded = found.plan, replace(signed, revision=found.revision)
        for entry in plan.relationships:
            self._say(uid, entry, found.facts.get(entry.uid, {}), signed)
        if plan.attributes:
            self._edits.change(uid, plan.attributes, guarded if not plan.relationships else signed)
        if plan.status:
            (self._edits.retire if plan.status == "retired" else self._edits.restore)(uid, signed)
        return plan

    def _find(self, uid: str, event_uid: str) -> _Found | None:
        def read(tx: Transaction) -> _Found | None:
            rows = tx.run(queries.EVENT, uid=event_uid)
            if not rows or rows[0]["ci_uid"] != uid:
                return None
            following = events_of(tx, [uid], rows[0]["recorded_at"] - 1)
            position = next(place for place, event in enumerate(following) if event.uid == event_uid)
            return _planned(tx, following[position], following[position + 1 :])

        return self._store.read(read)

    def _say(self, uid: str, entry: RelationshipEdit, stored: Mapping[str, Any], signed: Signature) -> None:
        spec = self._registry.relationship_type(entry.type)
        facts = stored if entry.facts is None else {**entry.facts}
        shown = {name: value for name, value in facts.items() if name in spec.attributes and name not in spec.volatile}
        say = self._edits.relate if entry.is_open else self._edits.unrelate
        say(uid, entry.type, entry.target, shown, signed)


def _planned(tx: Transaction, event: PastEvent, newer: list[PastEvent]) -> _Found:
    plan = plan_of(event, newer)
    uids = [entry.uid for entry in plan.relationships]
    rows = tx.run(queries.FACTS, uid=event.ci_uid, uids=uids) if uids else []
    facts = {row["uid"]: msgspec.json.decode(row["facts"] or "{}") for row in rows}
    revision = tx.run(queries.REVISION, uid=event.ci_uid)[0]["revision"]
    return _Found(plan, revision, facts)
