"""A collector at work: it does what the server asks for, and nothing that ends it loses or repeats anything."""

import json
import signal
import subprocess
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from discovery_agent.errors import DONE, REFUSED
from discovery_agent.snmp.values import Oid, Value
from tests.discovery_agent.peer import SECRET, Peer, Reply, problem, running_peer
from tests.discovery_agent.processes import command, environment, options, run
from tests.discovery_agent.snmp.responder import Agent, Rows, running
from tests.waiting import wait_until

DEVICE: dict[str, Value] = {
    "1.3.6.1.2.1.1.1.0": b"RouterOS RB750Gr3",
    "1.3.6.1.2.1.1.2.0": Oid("1.3.6.1.4.1.14988.1"),
}
FIRST, SECOND = "127.0.0.1", "127.0.0.2"


class ScanningPeer(Peer):
    """A server with one job for addresses, which it gives out until each has an outcome."""

    def __init__(self, port: int, *addresses: str) -> None:
        super().__init__()
        self.left = dict.fromkeys(addresses)
        self.told: list[dict[str, Any]] = []
        self.stored_before: list[int] = []
        self.is_cancelled = False
        self.outages = 0
        self.asked = 0
        self._port = port

    def answer(self, path: str, headers: Any, body: bytes) -> Reply:  # noqa: ANN401 - http.server's headers
        if not path.startswith("/api/v1/collectors/"):
            return super().answer(path, headers, body)
        if headers["Authorization"] != f"Agent agent-1:{SECRET}" or not self.accepts_agents:
            return problem(401, "unknown agent")
        if path.endswith("/next"):
            self.asked += 1
            is_over = not self.left or (self.is_cancelled and self.told)
            return Reply(204) if is_over else Reply(200, self._job())
        if self.outages:
            self.outages -= 1
            return problem(503, "the graph is away")
        for outcome in json.loads(body)["outcomes"]:
            if self.left.pop(outcome["address"], self) is not self:
                self.told.append(outcome)
                self.stored_before.append(len(self.stored))
        return Reply(200, {"is_cancelled": self.is_cancelled})

    def _job(self) -> dict[str, Any]:
        credential = {"credential_id": "c", "kind": "snmp_v2c", "secret": {"community": "s3cret-community"}}
        return {
            "job_id": "run-1-1",
            "run_id": "run-1",
            "network_scope": "lab",
            "addresses": list(self.left),
            "methods": ["snmp"],
            "snmp_port": self._port,
            "credentials": [credential],
            "limits": {"timeout_seconds": 30, "tries": 1},
        }


def told(peer: ScanningPeer) -> dict[str, str]:
    return {outcome["address"]: outcome["state"] for outcome in peer.told}


def test_a_job_is_done_its_reports_delivered_and_its_secrets_nowhere(tmp_path: Path) -> None:
    with running(Agent({"s3cret-community": DEVICE})) as port:
        peer = ScanningPeer(port, FIRST)
        with running_peer(peer=peer):
            ended = run(["collector", "--once", *options(peer.url, tmp_path)])

    assert ended.code == DONE, ended.errors
    assert told(peer) == {FIRST: "inventoried"}
    assert peer.told[0]["sources"] == [f"snmp:lab/{FIRST}"]
    assert [report["source"] for report in peer.stored] == [f"snmp:lab/{FIRST}"]
    assert peer.stored_before == [1]
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"s3cret-community" not in kept + ended.output + ended.errors.encode()


def test_a_collector_that_is_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    is_asked, answers = Event(), Event()

    def hold(_kind: int, rows: Rows) -> Rows | None:
        is_asked.set()
        return rows if answers.is_set() else None

    def journaled() -> bytes:
        return b"".join(path.read_bytes() for path in (tmp_path / "collector" / "jobs").glob("*.journal"))

    first = Agent({"s3cret-community": DEVICE})
    with running(first) as port, running(Agent({"s3cret-community": DEVICE}, hold), SECOND, port):
        peer = ScanningPeer(port, FIRST, SECOND)
        peer.outages = 1000
        with running_peer(peer=peer):
            words = command("collector", *options(peer.url, tmp_path))
            with subprocess.Popen(words, env=environment(), stderr=subprocess.DEVNULL) as killed:
                wait_until(lambda: is_asked.is_set() and bool(peer.stored) and FIRST.encode() in journaled())
                killed.send_signal(signal.SIGKILL)
            asked, peer.outages = first.requests, 0
            answers.set()
            ended = run(["collector", "--once", *options(peer.url, tmp_path)])

    assert ended.code == DONE, ended.errors
    assert told(peer) == {FIRST: "inventoried", SECOND: "inventoried"}
    assert first.requests == asked
    stored = {report["report_id"]: report["source"] for report in peer.stored}  # one on its way is sent again as it is
    assert list(stored.values()) == [f"snmp:lab/{FIRST}", f"snmp:lab/{SECOND}"]
    assert not list((tmp_path / "collector" / "jobs").iterdir())


