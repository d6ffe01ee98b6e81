"""What people say was the cause of a symptom, beside what the ranking said then."""

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.causes.asking import Answer
from cmdb_server.graph_store.queries import causes as queries
from cmdb_server.graph_store.store import GraphStore, Transaction

NEAR = 24 * 3600 * 1_000_000


@dataclass(frozen=True)
class Mark:
    """A person's word: the symptom that `target_uid` showed at `asked_at` (microseconds) came from `cause_uid`.

    `rank` (0: it was none of the suspects), `confidence` and `is_enough` are what the ranking said of it then.
    """

    uid: str
    target_uid: str
    cause_uid: str
    asked_at: int
    began_at: int
    rank: int
    confidence: float
    is_enough: bool
    actor: str
    reason: str
    marked_at: int


class Marks:
    """Keeps what people say was the cause."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], audit: AuditLog) -> None:
        """`clock` in microseconds."""
        self._store, self._clock, self._audit = store, clock, audit

    def add(self, said: dict[str, Any], actor: Actor, reason: str) -> Mark:
        """Keep a word; `said` are the fields of a mark that are known beforehand."""
        uid = f"cm_{secrets.token_hex(13)}"
        mark = Mark(uid=uid, actor=actor.name, reason=reason, marked_at=self._clock(), **said)
        properties = {name: value for name, value in asdict(mark).items() if name != "uid"}

        def add(tx: Transaction) -> None:
            tx.run(queries.SAVE_MARK, uid=uid, properties=properties)
            note = {"target": mark.target_uid, "cause": mark.cause_uid, "reason": reason}
            self._audit.note(tx, actor, "causes.marked", uid, **note)

        self._store.write(add)
        return mark

    def say(self, answer: Answer, cause_uid: str, actor: Actor, reason: str) -> Mark:
        """Keep which CI was the cause of what an answer is about, beside what it says of that CI."""
        ranks = {str(entry.node): turn + 1 for turn, entry in enumerate(answer.ranking)}
        said = {
            "target_uid": answer.snapshot.cis.uid[answer.target],
            "cause_uid": cause_uid,
            "asked_at": answer.at,
            "began_at": answer.began_at,
            "rank": ranks.get(cause_uid, 0),
            "confidence": answer.ranking.confidence,
            "is_enough": answer.ranking.is_enough_evidence,
        }
        return self.add(said, actor, reason)

    def near(self, target_uid: str, at: int) -> list[Mark]:
        """What was said of a symptom within a day of a time, the last first."""
        asked = {"uids": [target_uid], "since": at - NEAR, "until": at + NEAR}
        return _marks(self._store.read(lambda tx: tx.run(queries.MARKS_OF, **asked))[0]["properties"])

    def since(self, at: int) -> list[Mark]:
        """All that was said since a time, the last first."""
        return _marks(self._store.read(lambda tx: tx.run(queries.MARKS_SINCE, since=at))[0]["properties"])

    def remove(self, uid: str, actor: Actor) -> bool:
        """Take a word back; False when there is none."""

        def remove(tx: Transaction) -> bool:
            found = tx.run(queries.REMOVE_MARK, uid=uid)
            if found:
                self._audit.note(tx, actor, "causes.unmarked", uid, target=found[0]["target_uid"])
            return bool(found)

        return self._store.write(remove)


def _marks(stored: list[dict[str, Any]]) -> list[Mark]:
    return sorted((Mark(**entry) for entry in stored), key=lambda mark: (-mark.marked_at, mark.uid))
