"""The position of one product is the same when only that is looked at which it depends on."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cmdb_server.licence_position.estate import Estate, Installed
from cmdb_server.licence_position.position import Line, position
from cmdb_server.licence_position.rights import Licensed, Right, Terms
from cmdb_server.licences.component import component
from cmdb_server.licences.estate import folded
from cmdb_server.software.naming import Naming
from tests.licence_position.test_reference import PRODUCTS, estates, rights


@settings(max_examples=40, deadline=None)
@given(estates(), rights, st.sampled_from(PRODUCTS))
def test_the_part_alone_is_as_in_the_whole(estate: Estate, held: list[Right], product: str) -> None:
    part = component(folded("acme", product), held, map(named, estate.installed))
    names = part.names
    mine = [one for one in estate.installed if {folded("acme", one.product), folded("acme", one.suite)} & names]
    whole, alone = position(estate, held), position(Estate(estate.machines, mine, estate.clusters), part.rights)

    of_part = [line for line in whole.lines if line.pool.rights[0].terms in {right.terms for right in part.rights}]
    assert sums(alone.lines) == sums(of_part)
    gaps = [estate.installed[place] for place in whole.unlicensed if estate.installed[place].product == product]
    assert gaps == [mine[place] for place in alone.unlicensed if mine[place].product == product]


def test_a_right_to_a_suite_is_part_of_what_the_products_in_it_depend_on() -> None:
    suite, other = (Right("r", Terms((Licensed("acme", name),), "device"), 1, 100) for name in ("office", "store"))
    writer = Installed("h1", "acme", "writer", "", "", "office")

    part = component(folded("acme", "writer"), [suite, other], [named(writer)])

    assert part.rights == [suite]
    assert part.names == {folded("acme", "writer"), folded("acme", "office")}


def sums(lines: list[Line] | tuple[Line, ...]) -> tuple[int, int]:
    """What is missing, in money and a hundredth for each unit, and what is used."""
    missing = sum(max(-line.difference, 0) * (line.pool.price + 1) for line in lines)
    return missing, sum(line.used for line in lines)


def named(one: Installed) -> Naming:
    """The name of what is installed."""
    told = (one.publisher, one.product, one.version, one.edition)
    return Naming(*told, "", one.suite, "commercial", "normalised", "")
