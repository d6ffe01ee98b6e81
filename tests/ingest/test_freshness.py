"""How silent a source is and what follows: decided from times and counts alone."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.ingest.freshness import (
    FRESH,
    GONE,
    STALE,
    Contacts,
    Silence,
    freshness_of,
    in_words,
    noted,
    silence_of,
)
from graph_schema import load_registry
from graph_schema.ageing import AgeingRule
from graph_schema.data_sources import AGENT, IMPORT, MANUAL, SSH

RULE = AgeingRule(stale_seconds=100, stale_attempts=3, retired_seconds=1000, retired_attempts=10)
NOTHING = Contacts(0, 0, 0, ())
SECOND = 1_000_000
reported = st.tuples(st.integers(1, 9), st.booleans())


def after(reports: Sequence[tuple[int, bool]], now: int = 50) -> Contacts:
    """The contacts after reports (observed at, whether a sight) that arrive in this order."""
    known = NOTHING
    for observed_at, is_seen in reports:
        known = known._replace(**noted(known, observed_at, now, is_seen=is_seen))
        known = known._replace(failed_at=tuple(known.failed_at))
    return known


@given(st.lists(reported, max_size=6).flatmap(lambda one: st.tuples(st.just(one), st.permutations(one))))
def test_contacts_do_not_depend_on_the_order_of_reports_nor_on_repeats(
    orders: tuple[list[tuple[int, bool]], list[tuple[int, bool]]],
) -> None:
    one, other = orders

    assert after(one) == after(other) == after([*other, *one])


@given(st.lists(reported, min_size=1))
def test_an_attempt_counts_as_failed_until_a_later_sight(reports: list[tuple[int, bool]]) -> None:
    latest_sight = max((at for at, is_seen in reports if is_seen), default=0)

    failed = {at for at, is_seen in reports if not is_seen and at > latest_sight}

    assert set(after(reports).failed_at) == failed


@given(st.integers(0, 2000), st.integers(0, 20), st.integers(0, 2000), st.integers(0, 20))
def test_more_silence_never_makes_a_word_fresher(seconds: int, attempts: int, longer: int, more: int) -> None:
    worth = (FRESH, STALE, GONE)

    before = worth.index(freshness_of(Silence(seconds, attempts), RULE))

    assert worth.index(freshness_of(Silence(seconds + longer, attempts + more), RULE)) >= before


def test_both_conditions_must_hold() -> None:
    found = {
        (seconds, attempts): freshness_of(Silence(seconds, attempts), RULE)
        for seconds in (99, 100, 1099, 1100)
        for attempts in (2, 3, 12, 13)
    }

    assert {at for at, worth in found.items() if worth == FRESH} == {
        (seconds, attempts) for seconds, attempts in found if seconds == 99 or attempts == 2
    }
    assert [at for at, worth in found.items() if worth == GONE] == [(1100, 13)]


def test_a_resident_source_misses_contacts_only_while_there_is_a_server() -> None:
    contacts = Contacts(seen_at=0, sight_at=0, last_contact_at=0, failed_at=())
    now = 10 * AGENT.contact_seconds * SECOND

    assert silence_of(contacts, AGENT, now, listening_since=0).attempts == 10
    assert silence_of(contacts, AGENT, now, listening_since=now // 2).attempts == 5
    assert silence_of(contacts, SSH, now, listening_since=0).attempts == 0


def test_a_clock_that_goes_back_makes_no_silence() -> None:
    contacts = Contacts(seen_at=100 * SECOND, sight_at=0, last_contact_at=100 * SECOND, failed_at=())

    assert silence_of(contacts, AGENT, 0, listening_since=0) == Silence(0, 0)


def test_a_silence_is_told_in_days_and_attempts() -> None:
    assert in_words(Silence(8 * 24 * 3600, 1)) == "not seen for 8 days, 1 attempt failed"
    assert in_words(Silence(30 * 3600, 4)) == "not seen for 30 hours, 4 attempts failed"


def test_classes_inherit_their_ageing_rule_and_may_declare_their_own() -> None:
    classes = load_registry().classes

    assert classes["switch"].ageing == classes["device"].ageing
    assert classes["workstation"].ageing.stale_seconds > classes["server"].ageing.stale_seconds
    assert classes["device"].ageing != classes["ci"].ageing


def test_what_people_and_files_say_never_ages() -> None:
    assert not MANUAL.ages
    assert not IMPORT.ages
