"""Undoing an event: look it up, plan, edit."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from cmdb_server.graph_store.queries import history as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.history.past import PastEvent
from cmdb_server.history.reading import events_of
from cmdb_server.ingest.pipeline import now_in_microseconds
from cmdb_server.ingest.reconciliation import CI_CLASS
from cmdb_server.manual_edits.editing import ManualEdits, Signature
from cmdb_server.reconciliation_rules.explaining import ABSENT, RELEASED, why
from cmdb_server.undo.plan import Plan, RelationshipEdit, plan_of
from graph_schema import Registry
from graph_schema.data_sources import MANUAL, kind_of


class Undo:
    """Undoes events of CIs; every method answers None when the CI has no such event.

    They raise UndoConflictError and NotUndoableError (plan.py); `undo` and `apply` also what edits raise.
    """

    def __init__(
        self, store: GraphStore, registry: Registry, edits: ManualEdits, clock: Callable[[], int] = now_in_microseconds
    ) -> None:
        """`edits` are those that whoever undoes may make; `clock` in microseconds."""
        self._store, self._registry, self._edits, self._clock = store, registry, edits, clock

    def plan(self, uid: str, event_uid: str) -> Plan | None:
        """What undoing would change."""
        found = self._find(uid, event_uid)
        return None if found is None else self._plan(*found[:2])

    def undo(self, uid: str, event_uid: str, signed: Signature) -> Plan | None:
        """Say that what an event changed is as it was before; what was done.

        What somebody changes while this is planned is not overwritten.
        """
        found = self._find(uid, event_uid)
        if found is None:
            return None
        event, newer, revision = found
        plan = self._plan(event, newer)
        self.apply(uid, plan, replace(signed, revision=revision))
        return plan

    def apply(self, uid: str, plan: Plan, signed: Signature) -> None:
        """Make the edits of a plan, each whole: relationships first, so that a refusal leaves the CI's values alone."""
        facts = self._store.read(lambda tx: _facts(tx, uid, plan))
        for entry in plan.relationships:
            self._say(uid, entry, facts.get(entry.uid, {}), signed)
        if plan.attributes:
            released = tuple(name for name, value in plan.attributes.items() if self._is_told(uid, name, value))
            said = {name: value for name, value in plan.attributes.items() if name not in released}
            self._edits.change(uid, said, signed, released=released)
        if plan.status:
            (self._edits.retire if plan.status == "retired" else self._edits.restore)(
                uid, replace(signed, revision=None)
            )

    def _plan(self, event: PastEvent, newer: list[PastEvent]) -> Plan:
        """The edits; a CI that is of its former class again loses what only the later one has by that alone."""
        plan = plan_of(event, newer)
        spec = self._registry.classes.get(plan.attributes.get(CI_CLASS, ""))
        if spec is None:
            return plan
        kept = {name: value for name, value in plan.attributes.items() if name == CI_CLASS or name in spec.attributes}
        return replace(plan, attributes=kept)

    def _is_told(self, uid: str, name: str, value: object) -> bool:
        """Whether the other sources tell a value once no person says another one: nobody has to say it then."""
        told = why(self._store, self._registry, uid, name, self._clock())
        claims = [claim for claim in told.claims if claim.verdict not in (RELEASED, ABSENT)] if told else []
        if not claims or kind_of(claims[0].source) != MANUAL.name:
            return False
        others = [claim for claim in claims if kind_of(claim.source) != MANUAL.name]
        return bool(others) and others[0].value == value

    def _find(self, uid: str, event_uid: str) -> tuple[PastEvent, list[PastEvent], int] | None:
        """An event, the later ones of its CI, and the revision of that."""

        def read(tx: Transaction) -> tuple[PastEvent, list[PastEvent], int] | None:
            rows = tx.run(queries.EVENT, uid=event_uid)
            if not rows or rows[0]["ci_uid"] != uid:
                return None
            revision = int(tx.run(queries.REVISION, uid=uid)[0]["revision"])
            following = events_of(tx, [uid], rows[0]["recorded_at"] - 1)
            position = next(place for place, event in enumerate(following) if event.uid == event_uid)
            return following[position], following[position + 1 :], revision

        return self._store.read(read)

    def _say(self, uid: str, entry: RelationshipEdit, stored: Mapping[str, Any], signed: Signature) -> None:
        spec = self._registry.relationship_type(entry.type)
        facts = stored if entry.facts is None else entry.facts
        shown = {name: value for name, value in facts.items() if name in spec.attributes and name not in spec.volatile}
        say = self._edits.relate if entry.is_open else self._edits.unrelate
        say(uid, entry.type, entry.target, shown, signed)


def _facts(tx: Transaction, uid: str, plan: Plan) -> dict[str, Mapping[str, Any]]:
    """The attributes of the relationships in a plan."""
    uids = [entry.uid for entry in plan.relationships]
    rows = tx.run(queries.FACTS, uid=uid, uids=uids) if uids else []
    return {row["uid"]: msgspec.json.decode(row["facts"] or "{}") for row in rows}
