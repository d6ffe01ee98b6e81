"""Recordings of other projects, where they are at hand (PLUMBLINE_TEST_DATA)."""

import json
import os
from pathlib import Path
from typing import Any, cast

import pytest

from discovery_agent.host.collector import NotAvailable, Reading
from discovery_agent.host.collectors.computer import read as read_computer
from discovery_agent.host.collectors.processors import collector, read
from discovery_agent.host.machine import Machine
from discovery_agent.runner import interpreted
from graph_schema.report import Ref
from tests.discovery_agent.host.fake_root import make

DATA = os.environ.get("PLUMBLINE_TEST_DATA", "")
HOSTS = Path(DATA) / "corpora" / "hosts"
NAMES_NO_PROCESSORS = ("sparc", "alpha", "armel")  # their kernels list them in other words
pytestmark = pytest.mark.skipif(not DATA, reason="PLUMBLINE_TEST_DATA is not set: no recordings of other projects")


def cases(family: str) -> list[Path]:
    return sorted(path.parent for path in (HOSTS / family).glob("*/expected.json")) if DATA else []


def machine_of(case: Path, root: Path, place: str) -> tuple[Machine, dict[str, Any]]:
    known = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    content = (case / known["inputs"][0]["file"]).read_bytes()
    namespace = {"proc/self/ns/pid": "pid:[4026531836]"}
    return Machine(make(root, {place: content}, namespace)), known["expected"]


@pytest.mark.parametrize("case", cases("ansible/cpuinfo") + cases("glpi-agent/cpuinfo"), ids=lambda path: path.name)
def test_processors_are_counted_as_others_count_them(case: Path, tmp_path: Path) -> None:
    machine, expected = machine_of(case, tmp_path, "proc/cpuinfo")

    answer = read(machine)

    if any(name in case.name for name in NAMES_NO_PROCESSORS):
        assert isinstance(answer, NotAvailable)
        return
    section = interpreted(collector, cast("Reading[Any]", answer), Ref("server:self"))
    threads = sum(int(cast("int", ci.attributes["thread_count"])) for ci in section.cis.values())
    assert threads == expected.get("cpu", {}).get("processor_vcpus", threads)
    models = {str(cpu["NAME"]) for cpu in expected.get("cpus", ()) if cpu.get("NAME")}
    assert {str(ci.attributes["model"]) for ci in section.cis.values() if "model" in ci.attributes} >= models


@pytest.mark.parametrize("case", cases("glpi-agent/os-release"), ids=lambda path: path.name)
def test_any_os_release_is_read(case: Path, tmp_path: Path) -> None:
    machine, _ = machine_of(case, tmp_path, "etc/os-release")

    assert read_computer(machine).facts["os_release"]
