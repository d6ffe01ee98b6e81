"""Recordings of real devices, where they are at hand (PLUMBLINE_TEST_DATA): the figures that were reached are held."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from discovery_agent.secret import Secret
from discovery_agent.snmp.fast_session import FastSession
from discovery_agent.snmp.interpret import interpret
from discovery_agent.snmp.reading import read_device
from discovery_agent.snmp.replay import replay, summary_line
from discovery_agent.snmp.session import Credential, Target
from discovery_agent.snmp.snmprec import device_files, read_recording
from discovery_agent.snmp.summary import summary_of
from discovery_agent.snmp.timing import Timing
from tests.discovery_agent.snmp.responder import Agent, running

DATA = os.environ.get("PLUMBLINE_TEST_DATA", "")
CORPORA = Path(DATA) / "corpora"
pytestmark = pytest.mark.skipif(not DATA, reason="PLUMBLINE_TEST_DATA is not set: no recordings of other projects")
# Recall and precision of what can be read literally in a recording (all: of fields without that mark).
REACHED = {
    ("manufacturer", "literal"): (0.99, 0.99),
    ("manufacturer", "table"): (0.98, 0.98),
    ("model", "literal"): (0.97, 0.98),
    ("model", "table"): (0.80, 0.80),
    ("serial", "literal"): (0.98, 0.98),
    ("version_number", "literal"): (0.98, 0.98),
    ("version", "literal"): (0.97, 0.97),
    ("class", "all"): (0.98, 0.98),
    ("class_named", "all"): (0.98, 0.98),
    ("interfaces", "all"): (0.98, 0.99),
    ("ip_addresses", "all"): (0.97, 0.96),
    ("neighbours", "all"): (0.94, 0.99),
    ("components", "all"): (0.97, 0.99),
    ("vlans", "all"): (0.98, 0.99),
    ("printer_supplies", "all"): (0.99, 0.98),
    ("memory", "all"): (0.86, 0.97),
    ("storage", "all"): (0.86, 0.88),
}


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], dict[str, Any]]:
    answers = tmp_path_factory.mktemp("snmp") / "answers.ndjson"
    lines = replay(device_files([CORPORA / "snmp"]), summary_line)
    answers.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, str(CORPORA / "score"), "snmp", "--answers", str(answers), "--json"]
    scored = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    assert scored["without an answer"] == 0
    return {(entry["field"], entry["part"]): entry for entry in scored["figures"]}


@pytest.mark.parametrize(("field", "part"), REACHED)
def test_summaries_of_real_devices_stay_as_right_as_they_were(
    figures: dict[tuple[str, str], dict[str, Any]], field: str, part: str
) -> None:
    recall, precision = REACHED[field, part]

    assert figures[field, part]["recall"] >= recall
    assert figures[field, part]["precision"] >= precision


READ_LIVE = (
    "ios_ir809",
    "timos_7705",
    "nokia-isam",
    "jetstream_t1600g-28ts",
    "unifi_nanohd",
    "edgeos_erl",
    "moxa-etherdevice_edsg512e",
    "fortigate_60f",
    "jetdirect_m130nw",
    "poweralert_2",
    "dsm_ds214se-dsm6",
    "opnsense_1",
    "ocnos_s9610-36d",
    "boss_ers4950",
)


@pytest.mark.parametrize("name", READ_LIVE)
def test_a_device_that_answers_as_it_was_recorded_is_understood_as_its_recording(name: str) -> None:
    recording = read_recording(CORPORA / "snmp" / "librenms" / f"{name}.snmprec")

    with running(Agent({"public": recording.walk.values})) as port:
        session = FastSession(Target("127.0.0.1", port), Credential(community=Secret("public")), Timing(2.0, 3))
        reading = asyncio.run(read_device(session))

    expected, told = (summary_of(name, interpret(walk)) for walk in (recording.walk, reading.walk()))
    assert told == expected
    assert reading.problems == []
