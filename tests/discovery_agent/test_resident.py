"""The resident agent, as a process of its own."""

import os
import signal
import subprocess
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from discovery_agent.errors import FAILED
from discovery_agent.host.files import read_text
from discovery_agent.spool import Spool
from tests.discovery_agent.own_network import leave_ended_connections, own_network
from tests.discovery_agent.peer import Peer, Reply, problem, running_peer
from tests.discovery_agent.processes import command, environment, options, run, wait_until

RESIDENT_MEBIBYTES = 24
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may make a network in which nobody else minds them")


@pytest.fixture
def peer() -> Iterator[Peer]:
    with running_peer() as running:
        yield running


@contextmanager
def resident(url: str, state: Path) -> Generator["subprocess.Popen[bytes]"]:
    """A running agent, killed at the end where it has not ended by itself."""
    with subprocess.Popen(
        command("run", *options(url, state)), env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def ended(process: "subprocess.Popen[bytes]") -> int:
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    return process.returncode


def children_of(pid: int) -> list[str]:
    return (read_text(f"/proc/{pid}/task/{pid}/children") or "").split()


def test_it_reports_at_once_and_ends_cleanly(peer: Peer, tmp_path: Path) -> None:
    with resident(peer.url, tmp_path) as process:
        wait_until(lambda: peer.stored and not children_of(process.pid), "the first turn is over")

        assert ended(process) == 0

    assert Spool(tmp_path).pending() == []


@pytest.mark.parametrize("ended", [0, pytest.param(15_000, marks=as_root)])
def test_between_its_turns_it_is_small_and_alone(ended: int, tmp_path: Path) -> None:
    with own_network():
        leave_ended_connections(ended)
        with running_peer() as peer, resident(peer.url, tmp_path) as process:
            wait_until(lambda: peer.stored and not children_of(process.pid), "the first turn is over")

            status = read_text(f"/proc/{process.pid}/status") or ""
            kibibytes = int(status.partition("VmRSS:")[2].split()[0])
    assert kibibytes <= RESIDENT_MEBIBYTES * 1024


def test_one_at_a_time_in_a_state_folder(peer: Peer, tmp_path: Path) -> None:
    with resident(peer.url, tmp_path) as first:
        wait_until(lambda: peer.stored, "the first report")

        second = run(["run", *options(peer.url, tmp_path)])

        assert second.code == FAILED
        assert f"process {first.pid}" in second.errors


def test_a_person_may_report_while_it_waits(peer: Peer, tmp_path: Path) -> None:
    with resident(peer.url, tmp_path) as process:
        wait_until(lambda: peer.stored and not children_of(process.pid), "the first turn is over")

        assert run(["once", *options(peer.url, tmp_path)]).code == 0
        assert f"resident        process {process.pid}" in run(["status", *options(peer.url, tmp_path)]).output.decode()


def test_what_a_busy_server_did_not_take_is_delivered_without_a_new_inventory(peer: Peer, tmp_path: Path) -> None:
    run(["enrol", *options(peer.url, tmp_path)])
    peer.replies = [problem(503, "starting", Retry_After="1")] * 2
    with resident(peer.url, tmp_path):
        wait_until(lambda: peer.stored, "the report gets through")

    assert len(peer.received) == 3
    assert len({report["report_id"] for report in peer.received}) == 1


def test_the_spool_survives_a_kill_and_is_delivered_at_the_next_start(peer: Peer, tmp_path: Path) -> None:
    run(["enrol", *options(peer.url, tmp_path)])
    peer.replies = [Reply(503, headers={"Retry-After": "3000"})]
    with resident(peer.url, tmp_path) as process:
        wait_until(lambda: peer.received and not children_of(process.pid), "the report waits")
        process.kill()
    kept = peer.received[0]["report_id"]

    with resident(peer.url, tmp_path):
        wait_until(lambda: kept in peer.report_ids, "the report that waited")

    assert peer.report_ids[0] == kept


def test_a_signal_during_a_turn_ends_the_turn_too(peer: Peer, tmp_path: Path) -> None:
    with resident(peer.url, tmp_path) as process:
        wait_until(lambda: children_of(process.pid), "the first turn has begun")
        child = children_of(process.pid)[0]

        assert ended(process) == 0

    assert not Path(f"/proc/{child}").exists()
