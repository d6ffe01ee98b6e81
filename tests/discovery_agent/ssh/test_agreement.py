"""The agent and a scan say the same of the same machine: this one."""

import os
import re
import shutil
import signal
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

from discovery_agent.host.machine import Machine
from discovery_agent.runner import Sender, host_collectors, take_inventory
from discovery_agent.scan.fact_kinds import is_told
from discovery_agent.ssh.absorb import readings_of
from discovery_agent.ssh.recorded_system import RecordedSystem
from discovery_agent.ssh.recording import Recording, decode_recording
from discovery_agent.ssh.report import report_of
from discovery_agent.ssh.summary import summary_of
from graph_schema.report import Report, section_hash
from tests.discovery_agent.ssh.printed import record_here

STEADY = ("filesystems", "disks", "logical_volumes", "memory_modules", "network_interfaces", "packages", "processors")
NOBODY = 65534
THREAD_OF_KERNEL = re.compile(rb"^\d+/stat:2 \(kthreadd\)", re.MULTILINE)
# Parts of the commands of what tests before this one may have started from this process.
STARTED_HERE = ("multiprocessing", "tests.cli.forking")
SHELLS = [
    [*words]
    for words in (("sh", "-s"), ("bash", "-s"), ("busybox", "sh", "-s"), ("mksh", "-s"))
    if shutil.which(words[0])
]


def of_agent() -> Report:
    return take_inventory(Machine(), Sender("a"), host_collectors(), remember=False)


def of_scan(recording: Recording) -> Report:
    return report_of(recording, "ssh:lab/127.0.0.1", "lab").report


def hashes(report: Report) -> dict[str, str]:
    return {section.name: section_hash(section, report.root) for section in report.sections if section.name in STEADY}


def root_facts(report: Report) -> dict[str, Any]:
    return dict(report.sections[0].cis[report.root.ref].attributes)


@pytest.mark.parametrize("shell", SHELLS, ids=lambda shell: shell[0])
def test_a_scan_by_root_says_byte_for_byte_what_the_agent_says(shell: list[str]) -> None:
    recording = record_here(shell)
    scanned, said = of_scan(recording), of_agent()

    assert THREAD_OF_KERNEL.search(recording.output) is None
    assert hashes(scanned) == hashes(said)
    assert root_facts(scanned) == root_facts(said)
    enumerated = [(section.name, section.enumerates) for section in said.sections]
    assert [(section.name, section.enumerates) for section in scanned.sections] == [*enumerated, ("links", ())]


def test_kinds_of_facts_that_are_not_wanted_are_not_read_and_all_else_is_the_same() -> None:
    whole, recording = of_scan(record_here()), record_here(facts=())
    scanned = report_of(recording, "ssh:lab/127.0.0.1", "lab", ())

    kept = [section.name for section in scanned.report.sections]
    assert kept == [name for name in (s.name for s in whole.sections) if is_told(name, ())]
    assert {"packages", "programs", "endpoints", "connections"}.isdisjoint(kept)
    assert hashes(scanned.report).items() <= hashes(whole).items()
    assert root_facts(scanned.report) == root_facts(whole)
    assert not scanned.gaps
    assert b"/cmdline" not in recording.output
    assert b"Package: " not in recording.output
    assert "neighbours" not in {frame.name for frame in recording.frames()}


def test_whom_a_machine_serves_is_read_whatever_is_wanted_since_it_makes_no_router_of_a_server() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        recording = record_here(facts=())

        listening = {entry["port"] for entry in RecordedSystem(readings_of(recording)).sockets()}
        assert server.getsockname()[1] in listening


def test_programs_are_the_same_and_the_scan_itself_is_none_of_them() -> None:
    before, scanned, after = of_agent(), of_scan(record_here()), of_agent()

    programs = [
        {ref for section in report.sections if section.name == "programs" for ref in section.cis}
        for report in (before, scanned, after)
    ]
    # Others may come and go in between; what this process started belongs to the scan that it makes.
    lasting = {ref for ref in programs[0] & programs[2] if not any(part in ref for part in STARTED_HERE)}
    assert programs[1] & lasting == lasting
    for part in ("sh -s", "gzip -1", "PATH=/usr/sbin", "stat [0-9]"):
        assert not any(part in ref for ref in programs[1] - lasting)


def test_a_recording_says_the_same_after_it_was_written_and_read() -> None:
    recording = record_here()

    again = decode_recording(recording.encoded(), "again")

    assert hashes(of_scan(again)) == hashes(of_scan(recording))
    assert of_scan(again).observed_at == recording.observed_at


def test_a_summary_tells_the_machine_in_the_common_format() -> None:
    scanned = report_of(record_here(), "ssh:lab/127.0.0.1", "lab")

    summary = summary_of("x", scanned)

    assert summary["name"] == root_facts(scanned.report)["name"]
    assert summary["processors"] == os.cpu_count()
    assert {entry["name"] for entry in summary["interfaces"]} == {
        str(ci.attributes["name"])
        for section in scanned.report.sections
        for ci in section.cis.values()
        if ci.ci_class == "network_interface"
    }


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_without_privilege_each_gap_is_stated_with_its_remedy() -> None:
    scanned = report_of(record_here(user=NOBODY), "ssh:lab/127.0.0.1", "lab")

    outcomes = {section.name: (section.outcome, section.reason or "") for section in scanned.report.sections}
    for name in ("programs", "endpoints", "connections"):
        outcome, reason = outcomes[name]
        assert outcome == "partial"
        assert "discovery-agent ssh-commands" in reason
    assert outcomes["packages"][0] == "complete"
    assert any(gap.startswith("programs: ") for gap in scanned.gaps)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_program_is_the_same_whether_its_executable_may_be_seen_or_not(tmp_path: Path) -> None:
    mark = f"plumbline test {tmp_path.name}"
    daemon = f"PATH=/usr/bin:/bin; cd /; python3 -c 'import time; time.sleep(600)' '{mark}' >/dev/null 2>&1 & echo $!"
    started = subprocess.run(["sh", "-c", daemon], capture_output=True, check=True, text=True, start_new_session=True)
    try:
        found = [keys_of(of_scan(record_here(user=user)), mark) for user in (None, NOBODY)]
    finally:
        os.kill(int(started.stdout), signal.SIGKILL)

    assert found[0]
    assert found[0] == found[1]


def keys_of(report: Report, part: str) -> set[str]:
    return {
        str(ci.attributes["instance_key"])
        for section in report.sections
        for ci in section.cis.values()
        if part in str(ci.attributes.get("instance_key", ""))
    }
