"""What people said of proposals: accepted or refused, and why; nothing of it is forgotten."""

import secrets
from collections.abc import Callable
from typing import Any, Literal, NamedTuple, TypeAlias

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import harvest as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.harvest.proposals import Proposal

Answer: TypeAlias = Literal["accepted", "refused"]
LONGEST_REASON = 1_000
_IN_FORCE, _ENDED = "in force", "ended"
_KEY = "harvest decisions"
_BETWEEN = "\t"


class Decision(NamedTuple):
    """What somebody said of a proposal. `parts`: machine (uid), publisher and product of each installation."""

    uid: str
    proposal: str
    answer: Answer
    reason: str
    name: str
    parts: tuple[tuple[str, str, str], ...]
    worth: int
    by: str
    at: int


class DecisionRefusedError(CmdbError):
    """Nothing that can be said of a proposal."""

    def __init__(self, field: str, value: str, message: str, remedy: str) -> None:
        """422, with the field that is wrong."""
        error = FieldError(field, value[:100], message, remedy)
        super().__init__(f"{field} {error.value!r} {message}; {remedy}", 422, "decision_refused", (error,))


class NoProposalError(CmdbError):
    """There is no such proposal, or nobody said anything of it."""

    def __init__(self, uid: str, what: str) -> None:
        """404."""
        super().__init__(f"{what} {uid[:100]!r}; `cmdb harvest list` shows what there is", 404, "not_found")


class HarvestDecisions:
    """Keeps what people said; safe on several servers."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], audit: AuditLog) -> None:
        """`clock` in microseconds."""
        self._store, self._clock, self._audit = store, clock, audit

    def say(self, of: Proposal, told: tuple[Answer, str], actor: Actor) -> Decision:
        """Accept or refuse a proposal, with a reason; what was said of it before holds no longer.

        Raises DecisionRefusedError.
        """
        answer, reason = told[0], " ".join(told[1].split())
        if not reason:
            raise DecisionRefusedError("reason", "", "is empty", f"say why it is {answer}")
        parts = tuple((one.machine, one.publisher, one.product) for one in of.installed)
        uid = "hd_" + secrets.token_hex(8)
        made = Decision(uid, of.uid, answer, reason, of.name, parts, of.worth, actor.name, self._clock())

        def write(tx: Transaction) -> None:
            self._end(tx, of.uid, actor)
            tx.run(queries.SAVE_DECISION, uid=uid, properties=_stored(made))
            self._audit.note(tx, actor, f"harvest.{answer}", of.uid, name=of.name, reason=reason)

        self._store.transact([_KEY], write)
        return made

    def take_back(self, proposal: str, actor: Actor) -> None:
        """Let nothing be said of a proposal. Raises NoProposalError."""

        def write(tx: Transaction) -> bool:
            is_said = self._end(tx, proposal, actor)
            if is_said:
                self._audit.note(tx, actor, "harvest.taken_back", proposal)
            return is_said

        if not self._store.transact([_KEY], write):
            raise NoProposalError(proposal, "nobody said anything of")

    def all(self) -> list[Decision]:
        """What holds now, the newest first."""
        return sorted(self._store.read(_all), key=lambda one: (-one.at, one.uid))

    def _end(self, tx: Transaction, proposal: str, actor: Actor) -> bool:
        ended = {"status": _ENDED, "ended_by": actor.name, "ended_at": self._clock()}
        held = [one for one in _all(tx) if one.proposal == proposal]
        for one in held:
            tx.run(queries.SAVE_DECISION, uid=one.uid, properties=ended)
        return bool(held)


def _stored(one: Decision) -> dict[str, Any]:
    return {**one._asdict(), "parts": [_BETWEEN.join(part) for part in one.parts], "status": _IN_FORCE}


def _all(tx: Transaction) -> list[Decision]:
    return [_read(one) for one in tx.run(queries.DECISIONS)[0]["properties"]]


def _read(one: dict[str, Any]) -> Decision:
    read = Decision(*(one[name] for name in Decision._fields))
    parts = (part.split(_BETWEEN) for part in one["parts"])
    return read._replace(parts=tuple((machine, publisher, product) for machine, publisher, product in parts))
