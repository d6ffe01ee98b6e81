"""Devices that scans no longer find become stale by failed attempts and time, and come back when they are read."""

from dataclasses import replace

import pytest

from cmdb_server.data_sources.sources import Sources
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.network_scans.missed import missed, note_missed, supersede, superseded
from discovery_agent.scan.job import AddressOutcome, Attempt, Method, State
from graph_schema.report import Report
from tests.ingest.graph import statuses
from tests.ingest.machines import Machine, report
from tests.ingest.silence import AgeingEstate

SOURCE = "snmp:default/10.0.0.1"


def told(state: State, *attempts: tuple[Method, str], sources: tuple[str, ...] = ()) -> AddressOutcome:
    made = tuple(Attempt("t", method, None, outcome, "", 1) for method, outcome in attempts)
    return AddressOutcome("10.0.0.1", state, made, sources)


@pytest.mark.parametrize(
    ("outcome", "methods", "expected"),
    [
        (told("silent", ("icmp", "silent")), ("icmp", "snmp", "ssh"), [SOURCE, "ssh:default/10.0.0.1"]),
        (told("silent", ("icmp", "silent")), ("icmp", "tcp"), []),
        (told("silent", ("icmp", "not_possible")), ("icmp", "snmp"), []),
        (told("reachable", ("icmp", "answered"), ("snmp", "snmp_silent")), ("snmp", "ssh"), [SOURCE]),
        (told("failed", ("snmp", "wrong_credential")), ("snmp",), [SOURCE]),
        (told("reachable", ("snmp", "locked"), ("ssh", "no_credential")), ("snmp", "ssh"), []),
        (told("inventoried", ("snmp", "inventoried"), sources=(SOURCE,)), ("snmp",), []),
        (told("inventoried", ("ssh", "inventoried"), ("snmp", "refused")), ("snmp",), [SOURCE]),
    ],
)
def test_a_source_missed_its_device_when_somebody_looked(
    outcome: AddressOutcome, methods: tuple[str, ...], expected: list[str]
) -> None:
    assert list(missed("default", methods, [outcome])) == expected


def scan(machine: Machine, at: int) -> Report:
    return replace(report(machine, at), source=SOURCE)


def test_a_device_that_scans_find_no_longer_becomes_stale_and_is_back_when_it_is_read(store: GraphStore) -> None:
    estate, machine = AgeingEstate(store), Machine("app1", "10.0.0.1")
    estate.send(scan(machine, 1))

    for _ in range(3):
        estate.pass_time(days=3)
        note_missed(store, [SOURCE, "ssh:default/10.0.0.1"], estate.clock())
    before = statuses(store, "server")
    estate.run_for(days=0)
    after = statuses(store, "server")
    estate.send(scan(machine, 2))

    assert (before, after) == ({"app1": "active"}, {"app1": "stale"})
    assert statuses(store, "server") == {"app1": "active"}
    assert [entry for entry in estate.ageing.silent() if entry.silence.attempts] == []


def test_what_was_said_at_another_address_of_a_device_is_taken_back_and_what_both_say_stays(store: GraphStore) -> None:
    estate, at_other = AgeingEstate(store), "snmp:default/10.0.0.9"
    estate.send(scan(Machine("app1", "10.0.0.1", programs=("app",)), 1))
    estate.send(replace(report(Machine("app1", "10.0.0.1", programs=("app", "gone")), 1), source=at_other))
    estate.send(replace(report(Machine("app2", "10.0.0.2", programs=("other",)), 1), source="snmp:default/10.0.0.8"))
    outcome = told("inventoried", ("snmp", "same_device"), sources=(SOURCE,))
    pairs = superseded("default", [outcome._replace(address=f"10.0.0.{last}") for last in (7, 8, 9)])

    supersede(store, pairs, "collector:c1")
    withdrawn = Sources(store, estate.registry, estate.clock).go_on()

    assert pairs == dict.fromkeys([f"snmp:default/10.0.0.{last}" for last in (7, 8, 9)], SOURCE)
    assert withdrawn == 1
    assert statuses(store, "server") == {"app1": "active", "app2": "active"}
    assert {name: state for name, state in statuses(store, "software_instance").items() if state == "active"} == {
        "app": "active",
        "other": "active",
    }
