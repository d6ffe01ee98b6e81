"""Values that identify nobody, though no list knows them: several devices claim them that are not one.

A cloned machine-id, the address of a dock, a serial number that the maker forgot to set. Which values these are is a
pure function of the records that claim them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from cmdb_server.ingest.keys import Key
from cmdb_server.ingest.scoring import Balance, Rule, balance, is_hard, values_of, weigh
from cmdb_server.ingest.units import Unit

JUNK, GOOD = "junk", "good"
CROWD = 50  # claimed by more CIs than this, a value identifies nobody, whatever else they say
_SEVERAL = 3
_DIFFERENT = 120
_STRANGERS = 30


@dataclass(frozen=True)
class Standing:
    """What is known of values beside the records at hand: pins of persons, and values that a crowd claims."""

    pins: Mapping[str, str] = field(default_factory=dict[str, str])
    crowded: frozenset[str] = frozenset()


def contested_values(units: Iterable[Unit], rules: Mapping[str, Rule], standing: Standing) -> frozenset[str]:
    """The values (full key texts) that identify nobody."""
    claimants: dict[str, list[Unit]] = {}
    for unit in units:
        for key in unit.keys:
            claimants.setdefault(key.text, []).append(unit)
    found = {text for text, pin in standing.pins.items() if pin == JUNK} | standing.crowded
    found |= {text for text, group in claimants.items() if _is_contested(text, group, rules)}
    return frozenset(text for text in found if standing.pins.get(text) != GOOD)


def _is_contested(text: str, units: Sequence[Unit], rules: Mapping[str, Rule]) -> bool:
    """Two that cannot be one for what else they say, or several of whom hardly anything agrees beside the value."""
    if len(units) == 1:
        return False
    said = {key for unit in units for key in unit.keys}
    ignored = _other_words_for(text, said, rules) | {text}
    sides = [values_of(unit.keys, ignored) for unit in units]
    different: list[Mapping[str, set[str]]] = []
    for one, other in combinations(sides, 2):
        evidence = weigh(one, other, rules)
        if is_hard(evidence) and balance(evidence).total < 0:
            return True
    for side in sides:
        if all(_are_different(balance(weigh(side, known, rules))) for known in different):
            different.append(side)
    return len(different) >= _SEVERAL


def _other_words_for(text: str, said: Iterable[Key], rules: Mapping[str, Rule]) -> frozenset[str]:
    """The identifiers that tell the same value, as a serial number with its maker and without: none vouches for it."""
    values = {key.text: (rules[key.rule].kin, key.text.removeprefix(key.stem)) for key in said if key.rule in rules}
    kin, value = values.get(text, ("", ""))
    return frozenset(
        other
        for other, (its_kin, its_value) in values.items()
        if kin and its_kin == kin and (its_value.endswith(f":{value}") or value.endswith(f":{its_value}"))
    )


def _are_different(found: Balance) -> bool:
    """Whether much disagrees, or anything of weight and nothing agrees."""
    return found.disagreement >= (_DIFFERENT if found.agreement else _STRANGERS)
