"""Random small estates, dirty on purpose: unknown and repeated members, own members, k beyond n, cycles, nesting."""

from dataclasses import dataclass
from typing import Literal

from hypothesis import strategies as st

from impact import CI, Estate, Outcome, Requirement, estate_of, propagate
from impact.rows import IntArray
from tests.impact.brute_force import Group

NAMES = tuple("abcdefgh")
STRANGER = "nobody"


@dataclass(frozen=True)
class Case:
    """An estate and a question, as the brute force and as the product take it."""

    cis: tuple[str, ...]
    groups: tuple[Group, ...]
    down: tuple[str, ...]
    degraded: tuple[str, ...]

    def estate(self, idle: int = 0) -> Estate:
        """The same as the product takes it, with so many CIs beside it that nobody needs."""
        kinds: dict[str, Literal["hard", "soft"]] = {"hard": "hard", "soft": "soft"}
        requirements = [Requirement(group.of, group.members, group.k, kinds[group.kind]) for group in self.groups]
        beside = [CI(f"idle {turn}") for turn in range(idle)]
        return estate_of([*(CI(name) for name in self.cis), *beside], requirements)

    def numbers(self, names: tuple[str, ...]) -> IntArray:
        """CIs by number."""
        return self.estate().all_numbers(names)

    def outcome(self) -> Outcome:
        """What the product answers."""
        return propagate(self.estate().graph, self.numbers(self.down), self.numbers(self.degraded))


def groups(names: tuple[str, ...]) -> st.SearchStrategy[Group]:
    """One requirement, dirty or clean."""
    return st.builds(
        Group,
        of=st.sampled_from((*names, *names, STRANGER)),
        members=st.one_of(
            st.lists(st.sampled_from(names), min_size=1, max_size=3),
            st.lists(st.sampled_from((*names, STRANGER)), max_size=5),
        ).map(tuple),
        k=st.sampled_from((None, 1, 1, 2, 2, 3, 0, -1, 5)),
        kind=st.sampled_from(("hard", "hard", "soft")),
    )


@st.composite
def cases(draw: st.DrawFn, largest: int = len(NAMES)) -> Case:
    """An estate of a few CIs and a question."""
    names = NAMES[: draw(st.integers(min_value=1, max_value=largest))]
    some = st.lists(st.sampled_from(names), max_size=2).map(tuple)
    return Case(names, tuple(draw(st.lists(groups(names), max_size=12))), draw(some), draw(some))
