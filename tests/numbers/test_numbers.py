"""What cases measure, and what that comes to."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.itsm.record import Change, Record
from cmdb_server.itsm.trails import Trail, trail_of
from cmdb_server.numbers import kinds
from cmdb_server.numbers.declare import Case, Measured, Number, Span, compared_of
from cmdb_server.numbers.figuring import Counted, counted, figure, grouped, month_of, of_class
from graph_schema.loading import load_all

SECOND = 1_000_000
ALL = Span(0, 10_000 * SECOND)
NUMBERS = {number.name: number for number in load_all(kinds, Number)}
WAYS = ("new", "in_progress", "on_hold", "resolved", "closed", "cancelled")


def record(kind: str = "incident", state: str = "closed", **values: str) -> Record:
    """A record that was opened a hundred seconds after the beginning of time."""
    return Record("rec_1", "INC0000001", kind, state, values, (), "eva", 100 * SECOND, 9_000 * SECOND)


def trail(*states: tuple[int, str], handovers: Sequence[int] = ()) -> Trail:
    """A trail, with times in seconds."""
    return Trail(tuple((at * SECOND, state) for at, state in states), tuple(at * SECOND for at in handovers))


def measured(name: str, case: Case, span: Span = ALL) -> list[float]:
    """What a case adds to a number."""
    return [part.value for part in NUMBERS[name].measure(case, span)]


def test_the_trail_of_a_record_follows_its_timeline_in_the_order_of_its_times() -> None:
    told = [
        (30, [Change("state", "in_progress", "resolved")]),
        (10, [Change("state", "new", "in_progress"), Change("assignee", "", "eva")]),
        (20, [Change("team", "Desk", "Network"), Change("assignee", "eva", "bo")]),
    ]

    found = trail_of((0, "new"), told)

    assert found == Trail(((0, "new"), (10, "in_progress"), (30, "resolved")), (20,))
    assert (found.left("new"), found.left("resolved"), found.left("on_hold")) == (10, 0, 0)


def test_the_time_to_acknowledge_ends_when_somebody_takes_an_incident_up() -> None:
    taken = Case(record(), trail((100, "new"), (160, "in_progress"), (900, "closed")))
    waiting = Case(record(state="new"), trail((100, "new")))

    assert measured("mtta", taken) == [60]
    assert measured("mtta", waiting) == measured("mtta", taken, Span(0, 160 * SECOND)) == []


def test_the_time_to_restore_goes_from_the_beginning_to_the_restoration() -> None:
    times = {"started_at": "1970-01-01T00:01:00Z", "restored_at": "1970-01-01T00:05:00Z"}

    assert measured("mttr", Case(record(**times), trail((100, "new")))) == [240]
    assert measured("mttr", Case(record(state="in_progress", **times), trail((100, "new")))) == []


@pytest.mark.parametrize(
    ("states", "handovers", "first", "back"),
    [
        (((1, "new"), (2, "in_progress"), (3, "resolved")), (), 1, 0),
        (((1, "new"), (2, "in_progress"), (3, "resolved")), (2,), 0, 0),
        (((1, "new"), (2, "on_hold"), (3, "in_progress"), (4, "resolved")), (), 0, 0),
        (((1, "new"), (3, "resolved"), (4, "in_progress")), (), 1, 1),
        (((1, "new"), (3, "resolved"), (4, "in_progress"), (5, "resolved")), (), 0, 1),
    ],
)
def test_first_contact_and_reopening(
    states: tuple[tuple[int, str], ...], handovers: tuple[int, ...], first: int, back: int
) -> None:
    case = Case(record(), trail(*states, handovers=handovers))

    assert measured("first_contact", case) == [first]
    assert measured("reopened", case) == [back]


def test_the_backlog_is_what_was_open_at_the_end_of_the_time() -> None:
    case = Case(record(), trail((100, "new"), (500, "resolved"), (600, "in_progress"), (700, "closed")))

    ages = [measured("backlog_age", case, Span(0, until * SECOND)) for until in (400, 550, 650, 800)]

    assert ages == [[300], [], [550], []]


def test_changes_count_by_their_outcome_and_kind() -> None:
    times = {"actual_start": "1970-01-01T00:01:00Z", "actual_end": "1970-01-01T00:05:00Z"}
    failed = Case(record("change", outcome="failed", change_type="emergency", **times), trail((1, "draft")))
    done = Case(record("change", outcome="with_issues", change_type="normal", **times), trail((1, "draft")))

    assert (measured("change_success", failed), measured("change_success", done)) == ([0], [1])
    assert (measured("emergency_share", failed), measured("emergency_share", done)) == ([1], [0])
    assert measured("unauthorised_share", done) == [0]


def test_predictions_are_weighed_by_the_cis_they_were_made_of() -> None:
    verdicts = {"s1": "hit", "s2": "worse", "s3": "missing", "d1": "unexpected", "d2": "unwatched"}
    seen = {"cis": [{"uid": uid, "verdict": verdict} for uid, verdict in verdicts.items()]}
    classes = compared_of(seen, lambda uid: "server" if uid.startswith("s") else "database")
    ended = record("change", actual_end="1970-01-01T00:05:00Z")
    case = Case(ended, trail((1, "draft")), compared=classes)

    (precise,), recalled = (counted(NUMBERS[f"prediction_{name}"], [case], ALL) for name in ("precision", "recall"))

    assert (precise.value, precise.weight) == (pytest.approx(2 / 3), 3)
    assert figure(recalled).value == pytest.approx(2 / 3)
    assert [of_class(one, "database").value for one in recalled] == [0]
    assert [of_class(one, "server").value for one in recalled] == [1]


@given(
    st.lists(
        st.tuples(
            st.lists(st.tuples(st.integers(1, 9_000), st.sampled_from(WAYS)), min_size=1, max_size=6),
            st.sampled_from(["", "Desk", "Network"]),
        ),
        max_size=8,
    ),
    st.integers(0, 5_000),
    st.integers(5_001, 10_000),
)
def test_what_is_behind_a_number_is_what_it_counts_and_groups_part_it(
    told: list[tuple[list[tuple[int, str]], str]], since: int, until: int
) -> None:
    span = Span(since * SECOND, until * SECOND)
    cases = [Case(record(state=states[-1][1], team=team), trail(*sorted(states))) for states, team in told]

    for number in NUMBERS.values():
        behind = counted(number, cases, span)
        whole = figure(behind)
        teams = grouped(behind, lambda one: (one.case.team,))

        assert whole.counted == len(behind) == sum(map(len, teams.values()))
        assert (whole.value is None) == (not behind)
        assert all(span.since <= one.at < span.until for one in behind)
        assert number.unit != "share" or whole.value is None or 0 <= whole.value <= 1


def test_a_case_counts_in_the_month_of_its_time() -> None:
    case = Case(record(), trail((1, "new")))

    assert month_of(Counted(case, (Measured(1_795_000_000_000_000, 1.0),))) == "2026-11"
