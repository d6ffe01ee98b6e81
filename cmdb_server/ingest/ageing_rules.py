"""The ageing rules in force: those declared of the classes, and what administrators set instead, both inherited.

The rule of a class is the nearest one on the way up: what was set for a class, else what the class declares itself,
else the same of its parent. So a rule set for `device` holds for all devices that do not have one of their own.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import NamedTuple

import msgspec

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import ageing as queries
from cmdb_server.graph_store.store import Transaction
from graph_schema import Registry
from graph_schema.ageing import AgeingRule

_LOCK = "ageing rules"
_LONGEST_SECONDS = 10 * 365 * 24 * 3600
_MOST_ATTEMPTS = 100


@dataclass(frozen=True)
class SetRule:
    """A rule that somebody set for a class; time in microseconds."""

    rule: AgeingRule
    actor: str
    at: int
    reason: str


class InForce(NamedTuple):
    """The rule of a class, the class that it comes from, and who set it, None for a declared one."""

    rule: AgeingRule
    of: str
    set: SetRule | None


SetRules = Mapping[str, SetRule]
_STORED = msgspec.json.Decoder(dict[str, SetRule])


class AgeingRuleError(CmdbError):
    """An ageing rule cannot be used."""

    def __init__(self, field: str, value: object, message: str, remedy: str) -> None:
        """The field, its value, what is wrong and what to send."""
        error = FieldError(field, str(value)[:100], message, remedy)
        super().__init__(f"{field} {error.value!r} {message}; {remedy}", 422, "bad_ageing_rule", (error,))


def rule_of(registry: Registry, rules: SetRules, ci_class: str) -> InForce:
    """The ageing rule of a class that is declared."""
    spec = registry.ci_class(ci_class)
    steps = (spec.name, *spec.parents)
    name = next(step for step in steps if step in rules or _declares(registry, step))
    found = rules.get(name)
    return InForce(found.rule, name, found) if found else InForce(spec.ageing, name, None)


def roots_of(registry: Registry) -> list[str]:
    """The classes that a source sees by themselves, and their parents: what is within a CI ages with it."""
    return [name for name, spec in registry.classes.items() if not (spec.owner_types or spec.is_value)]


def checked(registry: Registry, ci_class: str, rule: AgeingRule) -> AgeingRule:
    """A rule that may be set for a class. Raises AgeingRuleError."""
    if ci_class not in roots_of(registry):
        remedy = "use one of `cmdb ageing list`: what is within another CI ages with it"
        raise AgeingRuleError("ci_class", ci_class, "is no class that has an ageing rule", remedy)
    for name, value in rule._asdict().items():
        most = _LONGEST_SECONDS if name.endswith("_seconds") else _MOST_ATTEMPTS
        if not 1 <= value <= most:
            raise AgeingRuleError(name, value, "is out of range", f"use 1 to {most}: age never goes by one of the two")
    return rule


def read_rules(tx: Transaction) -> dict[str, SetRule]:
    """What was set, by class."""
    rows = tx.run(queries.RULES)
    return _STORED.decode(rows[0]["rules"] or "{}") if rows else {}


def save_rule(tx: Transaction, ci_class: str, rule: SetRule | None) -> None:
    """Set the rule of a class, None to let that hold again which it would have without one."""
    tx.lock([_LOCK])
    rules = {name: entry for name, entry in read_rules(tx).items() if name != ci_class}
    if rule is not None:
        rules[ci_class] = rule
    encoded = msgspec.json.encode({name: asdict(rules[name]) for name in sorted(rules)}).decode()
    tx.run(queries.SAVE_RULES, rules=encoded)


def _declares(registry: Registry, name: str) -> bool:
    """Whether a class has an ageing rule of its own."""
    spec = registry.ci_class(name)
    return not spec.parents or spec.ageing != registry.ci_class(spec.parents[0]).ageing
