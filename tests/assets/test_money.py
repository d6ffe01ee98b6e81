"""Book values: by worked examples and by laws."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.assets.money import Method, NoRateError, Purchase, book_value, converted, month_later, rounded

LEAP = date(2028, 2, 29)
amounts = st.integers(0, 10_000_000).map(lambda cents: Decimal(cents) / 100)
days = st.dates(date(2020, 1, 1), date(2032, 12, 31))
purchases = st.builds(
    Purchase, amounts, st.sampled_from(("EUR", "JPY", "KWD")), days, st.sampled_from(("straight_line", "declining")),
    st.integers(1, 120), amounts,
)  # fmt: skip


@pytest.mark.parametrize(
    ("method", "on", "left"),
    [
        ("straight_line", date(2027, 1, 1), "1200.00"),
        ("straight_line", date(2028, 1, 1), "800.37"),
        ("straight_line", date(2029, 12, 31), "1.09"),
        ("straight_line", date(2030, 1, 1), "0.00"),
        # 1,200 over five years by twice 20 % a year: 720, 432, 259.20, then half of that a year.
        ("declining", date(2028, 1, 1), "720.00"),
        ("declining", date(2029, 1, 1), "432.00"),
        ("declining", date(2030, 1, 1), "259.20"),
        ("declining", date(2031, 1, 1), "129.60"),
        ("declining", date(2032, 1, 1), "0.00"),
        ("", date(2050, 1, 1), "1200.00"),
    ],
)
def test_worked_examples(method: Method, on: date, left: str) -> None:
    months = 60 if method == "declining" else 36
    bought = Purchase(Decimal(1200), "EUR", date(2027, 1, 1), method, months)

    found = book_value(bought, on)

    assert found is not None
    assert abs(found - Decimal(left)) <= Decimal("0.30")


def test_a_year_after_the_29th_of_february_is_the_last_of_february() -> None:
    ends = [month_later(LEAP, months) for months in (1, 12, 36, 48)]

    assert ends == [date(2028, 3, 29), date(2029, 2, 28), date(2031, 2, 28), date(2032, 2, 29)]
    bought = Purchase(Decimal(365), "EUR", LEAP, "straight_line", 12)
    assert [book_value(bought, day) for day in (LEAP, date(2028, 3, 1), date(2029, 2, 27), date(2029, 2, 28))] == [
        Decimal("365.00"), Decimal("364.00"), Decimal("1.00"), Decimal("0.00"),
    ]  # fmt: skip


@given(purchases, st.integers(-10, 4_000), st.integers(0, 400))
def test_value_never_rises_and_stays_between_cost_and_residual(bought: Purchase, day: int, more: int) -> None:
    first = book_value(bought, bought.bought_on + timedelta(days=day))
    later = book_value(bought, bought.bought_on + timedelta(days=day + more))

    if first is None or later is None:
        assert day < 0
        return
    floor = rounded(min(bought.cost, bought.residual), bought.currency)
    assert floor <= later <= first <= rounded(bought.cost, bought.currency)


@given(purchases)
def test_it_begins_at_its_cost_and_ends_at_its_residual(bought: Purchase) -> None:
    end = month_later(bought.bought_on, bought.months)

    assert book_value(bought, bought.bought_on) == rounded(bought.cost, bought.currency)
    assert book_value(bought, end) == rounded(min(bought.cost, bought.residual), bought.currency)


@pytest.mark.parametrize("method", ["straight_line", "declining"])
def test_a_useful_life_beyond_the_calendar_ends_with_it(method: Method) -> None:
    bought = Purchase(Decimal(100), "EUR", date(2027, 1, 1), method, 999_999)

    assert month_later(date(9999, 12, 5), 0) == date(9999, 12, 5)
    assert month_later(bought.bought_on, bought.months) == date.max
    assert book_value(bought, date(2028, 1, 1)) in (Decimal("99.99"), Decimal("100.00"))


def test_nothing_is_converted_without_a_rate() -> None:
    held = {"NOK": Decimal(1000), "EUR": Decimal("10.50"), "SEK": Decimal(5)}

    with pytest.raises(NoRateError, match=r"SEK has no rate to EUR.*rate="):
        converted(held, "EUR", {"NOK": Decimal("0.0875")})
    assert converted(held, "EUR", {"NOK": Decimal("0.0875"), "SEK": Decimal("0.09")}) == Decimal("98.45")
