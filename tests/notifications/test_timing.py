from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.notifications.kinds import BY_NAME
from cmdb_server.notifications.preferences import Preferences, PreferencesRefusedError, check
from cmdb_server.notifications.timing import due, quiet_until
from cmdb_server.timestamps import microseconds, moment_of, rfc3339

NIGHT = Preferences(time_zone="Europe/Oslo", quiet_from="22:00", quiet_until="07:00")
TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants naive bounds
CLOCKS = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
DAY = 24 * 3_600 * 1_000_000
ZONES = st.sampled_from(("UTC", "Europe/Oslo", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"))


def at(text: str) -> int:
    return microseconds(text)


def told(wishes: Preferences, now: str, *, is_digest: bool = False, is_urgent: bool = False) -> str:
    return rfc3339(due(wishes, at(now), is_digest=is_digest, is_urgent=is_urgent).at)


def test_what_happens_at_night_is_told_in_the_morning_of_the_place() -> None:
    assert told(NIGHT, "2026-01-15T23:00:00Z") == "2026-01-16T06:00:00Z"
    assert told(NIGHT, "2026-07-15T02:00:00Z") == "2026-07-15T05:00:00Z"
    assert told(NIGHT, "2026-01-15T12:00:00Z") == "2026-01-15T12:00:00Z"


def test_what_is_urgent_does_not_wait_for_the_morning() -> None:
    assert told(NIGHT, "2026-01-15T23:00:00Z", is_urgent=True) == "2026-01-15T23:00:00Z"


def test_the_night_in_which_clocks_are_put_back_is_an_hour_longer() -> None:
    assert told(NIGHT, "2026-10-24T21:00:00Z") == "2026-10-25T06:00:00Z"


def test_a_digest_comes_at_its_time_on_the_wall_even_where_that_is_skipped() -> None:
    early = Preferences(time_zone="Europe/Oslo", digest_at="02:30")

    assert told(early, "2026-03-28T23:00:00Z", is_digest=True) == "2026-03-29T01:30:00Z"
    assert told(early, "2026-03-29T01:30:00Z", is_digest=True) == "2026-03-30T00:30:00Z"


@given(TIMES, CLOCKS, CLOCKS, ZONES)
def test_quiet_hours_end_at_their_end_and_never_before_now(now: datetime, start: str, end: str, zone: str) -> None:
    wishes = Preferences(time_zone=zone, quiet_from=start, quiet_until=end)
    moment = microseconds(rfc3339(round(now.timestamp()) * 1_000_000))

    found = quiet_until(wishes, moment)

    assert found >= moment
    assert quiet_until(wishes, found) == found
    wall = moment_of(moment).astimezone(ZoneInfo(zone)).strftime("%H:%M")
    is_night = start <= wall < end if start < end else (wall >= start or wall < end) and start != end
    # Around the change of clocks the wall shows a time twice or never; elsewhere it tells whether it is quiet.
    offsets = {moment_of(one).astimezone(ZoneInfo(zone)).utcoffset() for one in (moment - DAY, moment, moment + DAY)}
    if len(offsets) == 1:
        assert (found > moment) == is_night


@pytest.mark.parametrize(
    ("wishes", "field"),
    [
        (Preferences(address="eva"), "address"),
        (Preferences(address="eva@example.net\nBcc: all@example.net"), "address"),
        (Preferences(address="eva@elsewhere.example"), "address"),
        (Preferences(time_zone="Mars/Base"), "time_zone"),
        (Preferences(time_zone="../etc/passwd"), "time_zone"),
        (Preferences(digest_at=""), "digest_at"),
        (Preferences(quiet_from="22:00"), "quiet_until"),
        (Preferences(quiet_from="25:00", quiet_until="07:00"), "quiet_from"),
        (Preferences(modes={"gossip": "now"}), "modes"),
    ],
)
def test_wishes_that_cannot_be_followed_are_refused_by_field(wishes: Preferences, field: str) -> None:
    with pytest.raises(PreferencesRefusedError) as caught:
        check(wishes, ("example.net",))

    assert caught.value.errors[0].field == field
    assert caught.value.errors[0].remedy


def test_each_kind_has_a_name_of_its_own_and_an_audience() -> None:
    assert len(BY_NAME) > 12
    assert all(kind.audiences and kind.help and kind.label for kind in BY_NAME.values())
