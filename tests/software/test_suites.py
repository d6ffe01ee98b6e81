"""No suite is a part of itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.software.naming import PersonsRule
from cmdb_server.software.packs import Packs, load_packs
from cmdb_server.software.suites import circle

NONE = Packs((), ())


def part(product: str, suite: str, publisher: str = "Acme") -> PersonsRule:
    """A rule that says what a product is part of."""
    return PersonsRule("", product, "", publisher, product, "", suite)


@pytest.mark.parametrize(
    ("rule", "others", "way"),
    [
        (part("Word", "Office"), (), []),
        (part("Office", "office"), (), ["Office", "office"]),
        (
            part("Suite", "Word"),
            (part("WORD", "Office"), part("Office", "suite")),
            ["Suite", "Word", "Office", "suite"],
        ),
        (part("Suite", "Word"), (part("Word", "Suite", "Other"),), []),
        (PersonsRule("", "x*", suite="Office"), (part("Office", "Office"),), []),
    ],
)
def test_a_circle_is_named_from_the_rule_back_to_it(
    rule: PersonsRule, others: tuple[PersonsRule, ...], way: list[str]
) -> None:
    assert list(circle(rule, others, NONE)) == way


@given(st.lists(st.tuples(*(st.sampled_from("abcdef"),) * 2), max_size=12))
def test_rules_that_are_taken_one_after_the_other_never_close_a_circle(pairs: list[tuple[str, str]]) -> None:
    held: list[PersonsRule] = []
    for product, suite in pairs:
        if not circle(part(product, suite), held, NONE):
            held.append(part(product, suite))

    above = {name: {rule.suite for rule in held if rule.product == name} for name in "abcdef"}
    for name in "abcdef":
        reached, before = above[name], set[str]()
        while reached != before:
            before = set(reached)
            reached = reached.union(*(above[one] for one in reached))
        assert name not in reached


def test_what_comes_with_the_product_has_no_circle() -> None:
    packs = load_packs()
    for publisher in packs.publishers:
        for one in publisher.products:
            if one.suite:
                assert not circle(part(one.name, one.suite, one.publisher), (), packs)
