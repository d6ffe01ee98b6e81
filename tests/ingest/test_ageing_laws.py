"""The laws of ageing, on the real engine."""

from dataclasses import dataclass
from random import Random
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.export.canonical import export_canonical
from cmdb_server.graph_store.store import GraphStore
from graph_schema.report import Outcome, Report
from tests.engine import wipe
from tests.ingest.graph import statuses
from tests.ingest.machines import Machine, report
from tests.ingest.silence import AgeingEstate, scan
from tests.law import law

LAW = law(8)
MACHINES = (Machine("app1", "10.0.0.1"), Machine("db1", "10.0.0.2", programs=("postgres",), listens=(5432,)))
RUN = None
Step: TypeAlias = Report | None


@dataclass(frozen=True)
class Day:
    """What happens after a number of days: reports and ageing runs, in any order."""

    days: int
    steps: list[Step]


@st.composite
def steps(draw: st.DrawFn) -> Step:
    """An ageing run, or a report of an agent or a scan that may have failed."""
    kind = draw(st.sampled_from(["run", "agent", "scan", "scan"]))
    if kind == "run":
        return RUN
    machine, at = draw(st.sampled_from(MACHINES)), draw(st.integers(10, 30))
    outcomes: tuple[Outcome, ...] = ("complete", "failed", "not_available")
    return report(machine, at) if kind == "agent" else scan(machine, at, draw(st.sampled_from(outcomes)))


days = st.builds(Day, st.sampled_from([0, 1, 5, 60]), st.lists(steps(), max_size=4))


def after(store: GraphStore, history: list[Day]) -> list[bytes]:
    """The canonical export after a history and a last ageing run; all machines were seen by all sources before it."""
    wipe(store)
    estate = AgeingEstate(store)
    for at, machine in enumerate(MACHINES):
        estate.send(report(machine, at))
        estate.send(scan(machine, at))
    for day in history:
        estate.pass_time(days=day.days)
        for step in day.steps:
            if step is None:
                estate.ageing.run()
            else:
                estate.send(step)
    estate.run_for(days=4)
    return list(export_canonical(store, estate.registry))


def shuffled(history: list[Day], chance: Random) -> list[Day]:
    """The same days, what happens on each in another order."""
    return [Day(day.days, sorted(day.steps, key=lambda _: chance.random())) for day in history]


@LAW
@given(history=st.lists(days, min_size=1, max_size=3), chance=st.randoms(use_true_random=False))
def test_the_order_of_reports_and_ageing_runs_of_one_time_does_not_matter(
    store: GraphStore, history: list[Day], chance: Random
) -> None:
    assert after(store, shuffled(history, chance)) == after(store, history)


@LAW
@given(history=st.lists(days, min_size=1, max_size=3))
def test_ageing_runs_in_between_change_nothing_about_the_end(store: GraphStore, history: list[Day]) -> None:
    without = [Day(day.days, [step for step in day.steps if step is not RUN]) for day in history]
    twice = [Day(day.days, [RUN, *day.steps, RUN]) for day in history]

    assert after(store, without) == after(store, twice)


@LAW
@given(history=st.lists(days, max_size=3))
def test_what_returns_is_the_same(store: GraphStore, history: list[Day]) -> None:
    wipe(store)
    estate = AgeingEstate(store)
    for machine in MACHINES:
        estate.send(report(machine))
    known = {name: estate.uids(name) for name in ("server", "software_instance", "endpoint")}

    for day in history:
        estate.run_for(days=day.days)
    for machine in MACHINES:
        estate.send(report(machine, 40))

    assert {name: estate.uids(name) for name in known} == known
    assert set(statuses(store, "server").values()) == {"active"}


@LAW
@given(
    outcomes=st.lists(st.sampled_from(["partial", "failed", "not_available"]), max_size=12),
    late=st.integers(0, 6),
)
def test_reads_that_failed_or_saw_a_part_retire_nothing_by_themselves(
    store: GraphStore, outcomes: list[Outcome], late: int
) -> None:
    wipe(store)
    estate = AgeingEstate(store)
    estate.send(scan(MACHINES[1], 1))

    for at, outcome in enumerate(outcomes):
        estate.send(scan(MACHINES[1], at + 2, outcome))
    estate.run_for(days=late)

    for name in ("server", "software_instance", "endpoint"):
        assert set(statuses(store, name).values()) == {"active"}


def test_a_report_that_was_seen_twice_as_failed_is_aged_once(store: GraphStore) -> None:
    estate = AgeingEstate(store)
    estate.send(scan(MACHINES[0], 1))
    for at in (2, 3, 4):
        estate.send(scan(MACHINES[0], at, "failed"))

    estate.run_for(days=8)
    estate.ageing.run()

    assert [kind for kind, _ in estate.events("server")] == ["created", "stale"]


@pytest.mark.parametrize("observations", [1_500])
def test_a_source_with_more_than_a_transaction_takes_ages_whole(store: GraphStore, observations: int) -> None:
    estate = AgeingEstate(store)
    programs = tuple(f"p{number}" for number in range(observations))
    estate.send(report(Machine(programs=programs)))

    estate.run_for(days=8)
    stale = set(statuses(store, "software_instance").values())
    estate.send(report(Machine(programs=programs), at=2))

    assert stale == {"stale"}
    assert set(statuses(store, "software_instance").values()) == {"active"}
