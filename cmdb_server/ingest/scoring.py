"""How much speaks for two records being of one device: the scores that its class declares for its identifiers."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple, TypeAlias

from cmdb_server.ingest.keys import Key
from graph_schema import CIClassSpec

MATCH = 60
ASK = 20
HARD = 100
Values: TypeAlias = Mapping[str, AbstractSet[str]]


class Rule(NamedTuple):
    """What equal values of an identifier are worth, and what different ones cost; see IdentifiedBy."""

    weight: int
    contradicts: int
    kin: str = ""


class Evidence(NamedTuple):
    """One identifier that both sides have: its score, what is common, and which of that identifies nobody otherwise."""

    rule: str
    score: int
    common: tuple[str, ...]
    kin: str = ""
    contested: tuple[str, ...] = ()


class Balance(NamedTuple):
    """The sums of what speaks for one device and of what speaks against it."""

    agreement: int
    disagreement: int

    @property
    def total(self) -> int:
        """The score."""
        return self.agreement - self.disagreement


def rules_of(specs: Iterable[CIClassSpec]) -> dict[str, Rule]:
    """The rules of some classes by name, in their order."""
    return {rule.name: Rule(rule.weight, rule.contradicts, rule.kin) for spec in specs for rule in spec.identification}


def values_of(keys: Iterable[Key], ignored: AbstractSet[str] = frozenset()) -> dict[str, set[str]]:
    """The values of each rule, without those that identify nobody."""
    found: dict[str, set[str]] = {}
    for key in keys:
        if key.text not in ignored:
            found.setdefault(key.rule, set()).add(key.text)
    return found


def weigh(one: Values, other: Values, rules: Mapping[str, Rule]) -> tuple[Evidence, ...]:
    """The score of every identifier that both sides have. Of sets the share of the smaller one counts."""
    found: list[Evidence] = []
    for name, rule in rules.items():
        mine, theirs = one.get(name), other.get(name)
        if not mine or not theirs:
            continue
        common = mine & theirs
        score = rule.weight * len(common) // min(len(mine), len(theirs)) if common else -rule.contradicts
        if score:
            found.append(Evidence(name, score, tuple(sorted(common)), rule.kin or name))
    return tuple(found)


def balance(evidence: Iterable[Evidence]) -> Balance:
    """What speaks for and against one device altogether; of identifiers of one kin only the strongest."""
    best: dict[str, int] = {}
    worst: dict[str, int] = {}
    for entry in evidence:
        best[entry.kin] = max(best.get(entry.kin, 0), entry.score)
        worst[entry.kin] = max(worst.get(entry.kin, 0), -entry.score)
    return Balance(sum(best.values()), sum(worst.values()))


def is_hard(evidence: Iterable[Evidence]) -> bool:
    """Whether one identifier alone says that these are two: two serial numbers, two platform UUIDs."""
    return any(entry.score <= -HARD for entry in evidence)
