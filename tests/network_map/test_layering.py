"""How far devices are from where the network is left."""

from collections.abc import Iterable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.network_map.layering import distances, layers, ways_up

Links = dict[str, set[str]]
pairs = st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=14)
some = st.sets(st.sampled_from("abcdefgh"))


def linked(cables: Iterable[tuple[str, str]]) -> Links:
    """Who is linked to whom, both ways."""
    links: Links = {}
    for one, other in cables:
        if one != other:
            links.setdefault(one, set()).add(other)
            links.setdefault(other, set()).add(one)
    return links


def chain(*names: str) -> Links:
    """Each linked to the next."""
    return linked(pairwise(names))


def test_the_router_that_is_furthest_out_is_on_top() -> None:
    links = chain("router", "firewall", "core", "access", "pc")

    found = layers(links, {"pc"}, {"router", "firewall"})

    assert found == {"router": 0, "firewall": 1, "core": 2, "access": 3, "pc": 4}


def test_two_ways_out_are_both_on_top() -> None:
    links = linked([("r1", "core"), ("r2", "core"), ("core", "pc")])

    assert layers(links, {"pc"}, {"r1", "r2"}) == {"r1": 0, "r2": 0, "core": 1, "pc": 2}


def test_a_router_without_machines_behind_it_is_told_by_what_hangs_below() -> None:
    assert layers(chain("router", "core", "access"), set(), {"router"}) == {"router": 0, "core": 1, "access": 2}


def test_without_a_router_the_switch_that_carries_most_is_on_top() -> None:
    links = linked([("core", "a1"), ("core", "a2"), ("a1", "pc1"), ("a1", "pc2"), ("a1", "pc3"), ("a2", "pc4")])

    found = layers(links, {"pc1", "pc2", "pc3", "pc4"}, set())

    assert (found["core"], found["a1"], found["pc4"]) == (0, 1, 2)


def test_a_server_that_routes_is_no_machine_at_the_end() -> None:
    assert layers(chain("gateway", "switch", "pc"), {"gateway", "pc"}, {"gateway"})["gateway"] == 0


@given(pairs, some, some)
def test_every_linked_device_is_one_link_below_another_or_on_top(
    cables: list[tuple[str, str]], ends: set[str], routing: set[str]
) -> None:
    links = linked(cables)

    found = layers(links, ends, routing)

    assert set(found) == set(links)
    for device, layer in found.items():
        nearest = min(found[other] for other in links[device])
        assert layer == 0 or layer == nearest + 1
        assert all(abs(found[other] - layer) <= 1 for other in links[device])
    for part in {frozenset(distances(links, [device])) for device in links}:
        tops = {device for device in part if found[device] == 0}
        assert tops
        assert tops <= routing or not part & routing


@given(pairs, some, some, some)
def test_the_ways_up_lead_to_the_top_and_hold_nothing_beside_them(
    cables: list[tuple[str, str]], ends: set[str], routing: set[str], asked: set[str]
) -> None:
    links = linked(cables)
    found = layers(links, ends, routing)
    asked &= set(links)

    kept = ways_up(links, found, asked)

    assert asked <= kept
    assert all(found[device] == 0 or any(found[o] < found[device] for o in links[device] & kept) for device in kept)
    below = {device for device in kept if not any(found[o] > found[device] for o in links[device] & kept)}
    assert below <= asked
