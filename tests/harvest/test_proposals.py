"""What may go: only what a right covers for nobody else, worth what the position says once it is gone."""

from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.harvest.proposals import proposals, without
from cmdb_server.licence_position.estate import Estate, Installed, Machine
from cmdb_server.licence_position.position import position
from cmdb_server.licence_position.rights import Licensed, Metric, Right, Terms

PHOTOSHOP, ILLUSTRATOR = (Licensed("Adobe", name) for name in ("Photoshop", "Illustrator"))
NAMES = ("a", "b", "c")


def estate(*software: str, user: str = "") -> Estate:
    """Machines with software, told as a/Photoshop."""
    pairs = [text.split("/") for text in software]
    machines = {name: Machine(name, name, user=user) for name, _ in pairs}
    return Estate(machines, [Installed(name, "Adobe", product) for name, product in pairs])


def right(quantity: int, *products: Licensed, metric: Metric = "device", price: int = 100) -> Right:
    """So many rights."""
    return Right("r", Terms(products, metric, stated=5), quantity, price)


def test_what_is_missing_need_not_be_bought_and_the_rest_becomes_free() -> None:
    there = estate("a/Photoshop", "b/Photoshop", "c/Photoshop")
    found = proposals(position(there, [right(2, PHOTOSHOP)]), there, frozenset((0, 1)))

    assert [(one.name, one.units, one.worth, one.avoided) for one in found] == [("a", 1, 100, 100), ("b", 1, 100, 0)]
    assert found[0].entitlements == ("r",)
    assert position(without(there, found[:1]), [right(2, PHOTOSHOP)]).missing_cost == 0


def test_a_suite_or_a_user_of_whom_something_is_used_frees_nothing() -> None:
    suite = estate("a/Photoshop", "a/Illustrator")
    of_user = estate("a/Photoshop", "b/Photoshop", user="Ada")
    rights = [right(1, PHOTOSHOP, ILLUSTRATOR)]

    assert proposals(position(suite, rights), suite, frozenset((0,))) == []
    assert len(proposals(position(suite, rights), suite, frozenset((0, 1)))) == 1
    users = position(of_user, [right(1, PHOTOSHOP, metric="user")])
    assert proposals(users, of_user, frozenset((1,))) == []
    [both] = proposals(users, of_user, frozenset((0, 1)))
    assert (both.name, {one.machine for one in both.installed}) == ("Ada", {"a", "b"})


def test_a_gap_may_go_and_what_people_told_does_not_change() -> None:
    there = estate("a/Photoshop", "b/Illustrator")
    found = proposals(position(there, [right(9, PHOTOSHOP, metric="concurrent")]), there, frozenset((0, 1)))

    assert [(one.name, one.units, one.entitlements) for one in found] == [("b", 0, ())]


@given(st.sets(st.sampled_from(NAMES), min_size=1), st.sets(st.integers(0, 2)), st.integers(0, 3))
def test_what_is_avoided_is_what_the_position_saves(names: set[str], gone: set[int], owned: int) -> None:
    there = estate(*(f"{name}/Photoshop" for name in sorted(names)))
    before = position(there, [right(owned, PHOTOSHOP)])
    found = proposals(before, there, frozenset(place for place in gone if place < len(names)))
    after = position(without(there, found), [right(owned, PHOTOSHOP)])

    assert before.missing_cost - after.missing_cost == sum(one.avoided for one in found)
    assert len({one.uid for one in found}) == len(found)
