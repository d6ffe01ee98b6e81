"""Laws of what a change board decides by: votes, facts, windows over daylight saving, free times, risk."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from cmdb_server.itsm.changes.facts import named
from cmdb_server.itsm.changes.risk import Circumstances, factors, level_of
from cmdb_server.itsm.changes.rules import Policy, Rules, RulesRefusedError, check
from cmdb_server.itsm.changes.slots import next_slots
from cmdb_server.itsm.changes.voting import differing, needs_for, verdict, voted, worse
from cmdb_server.itsm.changes.windows import Freeze, MaintenanceWindow, freezes_in, is_within, missed, openings
from cmdb_server.itsm.priority import HitService
from cmdb_server.itsm.record import Ballot, Fact, Need, Vote
from cmdb_server.resilience.windows import Span

MINUTE = 60 * 1_000_000
HOUR, DAY = 60 * MINUTE, 24 * 60 * MINUTE
START = 1_800_000_000 * 1_000_000
facts = st.lists(
    st.builds(Fact, st.sampled_from("abcd"), st.integers(0, 3), st.just("text")),
    max_size=4,
    unique_by=lambda one: one.key,
)
needs = st.lists(
    st.builds(Need, st.sampled_from("xyz"), st.just("label"), st.integers(1, 3)),
    max_size=3,
    unique_by=lambda one: one.key,
)
votes = st.lists(
    st.builds(Vote, st.sampled_from("pqrs"), st.just(1), st.booleans(), st.just(("x", "y", "z"))), max_size=8
)


def oslo(day: tuple[int, int, int], hour: int) -> int:
    """An hour of a day by the clock of Oslo."""
    return round(datetime(*day, hour, tzinfo=ZoneInfo("Europe/Oslo")).timestamp()) * 1_000_000


@given(facts, facts)
def test_facts_are_worse_exactly_where_one_is_new_or_of_a_higher_rank(before: list[Fact], after: list[Fact]) -> None:
    known = {fact.key: fact.rank for fact in before}

    assert bool(worse(before, after)) == any(fact.rank > known.get(fact.key, -1) for fact in after)
    assert worse(before, before) == []
    assert worse(before, after[:1]) == worse(before, after)[: len(worse(before, after[:1]))]


@given(facts, facts, facts)
def test_what_is_no_worse_than_what_is_no_worse_is_no_worse(
    one: list[Fact], two: list[Fact], three: list[Fact]
) -> None:
    if not worse(one, two) and not worse(two, three):
        assert not worse(one, three)


@given(needs, votes)
def test_votes_come_to_a_yes_only_with_a_quorum_of_different_people_and_without_a_no(
    asked: list[Need], given_votes: list[Vote]
) -> None:
    ballot = Ballot(1, "plan", (), tuple(asked))
    for vote in given_votes:
        ballot = voted(ballot, vote)
    last = {vote.by: vote.is_yes for vote in given_votes}

    assert {vote.by: vote.is_yes for vote in ballot.votes} == last
    if asked and not all(last.values()):
        assert verdict(ballot) == "rejected"
    else:
        assert (verdict(ballot) == "approved") == all(len(last) >= need.quorum for need in asked)


def test_a_vote_lapses_with_another_plan_too_and_counts_for_those_needs_only_that_are_theirs() -> None:
    needs = Need("board", "b", 1), Need("owner", "o", 1, ("otto",))
    ballot = Ballot(1, "plan", (Fact("a", 1, "x"),), needs, scenario="this")

    assert differing(ballot, structs.replace(ballot, facts=(Fact("a", 0, "x"),))) == []
    assert differing(ballot, structs.replace(ballot, plan="other")) == ["the plan was changed"]
    assert differing(ballot, structs.replace(ballot, scenario="that")) == ["what its scenario says was changed"]
    assert differing(ballot, structs.replace(ballot, scenario="")) == ["its scenario was deleted"]
    assert needs_for(ballot, "otto", is_of_board=False) == ("owner",)
    assert needs_for(ballot, "otto", is_of_board=True) == ("board", "owner")
    assert needs_for(ballot, "carla", is_of_board=False) == ()


def test_names_are_filled_in_for_who_reads() -> None:
    assert named("{ci_1} is down, {ci_2} too", {"ci_1": "shop", "ci_2": "Redacted"}.__getitem__) == (
        "shop is down, Redacted too"
    )


@pytest.mark.parametrize(
    ("day", "ends"), [((2027, 3, 27), 4), ((2027, 3, 28), 3), ((2027, 10, 30), 2), ((2027, 10, 31), 3)]
)
def test_a_window_keeps_to_the_clock_of_its_place_and_to_the_minutes_that_pass(
    day: tuple[int, int, int], ends: int
) -> None:
    window = MaintenanceWindow("nights", tuple(range(7)), "22:00", 300, "Europe/Oslo")
    start = oslo(day, 22)
    (found,) = openings(window, Span(start, start + MINUTE))

    assert found == Span(start, start + 5 * HOUR)
    # By the clock on the wall it ends at another hour where daylight saving begins or ends meanwhile.
    assert datetime.fromtimestamp(found.end / 1e6, ZoneInfo("Europe/Oslo")).hour == ends


def test_a_window_in_the_hour_that_is_skipped_or_comes_twice_opens_once() -> None:
    window = MaintenanceWindow("early", tuple(range(7)), "02:30", 60, "Europe/Oslo")
    for month, day in ((3, 28), (10, 31)):
        midnight = oslo((2027, month, day), 0)
        assert len(list(openings(window, Span(midnight, midnight + 20 * HOUR)))) == 1


@given(st.integers(0, 400 * 24), st.integers(1, 72), st.sampled_from(("UTC", "Europe/Oslo", "America/St_Johns")))
def test_every_opening_of_a_span_is_found_whatever_day_it_began(at: int, length: int, zone: str) -> None:
    window = MaintenanceWindow("w", (0, 3, 6), "23:00", 3 * 24 * 60, zone)
    span = Span(START + at * HOUR, START + (at + length) * HOUR)
    wide = Span(span.start - 40 * DAY, span.end + 40 * DAY)

    assert list(openings(window, span)) == [
        one for one in openings(window, wide) if one.start < span.end and span.start < one.end
    ]


def hours(start: int, length: int) -> Span:
    """So many hours, so many hours after the start."""
    return Span(START + start * HOUR, START + (start + length) * HOUR)


spans = st.builds(hours, st.integers(0, 200), st.integers(1, 30))


@given(st.lists(spans, max_size=5), st.lists(spans, max_size=3), st.integers(1, 6), st.booleans())
def test_free_times_are_free(busy: Sequence[Span], frozen: Sequence[Span], length: int, has_window: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    freezes = [Freeze(str(turn), *span) for turn, span in enumerate(frozen)]
    windows = [MaintenanceWindow("w", (1, 4), "20:00", 8 * 60, "Europe/Oslo", ("s",))] if has_window else []
    first = Span(START, START + length * HOUR)
    found = next_slots(first, busy, (freezes, windows), ["s"])

    assert found
    for slot in found:
        assert slot.start >= START
        assert slot.end - slot.start == length * HOUR
        assert all(slot.end <= other.start or other.end <= slot.start for other in (*busy, *frozen))
        assert not freezes_in(freezes, slot, ["s"])
        assert not missed(windows, slot, ["s"])
        assert not windows or is_within(windows, slot)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_times_that_something_else_speaks_against_leave_room_for_later_ones() -> None:
    first = Span(START, START + HOUR)
    usual = next_slots(first, (), ((), ()), ["s"])

    later = next_slots(first, (), ((), ()), ["s"], lambda span: span.start > usual[-1].start)

    assert (len(usual), len(later)) == (3, 3)
    assert later[0].start > usual[-1].start


hits = st.lists(
    st.builds(HitService, st.text("ab", min_size=1, max_size=2), st.sampled_from(("down", "degraded", "at_risk")),
              st.integers(0, 5_000), st.integers(0, 4)), max_size=4,
)  # fmt: skip


@given(hits, hits, st.integers(0, 9), st.integers(0, 9))
def test_more_of_anything_never_lowers_the_risk(
    some: list[HitService], more: list[HitService], few: int, many: int
) -> None:
    def score(services: list[HitService], doubts: int) -> int:
        names = [one.uid for one in services]
        told = Circumstances(services, names, [["shared"]] * doubts, stale=doubts, failed=doubts, done=9)
        found = factors(told)
        assert all(one.points > 0 and one.text for one in found)
        return sum(one.points for one in found)

    assert score(some, few) <= score([*some, *more], few + many)


@given(st.integers(0, 200))
def test_levels_begin_at_their_bounds(score: int) -> None:
    assert level_of(score, (20, 50)) == ("low" if score < 20 else "medium" if score < 50 else "high")


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        (Rules(freezes=(Freeze("f", 2, 1),)), "freezes[0].ends_at"),
        (Rules(freezes=(Freeze("f", 1, 2), Freeze("f", 1, 2))), "freezes[1].name"),
        (Rules(windows=(MaintenanceWindow("w", (), "22:00", 5),)), "windows[0].weekdays"),
        (Rules(windows=(MaintenanceWindow("w", (7,), "22:00", 5),)), "windows[0].weekdays"),
        (Rules(windows=(MaintenanceWindow("w", (1,), "25:00", 5),)), "windows[0].starts"),
        (Rules(windows=(MaintenanceWindow("w", (1,), "22:00", 0),)), "windows[0].minutes"),
        (Rules(windows=(MaintenanceWindow("w", (1,), "22:00", 5, "../etc/passwd"),)), "windows[0].time_zone"),
        (Rules(policy=Policy(bounds=(50, 20))), "policy.bounds"),
        (Rules(policy=Policy(quorum=(1, 1, 99))), "policy.quorum.high"),
    ],
)
def test_rules_that_cannot_be_meant_are_refused_by_name(rules: Rules, field: str) -> None:
    with pytest.raises(RulesRefusedError) as refused:
        check(rules)

    assert [error.field for error in refused.value.errors] == [field]
    assert refused.value.errors[0].remedy
