"""Recording as a person does: what is recorded replays to what a scan reports."""

import json
import socket
from pathlib import Path

import pytest

from discovery_agent.__main__ import answer
from discovery_agent.errors import DONE, FAILED, USAGE
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


def test_what_is_recorded_replays_to_what_a_scan_reports(
    tmp_path: Path, community: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with running(Agent({"s3cret": SWITCH, "s3cret@30": PER_VLAN})) as port:
        options = ["--community-file", str(community), "--port", str(port)]
        assert answer(["record", "127.0.0.1", "--folder", str(tmp_path / "made"), *options]) == DONE
        written = capfd.readouterr().out.split()
        scan_switch(tmp_path, port)

    assert [Path(path).name for path in written] == ["127.0.0.1.snmprec", "127.0.0.1@30.snmprec"]
    capfd.readouterr()
    assert answer(["replay", str(tmp_path / "made"), "--format", "report"]) == DONE
    replayed = json.loads(capfd.readouterr().out)
    scanned = json.loads((tmp_path / "reports").read_text(encoding="utf-8"))
    assert (scanned["source"], scanned["network_scope"]) == ("snmp:lab/127.0.0.1", "lab")
    assert [section["hash"] for section in scanned["sections"]] == [s["hash"] for s in replayed["sections"]]
    assert "s3cret" not in "".join(Path(path).read_text(encoding="utf-8") for path in written)


def scan_switch(folder: Path, port: int) -> None:
    credentials = folder / "credentials.toml"
    credentials.write_text('[[credentials]]\nkind = "snmp_v2c"\ncommunity = "s3cret"\n', encoding="utf-8")
    credentials.chmod(0o600)
    options = ["--credentials", str(credentials), "--snmp-port", str(port), "--methods", "snmp"]
    options += ["--network-scope", "lab", "--out", str(folder / "reports")]
    assert answer(["scan", "127.0.0.1", *options]) == DONE


def test_who_does_not_answer_is_named(community: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        options = ["--community-file", str(community), "--port", str(silent.getsockname()[1]), "--seconds", "0.05"]
        code = answer(["record", "127.0.0.1", *options])

    told = capfd.readouterr()
    assert (code, told.out) == (FAILED, "")
    assert "does not answer" in told.err
    assert "s3cret" not in told.err


@pytest.mark.parametrize(
    ("option", "value", "remedy"), [("--port", "99999", "give 1 to 65,535"), ("--seconds", "0", "more than 0")]
)
def test_an_option_that_cannot_be_is_named(
    option: str, value: str, remedy: str, community: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert answer(["record", "127.0.0.1", "--community-file", str(community), option, value]) == USAGE

    told = capfd.readouterr().err
    assert f"{option}={value}" in told
    assert remedy in told


def test_secrets_are_asked_for_by_file(capfd: pytest.CaptureFixture[str]) -> None:
    assert answer(["record", "127.0.0.1"]) == USAGE
    assert "--community-file or --user is missing" in capfd.readouterr().err
