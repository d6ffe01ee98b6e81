"""What the story of the demonstration estate tells is whole, the same for one seed, and about CIs that there are."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pytest

from cmdb_server.demo.desks import desks
from cmdb_server.demo.hardware import ACCESS_SWITCH, all_boxes
from cmdb_server.demo.story.acts import DAY, Act
from cmdb_server.demo.story.people import PEOPLE
from cmdb_server.demo.story.telling import DAYS, told
from cmdb_server.demo.workload import machines

NOON = 1_795_000_000_000_000


@pytest.fixture(scope="module")
def acts() -> Sequence[Act]:
    """The whole story."""
    return told(NOON)


def by_record(acts: Sequence[Act]) -> Mapping[str, Sequence[Act]]:
    """The acts of each record, in their order."""
    found: dict[str, list[Act]] = {}
    for act in acts:
        found.setdefault(act.record, []).append(act)
    return found


def test_the_same_seed_and_time_tell_the_same_and_another_seed_something_else(acts: Sequence[Act]) -> None:
    assert list(acts) == told(NOON)
    assert list(acts) != told(NOON, seed=2)


def test_three_months_of_each_kind_of_record_are_told(acts: Sequence[Act]) -> None:
    opened = Counter(act.name for act in acts if act.verb == "open")

    assert opened["incident"] >= 110
    assert opened["problem"] == 8
    assert opened["change"] >= 40
    assert acts[0].at < NOON - (DAYS - 15) * DAY
    assert acts[-1].at <= NOON


@pytest.mark.parametrize("seed", range(1, 6))
def test_each_record_is_opened_first_and_once_and_nothing_comes_after_its_end(seed: int) -> None:
    for of_one in by_record(told(NOON, seed)).values():
        names = [act.name for act in of_one if act.verb == "move"]

        begins = [act.verb in ("open", "meet") for act in of_one]
        assert begins.index(True) == 0
        assert begins.count(True) == 1
        assert "close" not in names[:-1]


@pytest.mark.parametrize("seed", range(1, 6))
def test_no_record_is_named_before_it_is_opened(seed: int) -> None:
    known: set[str] = set()
    for act in told(NOON, seed):
        known |= {act.record} if act.verb == "open" else set()
        assert {value[1:] for value in act.values.values() if value.startswith("@")} <= known, act


def test_it_is_about_machines_of_the_estate_and_told_of_people_who_are_there(acts: Sequence[Act]) -> None:
    names = {machine.name for machine in machines()} | {desk.name for desk in desks()}
    names |= {box.name for box in all_boxes(ACCESS_SWITCH)}

    assert {name for act in acts for name in act.affects} <= names
    assert {act.by for act in acts} - {""} <= {person.name for person in PEOPLE} | {"monitoring"}
