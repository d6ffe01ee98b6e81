"""How targets stand: what is open, met and missed, by team."""

from cmdb_server.itsm.record import Record
from cmdb_server.service_levels.clocks import Clock
from cmdb_server.service_levels.standing import Ended, first_due, standings
from tests.service_levels.test_clocks import RESOLVE, at, clock

MONDAY, TUESDAY = "2026-05-04T07:00", "2026-05-05T06:00"


def record(number: str, team: str, state: str = "new") -> Record:
    """An incident of a team."""
    return Record(number, number, "incident", state, {"team": team}, (), "wim", 0, 0)


def late(now: str = "2026-05-04T13:00") -> Clock:
    """A clock that has run out at 10:00 UTC and is seen at a time."""
    return clock(RESOLVE, now, ("2026-05-04T06:00", "new"))


def test_what_ran_out_counts_once_and_in_the_time_in_which_it_ran_out() -> None:
    done = clock(RESOLVE, TUESDAY, ("2026-05-04T06:00", "new"), ("2026-05-04T08:00", "resolved"))
    timed = [(record("A", "web"), late()), (record("B", "web"), done), (record("C", "", "cancelled"), late())]

    (seen,) = standings([RESOLVE], timed, at(MONDAY), at(TUESDAY))
    (after,) = standings([RESOLVE], timed, at(TUESDAY), at("2026-05-06T06:00"))

    assert (seen.ended, dict(seen.teams), dict(seen.open)) == (Ended(1, 1), {"web": Ended(1, 1)}, {"breached": 1})
    assert [one.number for one, _ in seen.missed] == ["A"]
    assert (after.ended, after.ended.share) == (Ended(0, 0), None)


def test_what_is_over_longest_is_named_first() -> None:
    timed = [(record("A", ""), late("2026-05-04T11:00")), (record("B", ""), late())]

    (seen,) = standings([RESOLVE], timed, at(MONDAY), at(TUESDAY))

    assert [one.number for one, _ in seen.missed] == ["B", "A"]


def test_the_first_due_clock_is_one_that_has_not_ended() -> None:
    done = clock(RESOLVE, TUESDAY, ("2026-05-04T06:00", "new"), ("2026-05-04T08:00", "resolved"))
    stands = clock(RESOLVE, TUESDAY, ("2026-05-04T06:00", "new"), ("2026-05-04T07:00", "on_hold"))

    assert first_due([done]) is None
    assert first_due([stands, done, late()]) == late()
