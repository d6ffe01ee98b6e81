"""Terms of contracts: by which day notice has to be given, as lawyers count months, and that it is never too late."""

from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.assets.contract_terms import current_term, terms, terms_between
from cmdb_server.assets.money import month_later
from cmdb_server.itsm.record import Record

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def contract(ends_on: str, **values: str) -> Record:
    """A contract."""
    return Record("rec_1", "CTR0000001", "contract", "active", {"ends_on": ends_on, **values}, (), "kim", 0, 0)


@pytest.mark.parametrize(
    ("ends_on", "months", "by_days", "notice_by"),
    [
        ("2027-06-30", "3", "", "2027-03-31"),
        ("2027-05-31", "3", "", "2027-02-28"),
        ("2028-05-31", "3", "", "2028-02-29"),
        ("2028-02-29", "12", "", "2027-02-28"),
        ("2029-02-28", "12", "", "2028-02-29"),
        ("2027-12-31", "", "90", "2027-10-02"),
        ("2027-12-31", "3", "14", "2027-09-16"),
        ("2027-12-31", "", "0", "2027-12-31"),
    ],
)
def test_notice_is_given_by_the_day_that_lawyers_count(ends_on: str, months: str, by_days: str, notice_by: str) -> None:
    (term,) = terms(contract(ends_on, notice_months=months, notice_days=by_days))

    assert term.notice_by == date.fromisoformat(notice_by)


def test_the_last_day_of_a_month_stays_it_whenever_a_contract_goes_on() -> None:
    yearly = contract("2027-02-28", renews_months="12", notice_months="1")

    found = [(term.ends_on, term.notice_by) for term in islice(terms(yearly), 3)]

    assert found == [
        (date(2027, 2, 28), date(2027, 1, 31)),
        (date(2028, 2, 29), date(2028, 1, 31)),
        (date(2029, 2, 28), date(2029, 1, 31)),
    ]


def test_without_notice_or_end_there_is_none() -> None:
    assert [term.notice_by for term in terms(contract("2027-01-31"))] == [None]
    assert list(terms(contract(""))) == []
    assert current_term(contract(""), date(2027, 1, 1)) is None


@given(days, days, st.integers(1, 60), st.integers(0, 60), st.integers(0, 400))
def test_the_term_of_a_day_is_the_first_that_has_not_ended(
    end: date, today: date, renewal: int, months: int, by_days: int
) -> None:
    made = contract(end.isoformat(), renews_months=str(renewal), notice_months=str(months), notice_days=str(by_days))

    term = current_term(made, today)

    assert term is not None
    assert term.ends_on >= min(today, term.ends_on)
    assert term.ends_on == end or month_later(term.ends_on + timedelta(days=1), -renewal) <= today + timedelta(days=31)
    assert term.notice_by is not None
    assert term.notice_by <= term.ends_on


@given(days, days, st.integers(0, 90), st.integers(0, 24), st.integers(0, 12))
def test_what_falls_into_days_is_all_there_is_of_it(
    end: date, since: date, length: int, renewal: int, months: int
) -> None:
    made = contract(end.isoformat(), renews_months=str(renewal), notice_months=str(months))
    until = since + timedelta(days=length)

    within = set(terms_between(made, since, until))

    for term in islice(terms(made), 400):
        for day in (term.ends_on, term.notice_by):
            if day is not None and since <= day <= until:
                assert term in within


@given(st.integers(0, 999_999), st.integers(0, 999_999), st.dates())
def test_no_number_is_too_large(months: int, by_days: int, end: date) -> None:
    made = contract(end.isoformat(), notice_months=str(months), notice_days=str(by_days), renews_months=str(months))

    found = list(islice(terms(made), 3))

    assert all(term.notice_by is not None and term.notice_by <= term.ends_on for term in found)
