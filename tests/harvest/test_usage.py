"""Unused is what is proved to be unused: each thing that is lacking makes it "not known", and is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.harvest.usage import DAY, Sightings, Usage, Watch, Window, usage

NOW = 2_000 * DAY
WINDOW = Window(NOW, 90)
VISIO = ("microsoft", "visio")
KEY = ("m1", VISIO)
TIMES = st.integers(1, NOW)
PROVED = Sightings(frozenset((VISIO,)), {KEY: NOW - 100 * DAY}, {"m1": Watch(NOW - 200 * DAY, NOW)}, {KEY: 1})


def used(told: Sightings, window: Window = WINDOW) -> Usage:
    """The use of Visio on m1."""
    return usage(("m1", "desk1"), VISIO, told, window)


def test_what_was_watched_all_the_time_and_not_seen_is_unused() -> None:
    found = used(PROVED)

    assert (found.state, found.last_seen) == ("unused", NOW - 100 * DAY)
    assert found.reason == "its programs are watched since 1974-12-06, and were last seen on 1975-03-16"
    assert used(PROVED._replace(seen={})).reason.endswith("never seen")


@pytest.mark.parametrize(
    ("told", "lacking"),
    [
        (PROVED._replace(recognised=frozenset()), "nobody knows its programs"),
        (PROVED._replace(watched={}), "the programs of desk1 are not watched"),
        (PROVED._replace(watched={"m1": Watch(1, NOW - 15 * DAY)}), "were last looked at on"),
        (PROVED._replace(watched={"m1": Watch(NOW - 89 * DAY, NOW)}), "are watched since"),
        (PROVED._replace(since={KEY: NOW - 89 * DAY}), "it is installed since"),
    ],
)
def test_without_proof_it_is_not_known(told: Sightings, lacking: str) -> None:
    found = used(told)

    assert found.state == "not_known"
    assert lacking in found.reason


@given(TIMES, TIMES, TIMES, st.integers(1, 400), st.integers(0, 400))
def test_a_longer_time_never_makes_used_software_unused(
    last: int, since: int, until: int, days: int, more: int
) -> None:
    told = PROVED._replace(seen={KEY: last}, watched={"m1": Watch(since, until)})

    if used(told, Window(NOW, days)).state == "used":
        assert used(told, Window(NOW, days + more)).state == "used"
    if used(told, Window(NOW, days + more)).state == "unused" and days >= 14:
        assert used(told, Window(NOW, days)).state == "unused"
