"""Which of several claims for an attribute counts, and why: the part of reconciliation that rules decide."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from cmdb_server.ingest.rules import Rule, RuleBook
from graph_schema import Registry
from graph_schema.data_sources import kind_of
from graph_schema.declare import AttributeValue

Winners = dict[str, tuple[str, int]]


class Claimed(NamedTuple):
    """What one observation says of an attribute; `is_released`: its kind of source took that back later.

    `place` is where it stands by the order of sources alone, 0 for the first.
    """

    source: str
    value: AttributeValue | None
    observed_at: int
    place: int
    is_released: bool = False


class Judged(NamedTuple):
    """A claim as the rules see it: its priority, by which rule (None: the kind's own), and whether it is too old."""

    claim: Claimed
    priority: int
    rule: Rule | None
    is_old: bool

    @property
    def order(self) -> tuple[bool, bool, int, int]:
        """Sort key: the first in order counts."""
        return (self.claim.is_released, self.is_old, -self.priority, self.claim.place)


def judge(registry: Registry, book: RuleBook, attribute: str, claims: Iterable[Claimed]) -> list[Judged]:
    """The claims of an attribute, the one that counts first; `book` holds the rules for the class of the CI."""
    found: list[Judged] = []
    for claim in claims:
        rule = book.rule_for(claim.source, attribute)
        spec = registry.data_sources.get(kind_of(claim.source))
        priority = rule.priority if rule else spec.priority if spec else 0
        found.append(Judged(claim, priority, rule, book.is_old(rule, claim.source, claim.observed_at)))
    return sorted(found, key=lambda judged: judged.order)


def choose(
    registry: Registry, book: RuleBook, claims: Mapping[str, Sequence[Claimed]]
) -> tuple[dict[str, AttributeValue], Winners]:
    """The value of each attribute and who won it."""
    attributes: dict[str, AttributeValue] = {}
    winners: Winners = {}
    for name, entries in claims.items():
        first = judge(registry, book, name, entries)[0].claim
        if first.is_released:
            continue
        winners[name] = (first.source, first.observed_at)
        if first.value is not None:
            attributes[name] = first.value
    return attributes, winners