def test_a_clock_that_has_gone_back_makes_no_older_claims(tmp_path: Path) -> None:
    with running(Agent({"s3cret-community": DEVICE})) as port:
        peer = ScanningPeer(port, FIRST)
        peer.clock_ahead = 40 * 86_400.0
        with running_peer(peer=peer):
            ended = run(["collector", "--once", *options(peer.url, tmp_path)])

    ahead = datetime.fromisoformat(peer.stored[0]["observed_at"]) - datetime.now(UTC)
    assert ended.code == DONE, ended.errors
    assert timedelta(days=39) < ahead < timedelta(days=40, minutes=1)


def test_a_damaged_journal_ends_no_collector(tmp_path: Path) -> None:
    name = blake2b(b"run-1-1", digest_size=16).hexdigest()
    journal = tmp_path / "collector" / "jobs" / f"{name}.journal"
    journal.parent.mkdir(parents=True)
    journal.write_text('{"scan": "run-1-1"}\nno line\n', encoding="utf-8")
    with running(Agent({"s3cret-community": DEVICE})) as port:
        peer = ScanningPeer(port, FIRST)
        with running_peer(peer=peer):
            ended = run(["collector", "--once", *options(peer.url, tmp_path)])

    assert ended.code == DONE, ended.errors
    assert "is damaged" in ended.errors
    assert told(peer) == {FIRST: "inventoried"}


def test_what_the_server_cannot_take_is_told_again(tmp_path: Path) -> None:
    with running(Agent({"s3cret-community": DEVICE})) as port:
        peer = ScanningPeer(port, FIRST)
        peer.outages = 1
        peer.replies = [problem(503, "busy", Retry_After="1")]
        with running_peer(peer=peer):
            run(["collector", "--once", *options(peer.url, tmp_path)])
            ended = run(["collector", "--once", *options(peer.url, tmp_path)])

    assert ended.code == DONE, ended.errors
    assert told(peer) == {FIRST: "inventoried"}
    assert len(peer.stored) == 1


def test_a_cancelled_job_ends_while_a_device_is_still_being_asked(tmp_path: Path) -> None:
    silent = Agent({"s3cret-community": DEVICE}, lambda _kind, _rows: None)
    with running(Agent({"s3cret-community": DEVICE})) as port, running(silent, SECOND, port):
        peer = ScanningPeer(port, FIRST, SECOND)
        peer.is_cancelled = True
        with running_peer(peer=peer):
            words = command("collector", *options(peer.url, tmp_path))
            with subprocess.Popen(words, env=environment(), stderr=subprocess.DEVNULL) as working:
                wait_until(lambda: peer.asked > 1)
                working.send_signal(signal.SIGTERM)

            assert working.returncode == DONE

    assert told(peer) == {FIRST: "inventoried"}


def test_a_collector_that_is_not_accepted_says_so(tmp_path: Path) -> None:
    peer = ScanningPeer(9, FIRST)
    peer.accepts_agents = False
    with running_peer(peer=peer):
        ended = run(["collector", "--once", *options(peer.url, tmp_path)])

    assert ended.code == REFUSED
    assert "enrol it with the token of a collector" in ended.errors


def test_a_job_that_is_none_is_named(tmp_path: Path) -> None:
    peer = ScanningPeer(99_999, FIRST)
    with running_peer(peer=peer):
        ended = run(["collector", "--once", *options(peer.url, tmp_path)])

    assert ended.code != DONE
    assert "snmp_port=99999" in ended.errors


@pytest.mark.parametrize("words", [["collector"], ["scan", "127.0.0.1"]])
def test_without_an_identity_and_a_token_nothing_is_done(words: list[str], tmp_path: Path) -> None:
    ended = run([*words, *options("http://127.0.0.1:9", tmp_path)], environment(None))

    assert ended.code == REFUSED
    assert "not enrolled" in ended.errors
