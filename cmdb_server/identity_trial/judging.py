"""How well records were told apart: pairs of records against the truth."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from itertools import combinations
from typing import NamedTuple

Record = tuple[str, str]


class Verdict(NamedTuple):
    """Counts of pairs of records: put together, of those rightly; that belong together, of those found; asked about."""

    together: int
    rightly: int
    belonging: int
    asked: int

    @property
    def precision(self) -> float:
        """The share of pairs put together that belong together."""
        return self.rightly / self.together if self.together else 1.0

    @property
    def recall(self) -> float:
        """The share of pairs that belong together that were put together."""
        return self.rightly / self.belonging if self.belonging else 1.0

    @property
    def missed(self) -> int:
        """Pairs that belong together and are apart."""
        return self.belonging - self.rightly


def judge(truth: Mapping[Record, int], found: Mapping[Record, str], asked: AbstractSet[frozenset[str]]) -> Verdict:
    """Compare which machine records are of with the CIs they were given; `asked` are pairs of CIs in the inbox."""
    by_ci = _grouped(found, truth)
    by_machine = _grouped(truth, found)
    together = sum(_pairs(len(group)) for group in by_ci)
    belonging = sum(_pairs(len(group)) for group in by_machine)
    rightly = missed_and_asked = 0
    for group in by_machine:
        reachable = _joined_by_answers({found[record] for record in group}, asked)
        for one, other in combinations(sorted(group), 2):
            if found[one] == found[other]:
                rightly += 1
            elif reachable[found[one]] == reachable[found[other]]:
                missed_and_asked += 1
    return Verdict(together, rightly, belonging, missed_and_asked)


def _grouped(values: Mapping[Record, object], known: Mapping[Record, object]) -> Iterable[list[Record]]:
    groups: dict[object, list[Record]] = {}
    for record in known:
        groups.setdefault(values[record], []).append(record)
    return list(groups.values())


def _joined_by_answers(cis: AbstractSet[str], asked: AbstractSet[frozenset[str]]) -> dict[str, str]:
    """For each CI of a machine one CI that it becomes when the cases between them are answered rightly."""
    leads = {ci: ci for ci in cis}
    for pair in sorted((pair for pair in asked if pair <= cis), key=sorted):
        joined = {leads[ci] for ci in pair}
        leads = {ci: min(joined) if lead in joined else lead for ci, lead in leads.items()}
    return leads


def _pairs(count: int) -> int:
    return count * (count - 1) // 2
