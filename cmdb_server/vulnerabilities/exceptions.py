"""Risks of vulnerabilities that somebody accepts: why, where and until when; records that stay."""

import secrets
from collections.abc import Callable
from typing import Any, NamedTuple

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import vulnerabilities as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.timestamps import rfc3339

_IN_FORCE, _WITHDRAWN = "in force", "withdrawn"
_KEY = "vulnerability exceptions"
LONGEST_REASON = 1_000


class Accepted(NamedTuple):
    """A risk that is accepted; `ci_uid` "" is everywhere. Times in microseconds."""

    uid: str
    cve: str
    ci_uid: str
    reason: str
    until: int
    by: str
    at: int

    def holds(self, now: int) -> bool:
        """Whether it has not expired."""
        return now < self.until


class ExceptionRefusedError(CmdbError):
    """A risk that cannot be accepted so."""

    def __init__(self, field: str, value: str, message: str, remedy: str) -> None:
        """422, with the field that is wrong."""
        error = FieldError(field, value[:100], message, remedy)
        super().__init__(f"{field} {error.value!r} {message}; {remedy}", 422, "exception_refused", (error,))


class NoExceptionError(CmdbError):
    """No such exception is in force."""

    def __init__(self, uid: str) -> None:
        """404."""
        remedy = "`cmdb vulnerabilities exceptions` shows those that are"
        super().__init__(f"no exception {uid[:100]!r} is in force; {remedy}", 404, "not_found")


class Exceptions:
    """Keeps exceptions; safe on several servers."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], audit: AuditLog) -> None:
        """`clock` in microseconds."""
        self._store, self._clock, self._audit = store, clock, audit

    def accept(self, cve: str, ci_uid: str, told: tuple[str, int], actor: Actor) -> Accepted:
        """Accept a risk, with a reason and until when; it replaces what was accepted there before.

        Raises ExceptionRefusedError.
        """
        reason, until = " ".join(told[0].split()), told[1]
        now = self._clock()
        if not reason:
            raise ExceptionRefusedError("reason", "", "is empty", "say why the risk is accepted")
        if until <= now:
            raise ExceptionRefusedError("until", rfc3339(until), "is past", "give a time that is to come")
        made = Accepted("ve_" + secrets.token_hex(8), cve, ci_uid, reason, until, actor.name, now)

        def write(tx: Transaction) -> None:
            for held in _all(tx):
                if (held.cve, held.ci_uid) == (cve, ci_uid):
                    self._end(tx, held.uid, actor)
            tx.run(queries.SAVE_EXCEPTION, uid=made.uid, properties={**made._asdict(), "status": _IN_FORCE})
            more = {"ci": ci_uid, "reason": reason, "until": rfc3339(until)}
            self._audit.note(tx, actor, "vulnerability.accepted", cve, **more)

        self._store.transact([_KEY], write)
        return made

    def withdraw(self, uid: str, actor: Actor) -> None:
        """Accept it no longer. Raises NoExceptionError."""

        def write(tx: Transaction) -> bool:
            found = next((held for held in _all(tx) if held.uid == uid), None)
            if found is not None:
                self._end(tx, uid, actor)
                self._audit.note(tx, actor, "vulnerability.no_longer_accepted", found.cve, ci=found.ci_uid)
            return found is not None

        if not self._store.transact([_KEY], write):
            raise NoExceptionError(uid)

    def all(self) -> list[Accepted]:
        """Those that nobody took back, expired ones too, the first to expire first."""
        return sorted(self._store.read(_all), key=lambda one: (one.until, one.uid))

    def in_force(self) -> list[Accepted]:
        """Those that hold now."""
        now = self._clock()
        return [one for one in self.all() if one.holds(now)]

    def _end(self, tx: Transaction, uid: str, actor: Actor) -> None:
        ended: dict[str, Any] = {"status": _WITHDRAWN, "ended_by": actor.name, "ended_at": self._clock()}
        tx.run(queries.SAVE_EXCEPTION, uid=uid, properties=ended)


def _all(tx: Transaction) -> list[Accepted]:
    found = tx.run(queries.EXCEPTIONS, status=_IN_FORCE)[0]["properties"]
    return [Accepted(*(one[name] for name in Accepted._fields)) for one in found]
