"""Rotas: somebody is on call at every moment, handed over at a time on the wall."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.itsm.rotas.keeping import MOST_OVERRIDES, RotaError, check_times, with_room
from cmdb_server.itsm.rotas.rota import Override, Rota, Shift, next_shift, on_call, shifts

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HOUR = 3_600_000_000
OSLO = "Europe/Oslo"
WEEKLY = Rota("web", ("eva", "per"), OSLO, "2026-03-16", "09:00")
ZONES = ("Europe/Oslo", "America/New_York", "Australia/Lord_Howe", "UTC", "Asia/Kathmandu")


def at(text: str) -> int:
    """A time (UTC) in microseconds."""
    return (datetime.fromisoformat(text).replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)


def who(rota: Rota, text: str) -> str:
    """Who is on call at a time (UTC)."""
    found = on_call(rota, at(text))
    return found.person if found else ""


def test_turns_are_handed_over_on_the_wall_also_when_the_clocks_are_put_forward() -> None:
    # Summer time begins on 29 March: nine in the morning is 08:00 UTC before, 07:00 UTC after it.
    assert who(WEEKLY, "2026-03-16T07:59") == ""
    assert [who(WEEKLY, text) for text in ("2026-03-16T08:00", "2026-03-23T07:59", "2026-03-23T08:00")] == [
        "eva", "eva", "per",
    ]  # fmt: skip
    assert [who(WEEKLY, text) for text in ("2026-03-30T06:59", "2026-03-30T07:00")] == ["per", "eva"]
    short = on_call(WEEKLY, at("2026-03-25T00:00"))
    assert short is not None
    assert short.until - short.since == (7 * 24 - 1) * HOUR


def test_who_stands_in_takes_the_time_and_no_more() -> None:
    stand_in = Override("o1", "ida", at("2026-03-17T12:00"), at("2026-03-17T18:00"), "dentist")
    rota = Rota("web", ("eva", "per"), OSLO, "2026-03-16", overrides=(stand_in,))

    found = shifts(rota, at("2026-03-16T08:00"), at("2026-03-23T08:00"))

    assert [one.person for one in found] == ["eva", "ida", "eva"]
    assert found[1] == Shift("ida", stand_in.starts_at, stand_in.ends_at, "o1")
    assert (who(rota, "2026-03-17T11:59"), who(rota, "2026-03-17T18:00")) == ("eva", "eva")
    after = next_shift(rota, at("2026-03-17T12:00"))
    assert after is not None
    assert (after.person, after.since) == ("eva", at("2026-03-17T18:00"))


@st.composite
def rotas(draw: st.DrawFn) -> Rota:
    """Any rota that begins before 2027, some with people who stand in one after the other."""
    people = tuple(draw(st.lists(st.sampled_from("abcd"), min_size=1, max_size=4)))
    begins = draw(st.dates(date(2025, 1, 1), date(2026, 12, 31))).isoformat()
    handover = f"{draw(st.integers(0, 23)):02}:{draw(st.integers(0, 59)):02}"
    marks = sorted(draw(st.sets(st.integers(0, 24 * 400), max_size=6)))
    start = at("2027-01-01T00:00")
    overrides = tuple(
        Override(f"o{since}", "z", start + since * HOUR, start + until * HOUR)
        for since, until in list(pairwise(marks))[::2]
    )
    days = draw(st.integers(1, 30))
    return Rota("web", people, draw(st.sampled_from(ZONES)), begins, handover, days, overrides=overrides)


@given(rotas(), st.integers(0, 24 * 365), st.integers(1, 24 * 60))
def test_somebody_is_on_call_at_every_moment_and_never_two(rota: Rota, begin: int, hours: int) -> None:
    since = at("2027-01-01T00:00") + begin * HOUR
    until = since + hours * HOUR

    found = shifts(rota, since, until)

    assert found[0].since <= since
    assert found[-1].until >= until
    assert all(one.until == other.since for one, other in pairwise(found))
    assert on_call(rota, since) == found[0]


@given(rotas(), st.integers(0, 24 * 365))
def test_a_turn_begins_when_the_wall_shows_its_time(rota: Rota, begin: int) -> None:
    since = at("2027-01-01T00:00") + begin * HOUR
    plain = Rota(rota.team, rota.people, rota.time_zone, rota.starts_on, rota.handover, rota.days)

    one = on_call(plain, since)

    assert one is not None
    wall = (EPOCH + timedelta(microseconds=one.since)).astimezone(ZoneInfo(rota.time_zone))
    skipped = wall.utcoffset() != (wall - timedelta(hours=2)).astimezone(UTC).astimezone(wall.tzinfo).utcoffset()
    assert f"{wall:%H:%M}" == rota.handover or skipped
    assert abs((one.until - one.since) - rota.days * 24 * HOUR) <= HOUR


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("handover", text) for text in ("9:00", "24:00", "12:60", "ab:cd", "", "²²:00")),
        *(("time_zone", text) for text in ("Mars/Base", "", "../etc")),
        *(("starts_on", text) for text in ("soon", "2026-13-01", "0001-01-01", "9999-12-31")),
    ],
)
def test_times_that_are_none_are_refused_by_name(field: str, value: str) -> None:
    said = {"people": ("eva",), "time_zone": OSLO, "starts_on": "2026-03-16", field: value}

    with pytest.raises(RotaError, match=field):
        check_times(Rota("web", **said))  # pyright: ignore[reportArgumentType] - one of them is what is wrong


def test_of_many_who_stood_in_the_oldest_give_way_and_of_those_to_come_none() -> None:
    over = [Override(f"over{number}", "per", number, number + 1) for number in range(MOST_OVERRIDES)]
    coming = [Override(f"coming{number}", "per", 1_000 + number, 1_001 + number) for number in range(MOST_OVERRIDES)]

    kept = with_room([*coming[:5], *over], 900)

    assert [one.uid for one in kept] == [one.uid for one in (*over[6:], *coming[:5])]
    with pytest.raises(RotaError, match="take back some that are to come"):
        with_room(coming, 900)
