"""Two CIs that turned out to be one: the younger becomes an alias, everything it had moves to the older.

Dependents move along; those that the older one already has are merged in turn.
"""

from cmdb_server.graph_store.queries import ingest, merging
from cmdb_server.graph_store.store import Transaction
from cmdb_server.ingest import relinking, stored
from cmdb_server.ingest.writing import Cause, Settled
from graph_schema import Registry


def merge(tx: Transaction, context: tuple[Registry, Cause], loser: str, winner: str) -> None:
    """Move the observations, dependents and relationships of one CI to another and make it an alias of that."""
    registry, cause = context
    pairs = [(loser, winner)]
    moved: list[tuple[str, str]] = []
    position = 0
    while position < len(pairs):
        more_pairs, more_moved = _pair_dependents(tx, registry, *pairs[position])
        pairs += more_pairs
        moved += more_moved
        position += 1
    losers = [old for old, _ in pairs]
    winners = [new for _, new in pairs]
    neighbours = set(tx.run(merging.INCOMING_SOURCES, uids=losers, open=stored.OPEN)[0]["uid"]) - set(losers)
    at = tx.run(ingest.TICK, now=cause.now)[0]["at"]
    tx.run(merging.MOVE_OBSERVATIONS, old=losers, new=winners)
    tx.run(merging.MOVE_SOURCES, old=losers, new=winners)
    tx.run(merging.CLOSE_OUTGOING, uids=losers, at=at, open=stored.OPEN)
    tx.run(merging.MAKE_ALIASES, old=losers, new=winners, at=at)
    if moved:
        tx.run(
            merging.MOVE_DEPENDENTS, uids=[uid for uid, _ in moved], owners=[owner for _, owner in moved], root=winner
        )
    _rename_in_identifiers(tx, dict(pairs))
    settled = Settled()
    affected = {*winners, *(uid for uid, _ in moved), *neighbours}
    relinking.resettle(tx, context, affected, settled, whole=True)
    tx.touched({*losers, *affected, *settled.touched})


def _pair_dependents(
    tx: Transaction, registry: Registry, loser: str, winner: str
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The dependents of two owners that are one and the same, and those that only change their owner."""
    classes = [name for name, spec in registry.classes.items() if spec.owner_types and not spec.is_abstract]
    dependents = stored.read_dependents(tx, {loser, winner}, classes)
    pairs: dict[str, str] = {}
    moved: list[tuple[str, str]] = []
    for (owner, ci_class), keys in dependents.items():
        if owner != loser:
            continue
        siblings = dependents.get((winner, ci_class), {})
        for key, uid in keys.items():
            if key in siblings:
                pairs[uid] = siblings[key]
        moved += [(uid, winner) for uid in sorted(set(keys.values()) - set(pairs))]
    return sorted(pairs.items()), moved


def _rename_in_identifiers(tx: Transaction, renamed: dict[str, str]) -> None:
    rows = tx.run(merging.IDENTIFIERS_OF, uids=sorted(renamed))
    if not rows:
        return
    tx.run(
        ingest.SAVE_IDENTIFIERS,
        keys=[row["key"] for row in rows],
        claimants=[_renamed(row["claimants"] or [], renamed) for row in rows],
        watchers=[list(row["watchers"] or []) for row in rows],
    )


def _renamed(uids: list[str], renamed: dict[str, str]) -> list[str]:
    return sorted({renamed.get(uid, uid) for uid in uids})
