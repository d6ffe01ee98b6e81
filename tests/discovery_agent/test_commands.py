"""The commands beside `once`: what they print and how they end."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from discovery_agent.__main__ import answer
from discovery_agent.bench.comparison import Comparison, lines_of
from discovery_agent.bench.costs import Cost
from discovery_agent.errors import EXIT_CODES, FAILED, REFUSED, USAGE, WAITING
from discovery_agent.host.machine import Machine
from discovery_agent.runner import Sender, host_collectors, take_inventory
from graph_schema.report import message_of
from tests.discovery_agent.peer import SECRET, Peer, running_peer
from tests.discovery_agent.processes import command, environment, options, run


@pytest.fixture
def peer() -> Iterator[Peer]:
    with running_peer() as running:
        yield running


def test_show_prints_what_once_would_send(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code = answer(["show", "--state", str(tmp_path)])

    message = json.loads(capfdbinary.readouterr().out)
    expected = message_of(take_inventory(Machine(), Sender("not-enrolled"), host_collectors(), remember=False))
    steady = {"computer", "disks", "filesystems", "packages", "processors", "network_interfaces"}
    assert code == 0
    assert {s["name"]: s["hash"] for s in message["sections"] if s["name"] in steady} == {
        s["name"]: s["hash"] for s in expected["sections"] if s["name"] in steady
    }
    assert all("cis" in section for section in message["sections"])


def test_show_keeps_and_sends_nothing(tmp_path: Path) -> None:
    answer(["show", "--state", str(tmp_path)])

    assert list(tmp_path.iterdir()) == []


def test_show_of_one_collector(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    answer(["show", "--pretty", "--collector", "computer", "--state", str(tmp_path)])

    printed = capfd.readouterr().out
    assert [section["name"] for section in json.loads(printed)["sections"]] == ["computer"]
    assert '\n  "sections": [' in printed


def test_show_of_an_unknown_collector_names_the_known_ones(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = answer(["show", "--collector", "computers", "--state", str(tmp_path)])

    assert code == USAGE
    assert "there are: computer, disks" in capfd.readouterr().err


def test_enrol_asks_for_no_token_where_nobody_sits(peer: Peer, tmp_path: Path) -> None:
    ended = run(["enrol", *options(peer.url, tmp_path)], environment(token=None))

    assert ended.code == REFUSED
    assert "--enrolment-token-file" in ended.errors


def test_enrol_replaces_an_identity_only_when_told(peer: Peer, tmp_path: Path) -> None:
    first = run(["enrol", *options(peer.url, tmp_path)])
    second = run(["enrol", *options(peer.url, tmp_path)])
    third = run(["enrol", "--replace", *options(peer.url, tmp_path)])

    assert (first.code, second.code, third.code) == (0, USAGE, 0)
    assert first.output.decode() == f"enrolled at {peer.url} as agent-1, network scope lab\n"
    assert "--replace" in second.errors
    assert SECRET not in first.output.decode() + first.errors


def test_status_before_and_after_the_first_report(peer: Peer, tmp_path: Path) -> None:
    before = run(["status", *options(peer.url, tmp_path)])
    run(["once", *options(peer.url, tmp_path)])
    after = run(["status", *options(peer.url, tmp_path)])

    assert before.code == REFUSED
    assert "not enrolled" in before.output.decode()
    assert after.code == 0
    assert "waiting         0 reports" in after.output.decode()


def test_status_tells_what_waits_and_why(peer: Peer, tmp_path: Path) -> None:
    run(["enrol", *options(peer.url, tmp_path)])
    with running_peer() as gone:
        elsewhere = gone.url
    run(["once", "--patience", "0", *options(elsewhere, tmp_path)])

    ended = run(["status", "--json", *options(peer.url, tmp_path)])

    assert ended.code == WAITING
    assert ended.result["waiting"] == 1
    assert "not reachable" in ended.result["message"]
    assert ended.result["sections"]["computer"] in ("complete", "partial")


def test_send_with_nothing_to_send(peer: Peer, tmp_path: Path) -> None:
    run(["enrol", *options(peer.url, tmp_path)])

    ended = run(["send", *options(peer.url, tmp_path)])

    assert (ended.code, ended.output) == (0, b"nothing waits in the spool\n")


def test_help_tells_commands_variables_and_exit_codes(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        answer(["--help"])
    told = capfd.readouterr().out
    with pytest.raises(SystemExit):
        answer(["once", "--help"])
    of_once = capfd.readouterr().out

    assert all(f"  {code}  {meaning}" in told for code, meaning in EXIT_CODES.items())
    assert "enrol" in told
    assert "DISCOVERY_AGENT_COLLECTOR_SECONDS" in of_once


@pytest.mark.parametrize(
    ("given", "code", "told"),
    [("--help", 0, "enrol"), ("record", FAILED, "record needs the module gufo"), ("replay", USAGE, "PATH")],
)
def test_without_the_libraries_of_the_scanner_the_other_commands_work(given: str, code: int, told: str) -> None:
    without = "import sys; sys.modules['gufo'] = None; from discovery_agent.__main__ import main; main()"

    ended = subprocess.run(
        [sys.executable, "-c", without, given], check=False, capture_output=True, text=True, env=environment()
    )

    assert ended.returncode == code
    assert told in ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr


def test_no_command_shows_the_help(capfd: pytest.CaptureFixture[str]) -> None:
    assert answer([]) == USAGE
    assert "COMMAND" in capfd.readouterr().out


def test_version(capfd: pytest.CaptureFixture[str]) -> None:
    assert answer(["--version"]) == 0
    assert capfd.readouterr().out.startswith("discovery-agent ")


def test_a_reader_that_has_seen_enough_is_no_traceback(tmp_path: Path) -> None:
    with subprocess.Popen(
        command("show", "--state", str(tmp_path)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as showing:
        assert showing.stdout is not None
        assert showing.stderr is not None
        showing.stdout.close()
        errors = showing.stderr.read()

    assert b"Traceback" not in errors


def test_the_readme_tells_every_exit_code_and_command(capfd: pytest.CaptureFixture[str]) -> None:
    readme = (Path(__file__).parents[2] / "discovery_agent" / "README.md").read_text(encoding="utf-8")
    with pytest.raises(SystemExit):
        answer(["--help"])
    commands = [
        line.split()[0] for line in capfd.readouterr().out.splitlines() if line[:4].isspace() and line[4:5].isalpha()
    ]

    assert all(f"| {code} | {meaning} |" in readme for code, meaning in EXIT_CODES.items())
    assert all(f"discovery-agent {name} " in readme for name in commands)
    assert "bench" in commands


def test_bench_measures_the_agent_on_this_machine(capfd: pytest.CaptureFixture[str]) -> None:
    code = answer(["bench", "--runs", "1", "--json"])

    told = json.loads(capfd.readouterr().out)
    assert code == 0
    assert all(told[name]["seconds"] > 0 and told[name]["peak_mebibytes"] > 1 for name in ("inventory", "full"))
    assert told["unchanged_bytes"] < told["full_bytes"]
    assert told["resident_mebibytes"] > 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may make networks")
def test_bench_measures_looks_into_other_networks(capfd: pytest.CaptureFixture[str]) -> None:
    refused = answer(["bench", "--networks", "1000"])
    code = answer(["bench", "--networks", "1", "--runs", "1", "--json"])

    told = json.loads(capfd.readouterr().out)
    assert (refused, code) == (5, 0)
    assert told["networks"] >= 1
    assert 0 < told["percent"] < 100
    assert 0 < told["round_seconds"] < 3600


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hears of connections that end")
def test_bench_counts_looks_at_connections_and_hearing_of_those_that_end(capfd: pytest.CaptureFixture[str]) -> None:
    refused = answer(["bench", "--sockets", "1"])
    code = answer(["bench", "--sockets", "30", "--runs", "3", "--json"])

    (told,) = json.loads(capfd.readouterr().out)
    assert (refused, code) == (2, 0)
    assert told["times_awake"] > 1
    assert told["milliseconds_awake"] > 0
    assert told["percent"] == pytest.approx((told["milliseconds"] + told["milliseconds_awake"]) / 100)


def test_bench_tells_reached_and_missed_goals() -> None:
    cheap, dear = Cost(0.1, 0.1, 20.0), Cost(1.0, 1.0, 40.0)

    lines = list(lines_of(Comparison(cheap, cheap, cheap, 9000, 900, 15.0, peer=dear)))
    alone = list(lines_of(Comparison(cheap, cheap, cheap, 9000, 900, 30.0, peer=None)))

    assert lines[-3:] == [
        "0.10 CPU of fusioninventory-agent, goal 0.2: reached",
        "0.50 peak memory of fusioninventory-agent, goal 0.4: missed",
        "15.00 MiB resident, goal 24: reached",
    ]
    assert "not installed" in alone[-2]
    assert alone[-1].endswith("missed")
