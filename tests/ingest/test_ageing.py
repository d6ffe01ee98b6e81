"""Sources that fall silent on the real engine, with a clock of ours: stale, retired, back again."""

from dataclasses import replace

import pytest

from cmdb_server.graph_store.store import GraphStore
from graph_schema.report import Outcome
from tests.ingest.graph import open_relationships, statuses
from tests.ingest.machines import Machine, report
from tests.ingest.silence import AgeingEstate, scan

APP = Machine("app1", "10.0.0.1", connects=(("10.0.0.2", 5432),))
DB = Machine("db1", "10.0.0.2", programs=("postgres",), listens=(5432,))


@pytest.fixture
def estate(store: GraphStore) -> AgeingEstate:
    """An empty graph."""
    return AgeingEstate(store)


def test_a_silent_agent_makes_its_machine_and_what_is_on_it_stale_then_retired(estate: AgeingEstate) -> None:
    estate.send(report(APP))

    estate.run_for(days=6.9)
    before = statuses(estate.store, "server")
    estate.run_for(days=0.2)
    stale = statuses(estate.store, "server"), statuses(estate.store, "software_instance")
    related = open_relationships(estate.store)
    estate.run_for(days=90)

    assert before == {"app1": "active"}
    assert stale == ({"app1": "stale"}, {"app": "stale"})
    assert ("app", "RUNS_ON", "app1") in related
    assert statuses(estate.store, "server") == {"app1": "retired"}
    assert not [one for one in open_relationships(estate.store) if one[0] == "app"]
    assert estate.events("server") == [
        ("created", ""),
        ("stale", "not seen for 7 days, 681 attempts failed"),
        ("retired", "not seen for 97 days, 9321 attempts failed"),
    ]


@pytest.mark.parametrize("days", [8, 120])
def test_a_machine_that_returns_is_the_same_also_when_it_says_nothing_new(estate: AgeingEstate, days: float) -> None:
    for machine in (APP, DB):
        estate.send(report(machine))
    known = estate.uids("server"), open_relationships(estate.store)
    estate.run_for(days=days)
    lost = set(statuses(estate.store, "server").values())

    for machine in (APP, DB):
        estate.send(report(machine, at=2))

    assert lost == {"stale"} if days < 90 else lost == {"retired"}
    assert set(statuses(estate.store, "server").values()) == {"active"}
    assert (estate.uids("server"), open_relationships(estate.store)) == known
    assert estate.events("server")[-1] == ("returned", "seen again")


def test_what_a_lost_machine_offers_is_offered_no_longer_once_it_is_retired(estate: AgeingEstate) -> None:
    for machine in (APP, DB):
        estate.send(report(machine))
    dependency = ("app", "DEPENDS_ON", "postgres")

    estate.run_for(days=8)
    when_stale = open_relationships(estate.store)
    for day in range(100):
        estate.send(report(replace(APP, kernel=str(day)), at=2 + day))
    estate.run_for(days=100)
    estate.send(report(APP, at=200))

    assert dependency in when_stale
    assert statuses(estate.store, "server") == {"app1": "active", "db1": "retired"}
    assert dependency not in open_relationships(estate.store)


def test_an_unchanged_report_of_a_source_that_is_seen_stays_one_statement(estate: AgeingEstate) -> None:
    estate.send(report(APP))
    estate.run_for(days=1)

    assert estate.send(report(APP, at=2)).status == "unchanged"
    assert estate.ageing.silent() == []


def test_time_alone_ages_nothing_while_nobody_tried(estate: AgeingEstate) -> None:
    estate.send(scan(APP, 1))

    estate.run_for(days=400)

    assert statuses(estate.store, "server") == {"app1": "active"}


def test_failed_attempts_alone_age_nothing_before_the_time_is_over(estate: AgeingEstate) -> None:
    estate.send(scan(APP, 1))
    for attempt in range(20):
        estate.send(scan(APP, 2 + attempt, "failed"))

    estate.run_for(days=6)

    assert statuses(estate.store, "server") == {"app1": "active"}


@pytest.mark.parametrize("outcome", ["failed", "not_available"])
def test_scans_that_fail_for_long_enough_age_the_device_and_one_that_succeeds_brings_it_back(
    estate: AgeingEstate, outcome: Outcome
) -> None:
    estate.send(scan(APP, 1))
    for attempt in range(2):
        estate.send(scan(APP, 2 + attempt, outcome))
    estate.run_for(days=8)
    after_two = statuses(estate.store, "server")

    estate.send(scan(APP, 5, outcome))
    estate.run_for(days=0)
    after_three = statuses(estate.store, "server")
    estate.send(scan(APP, 6))

    assert (after_two, after_three) == ({"app1": "active"}, {"app1": "stale"})
    assert statuses(estate.store, "server") == {"app1": "active"}


def test_the_same_failed_report_sent_twice_is_one_failed_attempt(estate: AgeingEstate) -> None:
    estate.send(scan(APP, 1))
    for _ in range(5):
        estate.send(scan(APP, 2, "failed"))

    [silent] = estate.ageing.silent()

    assert silent.silence.attempts == 1


def test_a_report_of_which_a_part_failed_is_a_sight(estate: AgeingEstate) -> None:
    estate.send(scan(APP, 1))
    partly = scan(APP, 2)
    partly.sections[-1].outcome = "failed"
    estate.send(partly)

    assert estate.ageing.silent() == []


def test_contacts_that_nobody_could_make_are_not_missed(estate: AgeingEstate) -> None:
    estate.send(report(APP))

    estate.be_away(days=30)

    assert statuses(estate.store, "server") == {"app1": "active"}
    estate.run_for(days=0.1)
    assert statuses(estate.store, "server") == {"app1": "stale"}


def test_what_another_source_still_sees_is_active(estate: AgeingEstate) -> None:
    estate.send(report(APP))
    estate.run_for(days=4)
    estate.send(scan(APP, 2))

    estate.run_for(days=4)

    assert statuses(estate.store, "server") == {"app1": "active"}


@pytest.mark.parametrize(("days", "status"), [(8, "stale"), (120, "stale")])
def test_a_file_does_not_see_a_machine_but_keeps_it_from_being_retired(
    estate: AgeingEstate, days: float, status: str
) -> None:
    estate.send(report(APP))
    estate.send(replace(report(APP), source="import:assets"))

    estate.run_for(days=days)

    assert statuses(estate.store, "server") == {"app1": status}


def test_what_people_and_files_say_does_not_age(estate: AgeingEstate) -> None:
    estate.send(replace(report(APP), source="import:assets"))

    estate.run_for(days=1000)

    assert statuses(estate.store, "server") == {"app1": "active"}
    assert estate.ageing.silent() == []


def test_what_was_collected_as_absent_stays_retired_when_the_machine_returns(estate: AgeingEstate) -> None:
    estate.send(report(replace(APP, programs=("app", "cron"))))
    estate.send(report(APP, at=2))
    estate.run_for(days=120)

    estate.send(report(APP, at=3))

    assert statuses(estate.store, "software_instance") == {"app": "active", "cron": "retired"}
