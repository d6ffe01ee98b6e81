"""Reconciliation rules: whose word counts for which attribute of which class. Data, kept in the graph.

For each claim of an attribute the most specific rule that fits counts: a named attribute before all, one source before
its kind, the nearest class. Its priority takes the place of that of the source's kind; a claim older than its maximum
age comes after all that are not; where null is allowed, a source that knows the CI but not the value says that there
is none. A condition is one of the filter language, about the class and the attributes that the CI has by what the rules
without a condition make of it.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import msgspec

from cmdb_server.filter_language.errors import QueryError
from cmdb_server.filter_language.fields import CLASS
from cmdb_server.filter_language.holding import Holds, holds
from cmdb_server.filter_language.query import parse
from graph_schema import Registry
from graph_schema.data_sources import kind_of

_log = logging.getLogger(__name__)
ALL = ""
MICROSECONDS = 1_000_000


class Rule(msgspec.Struct, frozen=True):
    """One rule. `ci_class` and `attribute` are "" for all; `source` is a source's key or kind; 0 is no maximum age.

    `condition` is a text of the filter language, "" for none.
    """

    source: str
    priority: int
    ci_class: str = ALL
    attribute: str = ALL
    max_age_seconds: int = 0
    allow_null: bool = False
    condition: str = ""
    note: str = ""

    def fits(self, source: str, attribute: str) -> bool:
        """Whether it is about what this source says of this attribute."""
        return self.attribute in (ALL, attribute) and self.source in (source, kind_of(source))


@dataclass(frozen=True)
class RuleBook:
    """The rules with what they are judged by: the time, and when sources last confirmed what they said (microseconds).

    Compared by identity; one without rules changes nothing.
    """

    rules: tuple[Rule, ...] = ()
    now: int = 0
    confirmed: Mapping[str, int] = field(default_factory=dict[str, int])
    ci_class: str = ALL

    def of_class(self, registry: Registry, ci_class: str) -> "RuleBook":
        """The rules that are about a class, those of the nearest class first."""
        spec = registry.classes.get(ci_class)
        path = (ci_class, *(spec.parents if spec else ()), ALL)
        about = [rule for rule in self.rules if rule.ci_class in path]
        mine = sorted(about, key=lambda rule: path.index(rule.ci_class))
        return replace(self, rules=tuple(mine), ci_class=ci_class)

    def unconditional(self) -> "RuleBook":
        """The rules without a condition."""
        return replace(self, rules=tuple(rule for rule in self.rules if not rule.condition))

    def holding(self, registry: Registry, attributes: Mapping[str, object]) -> "RuleBook":
        """Of the rules about a class those whose condition holds for such attributes, or that have none."""
        kept = (rule for rule in self.rules if condition_of(rule, registry)(self.ci_class, attributes))
        return replace(self, rules=tuple(kept))

    def rule_for(self, source: str, attribute: str) -> Rule | None:
        """The most specific rule for what a source says of an attribute; of equal ones the first."""
        fitting = (rule for rule in self.rules if rule.fits(source, attribute))
        return min(fitting, key=lambda rule: (rule.attribute == ALL, rule.source != source), default=None)

    def is_old(self, rule: Rule | None, source: str, observed_at: int) -> bool:
        """Whether a claim is older than its rule allows."""
        if rule is None or not rule.max_age_seconds:
            return False
        said_at = max(observed_at, self.confirmed.get(source, 0))
        return self.now - said_at > rule.max_age_seconds * MICROSECONDS


NO_RULES = RuleBook()
_RULES = msgspec.json.Decoder(tuple[Rule, ...])


@lru_cache(maxsize=16)
def decode_rules(text: str) -> tuple[Rule, ...]:
    """Rules from their stored form."""
    return _RULES.decode(text)


def encode_rules(rules: Iterable[Rule]) -> str:
    """The stored form of rules."""
    return msgspec.json.encode(tuple(rules)).decode()


def check_condition(text: str, registry: Registry) -> frozenset[str]:
    """The attributes that a condition asks for. Raises QueryError for a text that cannot be one."""
    query = parse(text, registry)
    holds(query.condition, registry)
    return query.fields - {CLASS}


@lru_cache(maxsize=1_000)
def _condition(text: str, registry: Registry) -> Holds:
    try:
        return holds(parse(text, registry).condition, registry)
    except QueryError as error:
        # It was checked when it was saved: what it asks for is declared no more, as after a class pack was taken away.
        _log.warning("rule_condition_unusable", extra={"condition": text, "reason": str(error)})
        return _never


def condition_of(rule: Rule, registry: Registry) -> Holds:
    """Tells of a class and attributes whether a rule counts for such a CI."""
    return _condition(rule.condition, registry) if rule.condition else _always


def _always(_class: str, _attributes: Mapping[str, object]) -> bool:
    return True


def _never(_class: str, _attributes: Mapping[str, object]) -> bool:
    return False
