"""Whom the network still reaches, and by how many disjoint paths."""

from hypothesis import given
from hypothesis import strategies as st

from impact import State, cut_off_by, disjoint_paths, dominators, network_of, network_states
from impact.network import ANCHORED, UNREACHED, Network
from impact.rows import integers, plain
from tests.impact import brute_force

SIZE = 6
LINKS = st.lists(st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1)), max_size=9)
SOME = st.sets(st.integers(0, SIZE - 1), max_size=2)


def network(links: list[tuple[int, int]], anchors: set[int]) -> Network:
    return network_of(SIZE, integers([a for a, _ in links]), integers([b for _, b in links]), integers(list(anchors)))


def clean(links: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return [(a, b) for a, b in links if a != b]


@given(LINKS, SOME)
def test_disjoint_paths_are_those_of_trying_all_paths(links: list[tuple[int, int]], anchors: set[int]) -> None:
    found = disjoint_paths(network(links, anchors)).tolist()

    assert found == [
        1 if ci in anchors else brute_force.disjoint_paths(links, anchors, ci, set()) for ci in range(SIZE)
    ]
    assert disjoint_paths(network(links, anchors), 2).tolist() == [min(paths, 2) for paths in found]


@given(LINKS, SOME, SOME, st.sets(st.integers(0, 8), max_size=2))
def test_states_follow_from_the_paths_that_are_left(
    links: list[tuple[int, int]], anchors: set[int], failed: set[int], cut: set[int]
) -> None:
    links = clean(links)
    cables = [number for number in cut if number < len(links)]
    left = [link for number, link in enumerate(links) if number not in cables]
    expected: list[State] = []
    for ci in range(SIZE):
        before = brute_force.disjoint_paths(links, anchors, ci, set())
        after = brute_force.disjoint_paths(left, anchors, ci, failed)
        if ci in failed or (ci not in anchors and before and not after):
            expected.append(State.DOWN)
        else:
            expected.append(State.AT_RISK if ci not in anchors and after < before else State.UP)

    found = network_states(network(links, anchors), integers(list(failed)), integers(cables))

    assert found.tolist() == expected


@given(LINKS, SOME)
def test_a_dominator_is_what_every_path_leads_through(links: list[tuple[int, int]], anchors: set[int]) -> None:
    net = network(links, anchors)
    through = {
        ci: {
            other
            for other in range(SIZE)
            if other not in anchors | {ci} and net.reached()[ci] and not net.without(integers([other])).reached()[ci]
        }
        for ci in range(SIZE)
        if ci not in anchors
    }

    gates = plain(dominators(net))

    for ci, others in through.items():
        way: set[int] = set()
        gate = gates[ci]
        while gate >= 0:
            way.add(gate)
            gate = gates[gate]
        assert way == others
        assert (gates[ci] == UNREACHED) == (not net.reached()[ci])
    counts = cut_off_by(net).tolist()
    assert counts == [sum(ci in others for others in through.values()) for ci in range(SIZE)]


def test_a_long_chain_and_three_uplinks_are_counted() -> None:
    size = 5000
    chain = network_of(size, integers(range(size - 1)), integers(range(1, size)), integers([0]))
    wide = network_of(5, integers([0, 0, 0, 1, 2, 3]), integers([1, 2, 3, 4, 4, 4]), integers([0]))

    assert cut_off_by(chain)[1] == size - 2
    assert plain(dominators(chain))[:3] == [ANCHORED, ANCHORED, 1]
    assert network_states(wide, integers([2])).tolist() == [0, 0, 3, 0, 1]
