"""Scanning as a person does: reports in a file, an outcome for every address, and going on after a kill."""

import json
import signal
import subprocess
from pathlib import Path
from threading import Event

import pytest

from discovery_agent.__main__ import answer
from discovery_agent.errors import DONE, FAILED, REFUSED, USAGE
from discovery_agent.snmp.values import Oid, Value
from tests.discovery_agent.peer import running_peer
from tests.discovery_agent.processes import command, environment, options, run
from tests.discovery_agent.snmp.responder import Agent, Rows, running
from tests.waiting import wait_until

HERE = "127.0.0.1"
DEVICE: dict[str, Value] = {
    "1.3.6.1.2.1.1.1.0": b"RouterOS RB750Gr3",
    "1.3.6.1.2.1.1.2.0": Oid("1.3.6.1.4.1.14988.1"),
    "1.3.6.1.2.1.1.5.0": b"edge\x1b[2J",
}


@pytest.fixture
def credentials(tmp_path: Path) -> Path:
    file = tmp_path / "credentials.toml"
    file.write_text('[[credentials]]\nkind = "snmp_v2c"\ncommunity = "s3cret"\n', encoding="utf-8")
    file.chmod(0o600)
    return file


def words(credentials: Path, port: int, *more: str) -> list[str]:
    out = str(credentials.with_name("reports"))
    quick = ["--timeout-seconds", "0.2", "--tries", "1", "--out", out, "--credentials", str(credentials)]
    return ["scan", "--snmp-port", str(port), *quick, *more]


def reports(credentials: Path) -> list[str]:
    lines = credentials.with_name("reports").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["source"] for line in lines]


def test_every_address_has_an_outcome_and_who_answers_a_report(credentials: Path) -> None:
    with running(Agent({"s3cret": DEVICE})) as port:
        line = words(credentials, port, "127.0.0.1-3", "--exclude", "127.0.0.2", "--methods", "snmp", "--json")
        ended = run(line, environment(None))

    told = [json.loads(line) for line in ended.output.splitlines()]
    states = {entry["address"]: entry["state"] for entry in told}
    assert ended.code == DONE
    assert states == {"127.0.0.1": "inventoried", "127.0.0.3": "reachable"}
    assert reports(credentials) == ["snmp:default/127.0.0.1"]
    assert not credentials.with_name("reports.journal").exists()


def test_text_tells_the_cause_and_the_next_step_and_no_secret(
    credentials: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with running(Agent({"other": DEVICE})) as port:
        code = answer(words(credentials, port, "127.0.0.1", "--methods", "tcp,snmp", "--tcp-ports", "9"))

    told = capfd.readouterr()
    assert code == DONE
    assert "127.0.0.1" in told.out
    assert "snmp with snmp_v2c-1: The device did not answer SNMP." in told.out
    assert "Check the community" in told.out
    assert "1 addresses: 1 reachable" in told.err
    assert "s3cret" not in told.out + told.err


def test_a_scan_in_which_nobody_is_there_fails(credentials: Path) -> None:
    with running(Agent({"other": DEVICE})) as port:
        assert answer(words(credentials, port, "127.0.0.1", "--methods", "snmp")) == FAILED


@pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2"])
def test_a_scan_that_was_killed_goes_on_where_it_stopped(credentials: Path) -> None:
    is_asked, answers = Event(), Event()

    def hold(_kind: int, rows: Rows) -> Rows | None:
        is_asked.set()
        return rows if answers.is_set() else None

    journal = credentials.with_name("reports.journal")
    with (
        running(Agent({"s3cret": DEVICE})) as port,
        running(Agent({"s3cret": DEVICE}, hold), "127.0.0.2", port),
    ):
        line = words(credentials, port, "127.0.0.1-2", "--methods", "snmp", "--timeout-seconds", "30")
        with subprocess.Popen(command(*line), env=environment(None), stdout=subprocess.DEVNULL) as killed:
            wait_until(lambda: is_asked.is_set() and journal.exists() and b"127.0.0.1" in journal.read_bytes())
            killed.send_signal(signal.SIGKILL)
        with credentials.with_name("reports").open("ab") as file:
            file.write(b'{"half a report')
        answers.set()
        assert answer(line) == DONE

    assert reports(credentials) == ["snmp:default/127.0.0.1", "snmp:default/127.0.0.2"]


@pytest.mark.parametrize(
    ("more", "named"),
    [
        (["--methods", "icmp,telnet"], "telnet"),
        (["--tcp-ports", "ssh"], "tcp_ports='ssh'"),
        (["--snmp-port", "99999"], "snmp_port=99999"),
        (["--at-once", "0"], "limits.at_once"),
        (["--out", "/proc/nowhere/x"], "/proc/nowhere/x"),
        (["--credentials", "/nowhere/c"], "--credentials=/nowhere/c"),
    ],
)
def test_an_option_that_cannot_be_is_named(
    more: list[str], named: str, credentials: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert answer([*words(credentials, 161, "127.0.0.1"), *more]) in (USAGE, FAILED)
    assert named in capfd.readouterr().err


def test_where_reports_go_must_be_said(capfd: pytest.CaptureFixture[str]) -> None:
    assert answer(["scan", "127.0.0.1"]) == USAGE
    assert "--out or --server is missing" in capfd.readouterr().err


def test_reports_go_to_the_server_and_wait_on_disk_while_it_is_away(credentials: Path, tmp_path: Path) -> None:
    with running(Agent({"s3cret": DEVICE})) as port, running_peer() as peer:
        line = ["scan", HERE, "--snmp-port", str(port), "--methods", "snmp", "--credentials", str(credentials)]
        line += options(peer.url, tmp_path / "state")
        delivered = run(line)
        peer.accepts_agents = False
        refused = run(line)
        waiting = list((tmp_path / "state" / "collector" / "spool").iterdir())

    assert (delivered.code, refused.code) == (DONE, REFUSED), delivered.errors + refused.errors
    assert [report["source"] for report in peer.stored] == [f"snmp:lab/{HERE}"]
    assert len(waiting) == 1
