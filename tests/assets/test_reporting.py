"""Groups of reports of assets: what they are called, and that each asset is in the one it belongs to."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.assets.money import month_later
from cmdb_server.assets.reporting import Grouping, by_age, by_field, by_warranty, report
from cmdb_server.itsm.record import Record

ON = date(2031, 6, 30)
days = st.dates(date(2015, 1, 1), date(2040, 12, 31))


def asset(**values: str) -> Record:
    """An asset with these values."""
    return Record("r", "AST1", "asset", "in_use", values, (), "ada", 0, 0)


def labels(grouping: Grouping, record: Record) -> list[str]:
    """What the groups of an asset are called."""
    return [group.label for group in grouping(record)]


@pytest.mark.parametrize(
    ("bought", "label"),
    [
        ("2031-07-01", "not yet bought"),
        ("2031-06-30", "0 to 1 years"),
        ("2030-07-01", "0 to 1 years"),
        ("2030-06-30", "1 to 2 years"),
        ("2029-06-30", "2 to 3 years"),
        ("2028-06-30", "3 to 4 years"),
        ("2027-06-30", "4 to 5 years"),
        ("2026-07-01", "4 to 5 years"),
        ("2026-06-30", "5 years and more"),
        ("1999-01-01", "5 years and more"),
        ("", "not said"),
    ],
)
def test_groups_of_age_are_called_by_whole_years(bought: str, label: str) -> None:
    assert labels(by_age(ON), asset(purchased_on=bought)) == [label]


@pytest.mark.parametrize(
    ("until", "label"),
    [
        ("2031-06-29", "over"),
        ("2031-06-30", "ends within 90 days"),
        ("2031-09-28", "ends within 90 days"),
        ("2031-09-29", "ends within a year"),
        ("2032-06-29", "ends within a year"),
        ("2032-06-30", "ends later"),
        ("", "not said"),
    ],
)
def test_groups_of_warranty_are_called_by_when_it_ends(until: str, label: str) -> None:
    assert labels(by_warranty(ON), asset(warranty_until=until)) == [label]


@given(days, days)
def test_each_day_is_in_one_group_and_within_the_days_that_open_it(on: date, day: date) -> None:
    for grouping, name in ((by_age(on), "purchased_on"), (by_warranty(on), "warranty_until")):
        (group,) = grouping(asset(**{name: day.isoformat()}))

        opens = dict(group.opens)
        assert opens["dates"] == name
        assert opens.get("first_day", "") <= day.isoformat() <= opens.get("last_day", "9999")


@given(days, st.integers(0, 4))
def test_a_group_of_age_holds_those_who_are_that_old(on: date, years: int) -> None:
    bought = month_later(on, -12 * years)

    assert labels(by_age(on), asset(purchased_on=bought.isoformat())) == [f"{years} to {years + 1} years"]
    later = (bought + timedelta(days=1)).isoformat()
    younger = "not yet bought" if years == 0 else f"{years - 1} to {years} years"
    assert labels(by_age(on), asset(purchased_on=later)) == [younger]


def test_what_nobody_said_comes_last_and_case_makes_no_group() -> None:
    assets = [asset(site=site) for site in ("", "oslo", "Bergen", "OSLO")]

    lines, total = report(assets, by_field("site"), ON)

    assert [(line.group.label, line.assets) for line in lines] == [("Bergen", 1), ("oslo", 2), ("not said", 1)]
    assert total.assets == len(assets)
