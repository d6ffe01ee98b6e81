"""How many days single events are kept, by class: as declared, or as administrators set instead; both are inherited.

The nearest word on the way up counts: what was set for a class, else what it declares itself, else the same of its
parent. The first and the last event of a CI are kept whatever is set.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import NamedTuple

import msgspec

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import history as queries
from cmdb_server.graph_store.store import Transaction
from graph_schema import Registry

MOST_DAYS = 36_500
_LOCK = "history:rules"


@dataclass(frozen=True)
class SetDays:
    """What somebody set for a class; without days each event is kept for ever. Time in microseconds."""

    days: int | None
    actor: str
    at: int
    reason: str


class DaysInForce(NamedTuple):
    """The days of a class, the class that they come from, and who set them, None for what is declared."""

    days: int | None
    of: str
    set: SetDays | None


AllSet = Mapping[str, SetDays]
_STORED = msgspec.json.Decoder(dict[str, SetDays])


class HistoryRuleError(CmdbError):
    """Days that cannot be set."""

    def __init__(self, field: str, value: object, message: str, remedy: str) -> None:
        """422, naming the field."""
        error = FieldError(field, str(value)[:100], message, remedy)
        super().__init__(f"{field} {error.value!r} {message}; {remedy}", 422, "bad_history_rule", (error,))


def days_of(registry: Registry, known: AllSet, ci_class: str) -> DaysInForce:
    """How long single events of a class that is declared are kept."""
    spec = registry.ci_class(ci_class)
    steps = (spec.name, *spec.parents)
    name = next((step for step in steps if step in known or _declares(registry, step)), steps[-1])
    found = known.get(name)
    return (
        DaysInForce(found.days, name, found) if found else DaysInForce(registry.ci_class(name).history_days, name, None)
    )


def read_set(tx: Transaction) -> dict[str, SetDays]:
    """What was set, by class."""
    rows = tx.run(queries.RULES)
    return _STORED.decode(rows[0]["rules"] or "{}") if rows else {}


def save_set(tx: Transaction, registry: Registry, ci_class: str, said: SetDays | None) -> None:
    """Set the days of a class, None to let hold again what would without. Raises HistoryRuleError."""
    if ci_class not in registry.classes:
        raise HistoryRuleError("ci_class", ci_class, "is no CI class", "use one of `cmdb retention list`")
    if said and said.days is not None and not 1 <= said.days <= MOST_DAYS:
        remedy = f"use 1 to {MOST_DAYS}, or none to keep each event for ever"
        raise HistoryRuleError("days", said.days, "is out of range", remedy)
    tx.lock([_LOCK])
    known = {name: entry for name, entry in read_set(tx).items() if name != ci_class}
    if said is not None:
        known[ci_class] = said
    encoded = msgspec.json.encode({name: asdict(known[name]) for name in sorted(known)}).decode()
    tx.run(queries.SAVE_RULES, rules=encoded)


def _declares(registry: Registry, name: str) -> bool:
    """Whether a class says itself how long."""
    spec = registry.ci_class(name)
    above = registry.ci_class(spec.parents[0]).history_days if spec.parents else None
    return spec.history_days != above
