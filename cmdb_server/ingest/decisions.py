"""What persons decided about who is who: observations like any other, kept and weighed with the rest."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from cmdb_server.graph_store.queries import identity as queries
from cmdb_server.graph_store.store import Transaction

ONE, TWO = "one", "two"


class Decision(NamedTuple):
    """The records `left` and `right` (ref keys) are of one device, or of two. `decided_at` in microseconds."""

    uid: str
    verdict: str
    left: frozenset[str]
    right: frozenset[str]
    decided_at: int

    def is_between(self, one: AbstractSet[str], other: AbstractSet[str]) -> bool:
        """Whether it says something of two groups of records."""
        return bool((self.left & one and self.right & other) or (self.left & other and self.right & one))


def verdict_on(decisions: Iterable[Decision], one: AbstractSet[str], other: AbstractSet[str]) -> str:
    """The latest decision on two groups of records, "" for none; `decisions` are the latest first."""
    return next((decision.verdict for decision in decisions if decision.is_between(one, other)), "")


def latest_first(decisions: Iterable[Decision]) -> list[Decision]:
    """Decisions in the order in which they count."""
    return sorted(decisions, key=lambda decision: (-decision.decided_at, decision.uid))


def read_decisions(tx: Transaction) -> list[Decision]:
    """The decisions that stand."""
    rows = tx.run(queries.DECISIONS)[0]["properties"]
    return latest_first(_decision(row) for row in rows)


def touching(decisions: Sequence[Decision], ref_keys: AbstractSet[str]) -> set[str]:
    """All records of the decisions that name one of these."""
    return {
        ref_key
        for decision in decisions
        if (decision.left | decision.right) & ref_keys
        for ref_key in decision.left | decision.right
    }


def _decision(row: Mapping[str, object]) -> Decision:
    left, right = (frozenset(map(str, _texts(row[side]))) for side in ("left", "right"))
    return Decision(str(row["uid"]), str(row["verdict"]), left, right, int(str(row["decided_at"])))


def _texts(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []  # pyright: ignore[reportUnknownArgumentType] - narrowed to list of unknown
