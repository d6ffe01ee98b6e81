"""What is said to do about a value that a request may not have: its own remedy, for every kind that bodies refuse."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from cmdb_server.api.licence_what_if_words import WhatIfIn
from cmdb_server.api.licence_words import EntitlementIn
from cmdb_server.api.remedies import remedy

_BOUGHT = {"name": "n", "products": [{"publisher": "p", "product": "q"}], "metric": "core", "quantity": 1}


@pytest.mark.parametrize(
    ("wrong", "place", "told"),
    [
        ({"per_host": 1.5}, "per_host", "give a whole number, without quotes: 12"),
        ({"per_host": "8"}, "per_host", "give a whole number, without quotes: 12"),
        ({"metric": "fte"}, "metric", "use one of 'device'"),
        ({"name": 5}, "name", 'give a text, in JSON in quotes: "12"'),
        ({"name": "x" * 301}, "name", "give at most 300 characters"),
        ({"products": {}}, "products", "give a list: [..]"),
        ({"is_downgradable": "yes"}, "is_downgradable", "give true or false, without quotes"),
        ({"factors": [{"model": "x", "hundredths": 0}]}, "hundredths", "give 1 or more"),
        ({"cores": 4}, "cores", "leave it out, or correct its name"),
        ({}, "starts", "give it: it is needed"),
    ],
)
def test_each_wrong_field_of_an_entitlement_has_its_own_remedy(wrong: dict[str, Any], place: str, told: str) -> None:
    with pytest.raises(ValidationError) as refused:
        EntitlementIn.model_validate_json(json.dumps(_BOUGHT | wrong))

    found = {one["loc"][-1]: remedy(one["type"], one.get("ctx", {})) for one in refused.value.errors()}
    assert found[place].startswith(told)


def test_negative_cores_are_refused_with_the_least_that_is_accepted() -> None:
    with pytest.raises(ValidationError) as refused:
        WhatIfIn.model_validate({"sizes": [{"machine": "m", "virtual_cores": -4}]})

    (error,) = refused.value.errors()
    assert (error["input"], remedy(error["type"], error.get("ctx", {}))) == (-4, "give 0 or more")


def test_a_kind_that_is_not_foreseen_leads_to_the_reference() -> None:
    assert "/reference" in remedy("something_new", {})
