"""Costs of services: what is shared adds up, by the rule that is stated."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.assets.service_costs import Item, Rule, Service, of_asset, of_contract, shared
from cmdb_server.itsm.record import Record

uids = st.sampled_from(("a", "b", "c", "d", "e"))
items = st.builds(
    Item, st.just("asset"), st.just("AST1"), st.just("x"), st.sampled_from(("EUR", "JPY", "KWD")),
    st.integers(0, 1_000_000).map(Decimal), st.frozensets(uids, max_size=3),
)  # fmt: skip
services = st.lists(st.frozensets(uids), max_size=5).flatmap(
    lambda needs: st.tuples(
        *(st.builds(Service, st.just(f"s{turn}"), st.just("s"), st.integers(0, 50), st.just(one))
          for turn, one in enumerate(needs))
    )
)  # fmt: skip


@given(services, st.lists(items, max_size=6), st.sampled_from(("equally", "by_users")))
def test_shares_add_up_to_what_is_shared(some: tuple[Service, ...], costs: list[Item], rule: Rule) -> None:
    found = shared(some, costs, rule)

    borne = sum((share.amount for shares in found.of.values() for share in shares), Decimal(0))
    unassigned = sum((item.per_year for item in found.unassigned), Decimal(0))
    assert borne + unassigned == sum((item.per_year for item in costs), Decimal(0))
    for service in some:
        assert all(set(share.item.cis) & set(service.needs) for share in found.of[service.uid])


def test_what_two_rest_on_is_shared_equally_or_by_users() -> None:
    some = (Service("s1", "shop", 30, {"a", "b"}), Service("s2", "mail", 10, {"b"}))
    costs = [Item("asset", "AST1", "host", "EUR", Decimal("100.01"), {"b"})]

    equally, by_users = (
        [shares[0].amount for shares in shared(some, costs, rule).of.values()] for rule in ("equally", "by_users")
    )

    assert equally == [Decimal("50.01"), Decimal("50.00")]
    assert by_users == [Decimal("75.01"), Decimal("25.00")]


@pytest.mark.parametrize(
    ("on", "per_year"),
    [
        (date(2026, 12, 31), None),
        (date(2027, 1, 1), "300.00"),
        (date(2029, 12, 31), "300.00"),
        (date(2030, 1, 1), None),
    ],
)
def test_an_asset_costs_what_it_loses_a_year_in_its_useful_life(on: date, per_year: str | None) -> None:
    values = {"cost": "1000", "currency": "EUR", "purchased_on": "2027-01-01", "residual": "100", "useful_months": "36"}
    found = of_asset(Record("r", "AST1", "asset", "in_use", values, (), "kim", 0, 0), (), on)

    assert (found and str(found.per_year)) == per_year


@pytest.mark.parametrize(
    ("on", "renews", "per_year"),
    [
        (date(2026, 12, 31), "", None),
        (date(2027, 12, 31), "", "500.00"),
        (date(2028, 1, 1), "", None),
        (date(2028, 1, 1), "12", "500.00"),
    ],
)
def test_a_contract_costs_what_it_says_while_it_runs(on: date, renews: str, per_year: str | None) -> None:
    values = {"cost": "500", "currency": "EUR", "starts_on": "2027-01-01", "ends_on": "2027-12-31"}
    made = Record("r", "CTR1", "contract", "active", {**values, "renews_months": renews}, (), "kim", 0, 0)

    found = of_contract(made, (), on)
    assert (found and str(found.per_year)) == per_year
