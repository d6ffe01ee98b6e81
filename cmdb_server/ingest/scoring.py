"""How much speaks for two records being of one device: the scores that its class declares for its identifiers."""

from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple, TypeAlias

from cmdb_server.ingest.keys import Key
from graph_schema import CIClassSpec

MATCH = 60
ASK = 20
HARD = 100
MOST_SAYERS = 10  # what more records than this said, at any time, was of none of them
_PAST_SHARE = 3  # what a device was known by before is worth a third of what it is known by now
Values: TypeAlias = Mapping[str, AbstractSet[str]]


class Rule(NamedTuple):
    """What equal values of an identifier are worth, and what different ones cost; see IdentifiedBy."""

    weight: int
    contradicts: int
    kin: str = ""


class Evidence(NamedTuple):
    """One identifier that both sides have: its score, what is common, and which of that identifies nobody otherwise.

    `is_past` where one side has it now and the other had it before.
    """

    rule: str
    score: int
    common: tuple[str, ...]
    kin: str = ""
    contested: tuple[str, ...] = ()
    is_past: bool = False


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


def is_remembered(rule: Rule) -> bool:
    """Whether having had an identifier before is worth a question."""
    return rule.weight // _PAST_SHARE >= ASK


def past_values(ever: Iterable[Key], now: Values, ignored: Collection[str]) -> dict[str, set[str]]:
    """The values of each rule that a device had and has no longer."""
    found: dict[str, set[str]] = {}
    for key in ever:
        if key.text not in now.get(key.rule, ()) and key.text not in ignored:
            found.setdefault(key.rule, set()).add(key.text)
    return found


def weigh_past(now: tuple[Values, Values], past: tuple[Values, Values], rules: Mapping[str, Rule]) -> list[Evidence]:
    """The score of identifiers that one side has and the other had before; `now` and `past` of both sides."""
    found: list[Evidence] = []
    for name, rule in rules.items():
        mine, theirs = (side.get(name, frozenset[str]()) for side in now)
        had, had_they = (side.get(name, frozenset[str]()) for side in past)
        if not mine & theirs and (common := (mine & had_they) | (theirs & had)):
            found.append(
                Evidence(name, rule.weight // _PAST_SHARE, tuple(sorted(common)), rule.kin or name, is_past=True)
            )
    return found


def weigh_all(
    now: tuple[Values, Values], past: tuple[Values, Values], rules: Mapping[str, Rule]
) -> tuple[Evidence, ...]:
    """As `weigh`; what one was known by before and the other is known by now does not speak against them."""
    once = weigh_past(now, past, rules)
    renamed = {entry.rule for entry in once}
    return (*(entry for entry in weigh(*now, rules) if entry.rule not in renamed), *once)


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
