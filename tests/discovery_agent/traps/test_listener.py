"""A collector that listens: what the server does not take waits over outages and the collector's own death."""

import json
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from discovery_agent.errors import USAGE
from discovery_agent.scan.job import message_of_credential
from tests.discovery_agent.peer import SECRET, Peer, Reply, problem, running_peer
from tests.discovery_agent.processes import command, environment, options, run
from tests.discovery_agent.traps.senders import COLD_START, COMMUNITY, LINK_DOWN, PORT_7, SNMPTRAP, send
from tests.waiting import wait_until

PLACE = f"127.0.0.1:{30_000 + os.getpid() % 10_000}"


class ListeningPeer(Peer):
    """A server that lends a community, and takes batches while it `is_there`."""

    def __init__(self) -> None:
        super().__init__()
        self.is_there = False
        self.asked = 0
        self.taken: dict[str, dict[str, Any]] = {}

    def answer(self, path: str, headers: Any, body: bytes) -> Reply:  # noqa: ANN401 - http.server's headers
        if not path.startswith("/api/v1/collectors/"):
            return super().answer(path, headers, body)
        if headers["Authorization"] != f"Agent agent-1:{SECRET}":
            return problem(401, "unknown agent")
        if path.endswith("/next"):
            return Reply(204)
        if path.endswith("/credentials"):
            self.asked += 1
            return Reply(200, {"credentials": [message_of_credential(COMMUNITY)], "valid_seconds": 3600})
        if not self.is_there:
            self.asked += 1
            return problem(503, "the graph is away")
        batch = json.loads(body)
        self.taken[batch["batch_id"]] = batch
        return Reply(204)


@pytest.mark.skipif(not SNMPTRAP, reason="there is no snmptrap here")
def test_what_was_acknowledged_reaches_the_server_once_over_its_absence_and_a_kill(tmp_path: Path) -> None:
    words = ("-v2c", "-c", "s3cret", "--", "5")
    peer = ListeningPeer()
    sending = tmp_path / "collector" / "traps" / "sending.json"
    waiting = sending.with_name("waiting.json")
    with running_peer(peer=peer):
        line = command("collector", "--traps", PLACE, *options(peer.url, tmp_path))
        with subprocess.Popen(line, env=environment(), stderr=subprocess.DEVNULL) as killed:
            wait_until(lambda: send("snmpinform", PLACE, *words, COLD_START) == 0)
            wait_until(sending.exists)
            assert send("snmpinform", PLACE, *words, LINK_DOWN, *PORT_7) == 0
            wait_until(waiting.exists)
            killed.send_signal(signal.SIGKILL)
        first = json.loads(sending.read_bytes())
        peer.is_there = True
        with subprocess.Popen(line, env=environment(), stderr=subprocess.DEVNULL) as ended:
            wait_until(lambda: len(peer.taken) == 2 and not sending.exists())  # it knows what the server has
            ended.terminate()

    told = [(trap["oid"], trap["times"], trap["interface_index"]) for b in peer.taken.values() for trap in b["traps"]]
    assert ended.returncode == 0
    assert next(iter(peer.taken)) == first["batch_id"]
    assert told == [(COLD_START, 1, 0), (LINK_DOWN, 1, 7)]
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b'"s3cret"' not in kept
    assert not list(sending.parent.iterdir())


def test_a_collector_that_does_not_stay_listens_for_nothing(tmp_path: Path) -> None:
    ended = [run(["collector", *words, *options("http://127.0.0.1:9", tmp_path)]) for words in (
        ("--once", "--traps", "1162"), ("--traps", "nowhere"),
    )]  # fmt: skip

    assert [one.code for one in ended] == [USAGE, USAGE]
    assert "leave out --once" in ended[0].errors
    assert "names no port" in ended[1].errors
