"""The machine that the tests run on: real processes, real sockets, nothing made up."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from discovery_agent.host.machine import Machine
from discovery_agent.runner import Sender, host_collectors, take_inventory
from graph_schema import load_registry
from graph_schema.report import Report, Section

PROGRAM = """
import socket, sys
listener = socket.create_server(("127.0.0.1", 0))
connection = socket.create_connection(("127.0.0.1", int(sys.argv[1]))) if sys.argv[1:] else None
print(listener.getsockname()[1], flush=True)
sys.stdin.readline()
if connection is not None:
    connection.close()
    print("closed", flush=True)
sys.stdin.read()
"""
WITHOUT_RIGHTS = """
import json, os
from discovery_agent.host.machine import Machine
from discovery_agent.host.recognition import known_applications
from discovery_agent.runner import Sender, host_collectors, take_inventory
chosen = host_collectors()
known_applications()  # nobody may not read the sources here
os.setgroups([])
os.setresgid(65534, 65534, 65534)
os.setresuid(65534, 65534, 65534)
report = take_inventory(Machine(), Sender("a"), chosen, remember=False)
print(json.dumps({section.name: [section.outcome, section.reason] for section in report.sections}))
"""
# A network card whose other end is outside, and a pair that lies within.
IN_A_CONTAINER = f"""
ip link add net7 address 52:54:00:aa:bb:cc type veth peer name plumbline7 netns $PPID
ip link add in1 address 52:54:00:aa:bb:01 type veth peer name in2
mount -t sysfs none /sys
{sys.executable} -c 'import json
from discovery_agent.host.machine import Machine
from discovery_agent.runner import Sender, host_collectors, take_inventory
report = take_inventory(Machine(), Sender("a"), host_collectors(), remember=False)
computer = next(section for section in report.sections if section.name == "computer")
print(json.dumps(next(iter(computer.cis.values())).attributes["mac_addresses"]))'
"""


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    for name in ("database", "shop"):
        (tmp_path / f"{name}.py").write_text(PROGRAM, encoding="utf-8")
    return tmp_path


@contextmanager
def daemon(script: Path, *arguments: str) -> Generator[tuple["subprocess.Popen[bytes]", str]]:
    """A program in a session of its own, and the first line it prints."""
    words = [sys.executable, str(script), *arguments]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().decode().strip()
        finally:
            process.kill()


def close_connection(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"\n")
    process.stdin.flush()
    assert process.stdout.readline() == b"closed\n"


def inventory(state: Path | None = None) -> dict[str, Section]:
    chosen = [entry for entry in host_collectors() if entry.name in ("programs", "endpoints", "connections")]
    report = take_inventory(Machine(state=state), Sender("a"), chosen)
    return {section.name: section for section in report.sections}


def provider_of(sections: dict[str, Section], port: int) -> str:
    endpoint = f"endpoint:127.0.0.1|{port}|tcp"
    found = [r.target for r in sections["endpoints"].relationships if r.type == "PROVIDED_BY" and r.source == endpoint]
    assert len(found) == 1
    return str(found[0])


def attributes_of(sections: dict[str, Section], ref: str) -> dict[str, Any]:
    return dict(next(ci.attributes for key, ci in sections["programs"].cis.items() if key == ref))


def connections_of(sections: dict[str, Section], program: str) -> list[dict[str, Any]]:
    found = sections["connections"].relationships
    return [dict(entry.attributes) for entry in found if entry.source == program and entry.type == "CONNECTS_TO"]


def test_a_daemon_is_found_with_its_endpoint_and_keeps_its_identity_over_a_restart(programs: Path) -> None:
    with daemon(programs / "database.py") as (_, port):
        before = inventory()
        ref = provider_of(before, int(port))
    with daemon(programs / "database.py") as (_, again):
        after = inventory()

    assert provider_of(after, int(again)) == ref
    assert attributes_of(after, ref) == attributes_of(before, ref)
    assert attributes_of(after, ref)["name"] == "database"


def test_a_connection_leads_from_the_program_that_holds_it_to_the_endpoint_of_the_other(programs: Path) -> None:
    with daemon(programs / "database.py") as (_, port), daemon(programs / "shop.py", port) as (_, shops_port):
        sections = inventory()

    (held,) = connections_of(sections, provider_of(sections, int(shops_port)))
    assert (held["address"], held["port"], held["sightings"]) == ("127.0.0.1", int(port), 1)
    assert connections_of(sections, provider_of(sections, int(port))) == []


def test_a_connection_is_remembered_when_it_is_over(programs: Path, tmp_path: Path) -> None:
    state = tmp_path / "state"
    with daemon(programs / "database.py") as (_, port), daemon(programs / "shop.py", port) as (shop, shops_port):
        inventory(state)
        close_connection(shop)
        later = inventory(state)

    (remembered,) = connections_of(later, provider_of(later, int(shops_port)))
    assert (remembered["port"], remembered["days"], remembered["sightings"]) == (int(port), 1, 1)
    assert (state / "connections.json").stat().st_mode & 0o777 == 0o600


def test_a_memory_that_is_damaged_starts_anew_and_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "connections.json").write_text('[{"program": 1}]', encoding="utf-8")

    section = inventory(tmp_path)["connections"]

    assert section.outcome == "partial"
    assert "starts anew" in (section.reason or "")
    assert "starts anew" not in (inventory(tmp_path)["connections"].reason or "")


def test_a_memory_that_cannot_be_kept_costs_no_facts(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    section = inventory(tmp_path / "file")["connections"]

    assert section.outcome in ("complete", "partial")
    assert "--state" in (section.reason or "")


def test_an_unchanged_machine_says_the_same_twice() -> None:
    steady = [entry for entry in host_collectors() if entry.stage < 2]

    def facts(report: Report) -> list[tuple[str, str, object, object]]:
        return [(s.name, s.outcome, s.cis, s.relationships) for s in report.sections]

    first, second = (take_inventory(Machine(), Sender("a"), steady, remember=False) for _ in range(2))

    assert facts(first) == facts(second)


def test_everything_that_this_machine_reports_is_declared_and_valid() -> None:
    registry = load_registry()

    report = take_inventory(Machine(), Sender("a"), host_collectors(), remember=False)

    for section in report.sections:
        for ci in section.cis.values():
            spec = registry.ci_class(ci.ci_class)
            for name, value in ci.attributes.items():
                spec.attributes[name].normalise(value)
        for relationship in section.relationships:
            kind = registry.relationship_type(relationship.type)
            for name, value in relationship.attributes.items():
                kind.attributes[name].normalise(value)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_somebody_without_rights_states_what_is_missing() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_RIGHTS], capture_output=True, check=True)

    sections = json.loads(done.stdout)
    for name in ("programs", "endpoints", "connections"):
        outcome, reason = sections[name]
        assert outcome == "partial"
        assert "run the agent as root" in reason
    assert sections["packages"][0] == "complete"


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("ip"), reason="needs root and the command ip (iproute2)")
def test_a_container_is_known_by_the_address_that_its_host_gave_it() -> None:
    done = subprocess.run(
        ["unshare", "--net", "--mount", "sh", "-ec", IN_A_CONTAINER], capture_output=True, check=False, text=True
    )
    if "not permitted" in done.stderr:
        pytest.skip(f"not even root may make network namespaces here: {done.stderr.strip()}")

    assert (json.loads(done.stdout or "null"), done.stderr) == (["52:54:00:aa:bb:cc"], "")
