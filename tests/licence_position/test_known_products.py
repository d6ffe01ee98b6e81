"""Which product is meant by a name: spelt however, of any publisher where only one has it."""

import pytest

from cmdb_server.licences.known_products import SeveralProductsError, UnknownProductError, known_product, names_in
from cmdb_server.software.packs import load_packs

NAMES = (("Adobe", "Reader"), ("Foxit", "Reader"), ("Adobe", "Photoshop"), ("adobe", "PHOTOSHOP"))


def test_a_product_is_told_as_it_is_spelt_first() -> None:
    assert known_product("", "photoshop", NAMES) == ("Adobe", "Photoshop")
    assert known_product("ADOBE", "reader", NAMES) == ("Adobe", "Reader")


def test_a_name_that_several_publishers_use_has_to_be_said_with_one() -> None:
    with pytest.raises(SeveralProductsError, match="give the publisher: Adobe, Foxit"):
        known_product("", "Reader", NAMES)


@pytest.mark.parametrize("publisher", ["", "Corel"])
def test_a_product_that_nobody_knows_is_refused(publisher: str) -> None:
    with pytest.raises(UnknownProductError, match="neither installed nor bought") as refused:
        known_product(publisher, "Fotoshop", NAMES)

    assert refused.value.status == 404


def test_what_the_rules_know_is_known_although_nobody_has_it() -> None:
    assert ("Adobe", "Photoshop") in names_in(load_packs())
