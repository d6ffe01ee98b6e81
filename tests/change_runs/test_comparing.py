"""Laws of what a change came to beside what was foretold, and of which signals follow from it as planned."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.change_runs.comparing import Sight, compared, has_left, seen_states
from cmdb_server.change_runs.silencing import by_change, expecting
from cmdb_server.itsm.changes.progress import NotUnderWayError, StepSaid, planned_steps, progressed
from cmdb_server.itsm.changes.running import SETTLING, Run
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.rows import rows_of
from cmdb_server.itsm.workflow import RecordRefusedError
from cmdb_server.signals.signal import CRITICAL, INFO, WARNING, Signal

BEGAN, PROMISED = 1_000_000_000, 8_200_000_000
RUN = Run("CHG0000001", ("a",), BEGAN, PROMISED, ("a", "b"), ("c",), {})
uids = st.sampled_from("abcdef")
states = st.dictionaries(uids, st.sampled_from(("down", "degraded")))


def signal_of(ci: str, severity: int, at: int) -> Signal:
    """A signal of a CI that begins at a time."""
    return Signal(f"{ci}{at}", "k", "s", "default", "f", "n", severity, "", at, at, at, ci_uid=ci)


signals = st.lists(
    st.builds(signal_of, uids, st.sampled_from((CRITICAL, WARNING, INFO)), st.integers(BEGAN - 5, BEGAN + 20))
)


@given(states, states, st.sets(uids), st.sets(uids))
def test_everything_that_was_foretold_or_seen_is_told_once(
    foretold: dict[str, str], seen: dict[str, str], reached: set[str], watched: set[str]
) -> None:
    found = compared(foretold, seen, Sight(reached, watched))

    assert [one.uid for one in found] == sorted({*foretold, *seen})
    assert all((one.foretold, one.seen) == (foretold.get(one.uid, ""), seen.get(one.uid, "")) for one in found)
    assert {one.uid for one in found if one.verdict in ("hit", "worse")} == {*foretold} & {*seen}
    assert not any(one.verdict == "missing" and one.uid not in watched for one in found)


@given(states, st.sets(uids))
def test_what_does_just_what_was_foretold_has_not_left_its_plan(foretold: dict[str, str], watched: set[str]) -> None:
    assert not has_left(compared(foretold, foretold, Sight("abcdef", watched)), ())
    assert has_left(compared(foretold, foretold, Sight("abcdef", watched)), ("a",))
    assert has_left(compared(foretold, {**foretold, "z": "down"}, Sight("z", watched)), ())
    assert not has_left(compared(foretold, {**foretold, "z": "down"}, Sight((), watched)), ())


@given(signals)
def test_what_is_seen_is_the_worst_within_the_time(told: list[Signal]) -> None:
    found = seen_states(told, BEGAN, BEGAN + 10)
    counted = [one for one in told if one.severity >= WARNING and BEGAN <= one.started_at <= BEGAN + 10]

    assert {*found} == {one.ci_uid for one in counted}
    for uid, state in found.items():
        assert (state == "down") == any(one.ci_uid == uid and one.severity == CRITICAL for one in counted)


@given(signals, st.integers(BEGAN, PROMISED + 2 * SETTLING))
def test_only_what_begins_meanwhile_on_what_was_foretold_is_expected(told: list[Signal], now: int) -> None:
    found = by_change(told, expecting([RUN], now))

    for signal in found.get(RUN.number, ()):
        assert signal.ci_uid in "abc"
        assert signal.started_at >= BEGAN
        assert now <= PROMISED + SETTLING
    assert by_change([replace(one, incident="INC1") for one in told], expecting([RUN], now)) == {}


def test_a_change_that_ends_early_is_expected_to_be_quiet_early() -> None:
    assert RUN.quiet_until == PROMISED + SETTLING
    assert replace(RUN, ended_at=BEGAN + 5).quiet_until == BEGAN + 5 + SETTLING
    assert replace(RUN, ended_at=PROMISED + 5).quiet_until == PROMISED + SETTLING


@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.sampled_from(("started", "done", "failed", "skipped", "gone"))), max_size=8
    )
)
def test_steps_never_go_back_to_waiting_and_keep_their_times(said: list[tuple[int, str]]) -> None:
    record = Record("u", "CHG1", "change", "implementation", {"steps": '[{"step": "x"}, {"step": "y"}]'}, (), "p", 1, 1)
    record = replace(record, values={**record.values, **planned_steps(record)})
    for turn, (number, state) in enumerate(said):
        before = rows_of(record, "progress")
        try:
            record = progressed(record, StepSaid(number, state, "why"), "wanda", turn * 1_000_000)
        except (NotUnderWayError, RecordRefusedError):
            continue
        after = rows_of(record, "progress")
        assert after[number - 1]["state"] == state != "gone"
        assert [row for at, row in enumerate(after) if at != number - 1] == [
            row for at, row in enumerate(before) if at != number - 1
        ]
        assert after[number - 1]["started_at"]
        assert bool(after[number - 1].get("ended_at")) == (state != "started")


def test_steps_of_what_is_not_carried_out_are_told_of_by_nobody() -> None:
    record = Record("u", "CHG1", "change", "scheduled", {"steps": '[{"step": "x"}]'}, (), "p", 1, 1)

    with pytest.raises(NotUnderWayError, match="not being carried out"):
        progressed(record, StepSaid(1, "done"), "wanda", 1)
