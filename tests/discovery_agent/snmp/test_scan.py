"""Scanning and recording as a person does: what is recorded replays to what the scan said."""

import json
import shutil
import socket
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from discovery_agent.__main__ import answer
from discovery_agent.errors import DONE, FAILED, USAGE
from discovery_agent.snmp.scan import targets_of
from discovery_agent.snmp.values import Oid, Value
from tests.discovery_agent.snmp.responder import Agent, running

SWITCH: dict[str, Value] = {
    "1.3.6.1.2.1.1.1.0": b"Cisco IOS Software, C2960S Software (C2960S-UNIVERSALK9-M), Version 15.2(2a)E1, RELEASE",
    "1.3.6.1.2.1.1.2.0": Oid("1.3.6.1.4.1.9.1.1208"),
    "1.3.6.1.2.1.1.5.0": b"sw1\x1b[2J",
    "1.3.6.1.2.1.2.2.1.2.10105": b"Fa0/5",
    "1.3.6.1.2.1.2.2.1.6.10105": b"\x00\x1a\x2b\x0c\x4d\x5e",
    "1.3.6.1.4.1.9.9.46.1.3.1.1.4.1.30": b"voice",
    "1.3.6.1.2.1.4.20.1.2.10.0.0.1": 10105,
    "1.3.6.1.2.1.4.20.1.3.10.0.0.1": b"\xff\xff\xff\x00",
}
PER_VLAN: dict[str, Value] = {
    "1.3.6.1.2.1.17.1.4.1.2.5": 10105,
    "1.3.6.1.2.1.17.4.3.1.2.0.26.43.12.77.95": 5,
    "1.3.6.1.2.1.17.4.3.1.3.0.26.43.12.77.95": 3,
}


@pytest.fixture
def community(tmp_path: Path) -> Path:
    file = tmp_path / "community"
    file.write_text("s3cret\n", encoding="utf-8")
    return file


def test_what_is_recorded_replays_to_what_a_scan_says(
    tmp_path: Path, community: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with running(Agent({"s3cret": SWITCH, "s3cret@30": PER_VLAN})) as port:
        options = ["--community-file", str(community), "--port", str(port), "--state", str(tmp_path)]
        assert answer(["scan", "127.0.0.1", *options]) == DONE
        scanned = json.loads(capfd.readouterr().out)
        assert answer(["record", "127.0.0.1", "--folder", str(tmp_path / "made"), *options]) == DONE

    written = capfd.readouterr().out.split()
    assert [Path(path).name for path in written] == ["127.0.0.1.snmprec", "127.0.0.1@30.snmprec"]
    assert answer(["replay", str(tmp_path / "made")]) == DONE
    assert {**json.loads(capfd.readouterr().out), "source": "127.0.0.1"} == scanned
    assert (scanned["name"], scanned["manufacturer"], scanned["os_version"]) == ("sw1 [2J", "Cisco", "15.2(2a)E1")
    assert scanned["ip_addresses"] == ["10.0.0.1/24"]
    assert "s3cret" not in "".join(Path(path).read_text(encoding="utf-8") for path in written)


def test_a_report_goes_into_a_file(tmp_path: Path, community: Path) -> None:
    with running(Agent({"s3cret": SWITCH})) as port:
        options = ["--community-file", str(community), "--port", str(port), "--network-scope", "lab"]
        answer(["scan", "127.0.0.1", "--format", "report", "--out", str(tmp_path / "reports"), *options])

    report = json.loads((tmp_path / "reports").read_text(encoding="utf-8"))
    assert (report["source"], report["network_scope"]) == ("snmp:lab/127.0.0.1", "lab")


def test_who_does_not_answer_is_named(community: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with running(Agent({"other": SWITCH})) as port:
        options = ["--community-file", str(community), "--port", str(port), "--seconds", "0.05"]
        code = answer(["scan", "127.0.0.1", *options])

    told = capfd.readouterr()
    assert (code, told.out) == (FAILED, "")
    assert "127.0.0.1 port" in told.err
    assert "does not answer" in told.err
    assert "s3cret" not in told.err


def test_a_target_to_which_there_is_no_way_holds_up_no_other(
    community: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with running(Agent({"s3cret": SWITCH})) as port:
        code = answer(["scan", "255.255.255.255", "127.0.0.1", "--community-file", str(community), "--port", str(port)])

    told = capfd.readouterr()
    assert code == DONE
    assert json.loads(told.out)["source"] == "127.0.0.1"
    assert "discovery-agent: 255.255.255.255: " in told.err


@pytest.mark.parametrize(
    ("option", "value", "remedy"),
    [
        ("--port", "99999", "give 1 to 65,535"),
        ("--out", "/nowhere/x", "No such file"),
        ("--at-once", "0", "more than 0"),
    ],
)
def test_an_option_that_cannot_be_is_named(
    option: str, value: str, remedy: str, community: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert answer(["scan", "127.0.0.1", "--community-file", str(community), option, value]) == USAGE

    told = capfd.readouterr().err
    assert f"{option}={value}" in told
    assert remedy in told


def test_secrets_are_asked_for_by_file(capfd: pytest.CaptureFixture[str]) -> None:
    assert answer(["scan", "127.0.0.1"]) == USAGE
    assert "--community-file or --user is missing" in capfd.readouterr().err


def test_ranges_are_taken_apart() -> None:
    assert targets_of(["10.0.0.0/30", "10.0.0.1", "sw1"]) == ["10.0.0.1", "10.0.0.2", "sw1"]


@contextmanager
def snmpd(folder: Path) -> Generator[int]:
    """The agent of net-snmp with a user of version 3, on a free port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    configuration = folder / "snmpd.conf"
    lines = (
        f"agentAddress udp:127.0.0.1:{port}",
        "sysName v3host",
        'createUser scanner SHA "authpass1" AES "privpass1"',
        "view system included .1.3.6.1.2.1.1",
        "rouser scanner priv -V system",
    )
    configuration.write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [str(shutil.which("snmpd", path="/usr/sbin:/usr/bin")), "-f", "-Lo", "-C", "-c", str(configuration)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={"SNMP_PERSISTENT_DIR": str(folder)}
    ) as running:
        assert any("NET-SNMP version" in line for line in running.stdout or ())
        try:
            yield port
        finally:
            running.terminate()


@pytest.mark.skipif(not shutil.which("snmpd", path="/usr/sbin:/usr/bin"), reason="net-snmp's snmpd is not installed")
def test_a_device_is_asked_as_a_user_of_version_3(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for name, secret in (("auth", "authpass1"), ("privacy", "privpass1")):
        (tmp_path / name).write_text(secret, encoding="utf-8")
    options = ["--user", "scanner", "--authentication", "SHA", "--authentication-file", str(tmp_path / "auth")]
    options += ["--privacy", "AES", "--privacy-file", str(tmp_path / "privacy"), "--seconds", "5"]

    with snmpd(tmp_path) as port:
        code = answer(["scan", "127.0.0.1", "--port", str(port), *options])

    assert code == DONE
    assert json.loads(capfd.readouterr().out)["name"] == "v3host"
