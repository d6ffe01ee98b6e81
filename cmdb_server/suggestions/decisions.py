"""What persons decided about suggestions: a refusal is remembered."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal, TypeAlias

from cmdb_server.graph_store.queries import suggestions as queries
from cmdb_server.graph_store.store import GraphStore, Transaction

Verdict: TypeAlias = Literal["accepted", "refused", "later"]


@dataclass(frozen=True)
class Decision:
    """What somebody decided about a suggestion; `until` is when it comes back (microseconds, 0 for never)."""

    key: str
    kind: str
    title: str
    verdict: Verdict
    until: int
    actor: str
    reason: str
    at: int

    def holds(self, now: int) -> bool:
        """Whether the suggestion stays away."""
        return self.verdict != "later" or self.until > now


class Decisions:
    """Keeps decisions."""

    def __init__(self, store: GraphStore, clock: Callable[[], int]) -> None:
        """`clock` in microseconds."""
        self._store, self.clock = store, clock

    def all(self) -> dict[str, Decision]:
        """The last decision about each suggestion, by its key."""
        rows = self._store.read(lambda tx: tx.run(queries.DECISIONS))
        found = [properties for row in rows for properties in row["properties"]]
        names = Decision.__dataclass_fields__
        return {entry["key"]: Decision(**{name: entry[name] for name in names}) for entry in found}

    def keep(self, decision: Decision) -> None:
        """Keep a decision in place of the one before."""
        self._write(decision, "decided")

    def forget(self, decision: Decision) -> None:
        """Take a decision back: the suggestion waits again."""
        self._write(decision, "withdrawn")

    def _write(self, decision: Decision, status: str) -> None:
        uid = "sg_" + blake2b(decision.key.encode(), digest_size=13).hexdigest()
        properties = {**vars(decision), "status": status}

        def write(tx: Transaction) -> None:
            tx.run(queries.DECIDE, uid=uid, properties=properties)

        self._store.write(write)
