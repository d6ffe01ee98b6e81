"""Random small estates, dirty on purpose: unknown and repeated members, own members, k beyond n, cycles, nesting."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hypothesis import strategies as st

from impact import CI, Access, Estate, Outcome, Requirement, estate_of, network_of, propagate
from impact.estate import Link
from impact.rows import NOTHING, IntArray, integers
from tests.impact.brute_force import Group

NAMES = tuple("abcdefgh")
STRANGER = "nobody"
Pairs = list[tuple[int, int]]


@dataclass(frozen=True)
class Case:
    """An estate and a question, as the brute force and as the product take it."""

    cis: tuple[str, ...]
    groups: tuple[Group, ...]
    down: tuple[str, ...]
    degraded: tuple[str, ...]

    def estate(self, idle: int = 0, links: Sequence[Link] = (), anchors: Sequence[str] = ()) -> Estate:
        """The same as the product takes it, with so many CIs beside it that nobody needs, and with a network."""
        kinds: dict[str, Literal["hard", "soft"]] = {"hard": "hard", "soft": "soft"}
        requirements = [Requirement(group.of, group.members, group.k, kinds[group.kind]) for group in self.groups]
        beside = [CI(f"idle {turn}") for turn in range(idle)]
        return estate_of([*(CI(name) for name in self.cis), *beside], requirements, links, anchors)

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


def links(names: tuple[str, ...]) -> st.SearchStrategy[list[Link]]:
    """Links of a network, dirty or clean."""
    end = st.sampled_from((*names, *names, STRANGER))
    return st.lists(st.tuples(end, end), max_size=8)


@st.composite
def networks(draw: st.DrawFn) -> tuple[Case, Pairs, Pairs]:
    """An estate, links between its CIs, and who uses which gateway."""
    case = draw(cases())
    numbers = st.integers(0, len(case.cis) - 1)
    pairs = st.lists(st.tuples(numbers, numbers), max_size=8)
    return case, draw(pairs), draw(pairs)


def access_of(case: Case, links: Pairs, homes: Pairs) -> Access:
    """As the package takes it."""
    one, other, ci, gateway = (integers([pair[end] for pair in pairs]) for pairs in (links, homes) for end in (0, 1))
    return Access(network_of(len(case.cis), one, other, NOTHING), ci, gateway)


@st.composite
def meshes(draw: st.DrawFn) -> tuple[Case, Pairs, Pairs]:
    """An estate whose network has ways enough: some ring, some links across it, and few gateways."""
    case = draw(cases())
    size = len(case.cis)
    numbers = st.integers(0, size - 1)
    ring = [(ci, (ci + 1) % size) for ci in range(draw(st.integers(0, size)))]
    links = ring + draw(st.lists(st.tuples(numbers, numbers), max_size=5))
    gateways = st.sampled_from(draw(st.lists(numbers, min_size=1, max_size=2)))
    return case, links, draw(st.lists(st.tuples(numbers, gateways), max_size=8))
