"""Risks that somebody accepts for a time: records that stay, with who accepted and who took it back."""

import secrets
from collections.abc import Callable
from typing import Any, NamedTuple

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import single_points as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.single_points.answers import AcceptedRisk
from cmdb_server.timestamps import rfc3339

_IN_FORCE, _ENDED = "in force", "withdrawn"


class NoRiskError(CmdbError):
    """No accepted risk of that CI is in force."""

    def __init__(self, uid: str) -> None:
        """404, naming the CI."""
        remedy = "`cmdb spof risks` and GET /api/v1/accepted-risks list those that are"
        error = FieldError("uid", uid[:100], "has no accepted risk in force", remedy)
        super().__init__(f"uid {error.value!r} {error.message}; {remedy}", 404, "not_found", (error,))


class Acceptance(NamedTuple):
    """What somebody accepts: why, until when (microseconds), and the weight of it now."""

    reason: str
    until: int
    score: float


class AcceptedRisks:
    """Keeps risks that are accepted; `clock` in microseconds."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], audit: AuditLog) -> None:
        """What is accepted and taken back is noted in the audit log."""
        self._store, self.clock, self._audit = store, clock, audit

    def accept(self, ci_uid: str, wanted: Acceptance, actor: Actor) -> AcceptedRisk:
        """Accept that a CI is a single point of failure, in place of what was accepted before."""
        now = self.clock()
        stored: dict[str, Any] = {
            "ci_uid": ci_uid,
            "status": _IN_FORCE,
            **wanted._asdict(),
            "accepted_by": actor.name,
            "accepted_at": now,
            "ended_by": "",
            "ended_at": 0,
        }
        uid = f"ar_{secrets.token_hex(8)}"

        def write(tx: Transaction) -> None:
            self._end(tx, ci_uid, actor, now)
            tx.run(queries.ACCEPT, uid=uid, properties=stored)
            self._audit.note(tx, actor, "risk.accepted", ci_uid, reason=wanted.reason, until=rfc3339(wanted.until))

        self._store.transact((_key(ci_uid),), write)
        return _risk({**stored, "uid": uid}, now)

    def withdraw(self, ci_uid: str, actor: Actor, reason: str) -> None:
        """Accept it no longer. Raises NoRiskError."""

        def write(tx: Transaction) -> int:
            ended = self._end(tx, ci_uid, actor, self.clock())
            if ended:
                self._audit.note(tx, actor, "risk.withdrawn", ci_uid, reason=reason)
            return ended

        if not self._store.transact((_key(ci_uid),), write):
            raise NoRiskError(ci_uid)

    def all(self) -> list[AcceptedRisk]:
        """Every risk that nobody took back, expired ones too, the first to expire first."""
        rows = self._store.read(lambda tx: tx.run(queries.RISKS, status=_IN_FORCE))
        stored = sorted(rows[0]["properties"], key=lambda entry: (entry["until"], entry["uid"]))
        return [_risk(properties, self.clock()) for properties in stored]

    def in_force(self) -> dict[str, AcceptedRisk]:
        """The risks that hold now, by CI: one that has expired does not."""
        return {risk.ci_uid: risk for risk in self.all() if risk.state == "holds"}

    def of(self, ci_uid: str) -> list[AcceptedRisk]:
        """Every risk that was ever accepted for a CI, the last first."""
        rows = self._store.read(lambda tx: tx.run(queries.RISKS_OF, uid=ci_uid))
        stored = sorted(rows[0]["properties"], key=lambda entry: (entry["accepted_at"], entry["uid"]), reverse=True)
        return [_risk(properties, self.clock()) for properties in stored]

    def _end(self, tx: Transaction, ci_uid: str, actor: Actor, now: int) -> int:
        known = tx.run(queries.RISKS_OF, uid=ci_uid)[0]["properties"]
        live = [entry["uid"] for entry in known if entry["status"] == _IN_FORCE]
        tx.run(queries.END, uids=live, properties={"status": _ENDED, "ended_by": actor.name, "ended_at": now})
        return len(live)


def _key(ci_uid: str) -> str:
    return f"accepted risk:{ci_uid}"


def _risk(stored: dict[str, Any], now: int) -> AcceptedRisk:
    is_ended = stored["status"] == _ENDED
    return AcceptedRisk(
        uid=stored["uid"],
        ci_uid=stored["ci_uid"],
        state="withdrawn" if is_ended else "expired" if stored["until"] <= now else "holds",
        reason=stored["reason"],
        until=rfc3339(stored["until"]),
        accepted_by=stored["accepted_by"],
        accepted_at=rfc3339(stored["accepted_at"]),
        score=float(stored["score"]),
        ended_by=stored["ended_by"] or None,
        ended_at=rfc3339(stored["ended_at"]) if is_ended else None,
    )
