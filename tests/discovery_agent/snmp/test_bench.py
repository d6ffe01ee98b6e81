"""The bench of scans over SNMP measures what it says it measures."""

import json

import pytest

from discovery_agent.__main__ import answer
from discovery_agent.bench import switch
from discovery_agent.bench.responder import Devices, Network
from discovery_agent.errors import DONE, USAGE
from discovery_agent.snmp.interpret import interpret
from discovery_agent.snmp.walk import Walk


@pytest.mark.allow_hosts(["127.0.0.1", *(f"127.1.0.{number}" for number in range(1, 13))])
def test_every_switch_that_answers_is_read_whole_and_its_costs_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["bench", "--snmp-devices", "12", "--loss", "5", "--dead", "20", "--json"]) == DONE

    found = json.loads(capsys.readouterr().out)
    dead = sum(Network(dead=0.2).is_dead(f"127.1.0.{number}") for number in range(1, 13))
    assert (found["complete"], found["partial"], found["lost"], found["dead"]) == (12 - dead, 0, 0, dead)
    assert dead > 0
    assert min(found[name] for name in ("switch_milliseconds", "milliseconds", "peak_mebibytes", "wall_seconds")) > 0
    assert found["ratios"]["plain pysnmp"] > 0
    assert found["goals"] == {"switch_milliseconds": 5.0, "aim_milliseconds": 2.0}


@pytest.mark.parametrize(
    "option", [["--loss", "51"], ["--dead", "-1"], ["--at-once", "0"], ["--snmp-devices", "99999"]]
)
def test_what_cannot_be_simulated_is_refused(option: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(["bench", "--snmp-devices", "5", *option]) == USAGE
    assert f"{option[0]}={option[1]}" in capsys.readouterr().err


def test_the_simulated_switch_has_what_a_switch_has() -> None:
    facts = interpret(Walk(switch.reading()))

    assert (facts.ci_class, facts.manufacturer, facts.serial_number) == ("switch", "HPE", "CN38FP50JQ")
    assert (len(facts.interfaces), len(facts.vlans), len(facts.neighbours), len(facts.forwarding)) == (25, 4, 4, 96)


def test_devices_answer_nobody_who_does_not_ask_as_they_want_it() -> None:
    devices = Devices(Network())

    assert devices.answer("127.0.0.1", b"") is None
    assert devices.answer("127.0.0.1", b"\x30\x03\x02\x01\x01") is None
