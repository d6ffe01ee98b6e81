"""Outcomes on their way to the server: after the reports that they are about, also where it was away."""

import asyncio
import json
from typing import Any

import pytest

from discovery_agent.identity import Identity
from discovery_agent.scan.job import AddressOutcome, attempt_of
from discovery_agent.scan.job_line import JobLine
from discovery_agent.scan.telling import Telling
from discovery_agent.secret import Secret
from discovery_agent.server import Server
from tests.discovery_agent.peer import SECRET, Reply, problem, running_peer
from tests.discovery_agent.scan.test_collector import FIRST, ScanningPeer

SOURCE = f"snmp:lab/{FIRST}"


def test_reports_that_waited_for_the_server_too_are_there_before_their_outcomes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("discovery_agent.scan.telling._PATIENCE_SECONDS", 2.0)
    peer, delivered_at = ScanningPeer(9, FIRST), list[int]()
    peer.outages = 1

    def is_waiting(_source: str) -> bool:
        """The report is delivered when it is asked about for the second time after the outage."""
        if peer.outages == 0:
            delivered_at.append(len(peer.told))
        return len(delivered_at) < 2

    async def finish(line: JobLine) -> None:
        telling = Telling(line, "run-1-1", is_waiting)
        telling.add(AddressOutcome(FIRST, "inventoried", (), (SOURCE,)))
        await telling.finish()

    with running_peer(peer=peer):
        asyncio.run(finish(JobLine(Server(peer.url), Identity("agent-1", Secret(SECRET), "lab", peer.url))))

    assert [outcome["address"] for outcome in peer.told] == [FIRST]
    assert delivered_at[:2] == [0, 0]


class PeerWithLittleRoom(ScanningPeer):
    """Takes so many outcomes in a message, and none with attempts."""

    def answer(self, path: str, headers: Any, body: bytes) -> Reply:  # noqa: ANN401 - http.server's headers
        outcomes = json.loads(body).get("outcomes", [])
        if len(outcomes) > 3 or any(outcome["attempts"] for outcome in outcomes):
            return problem(413, "the body is larger than that")
        return super().answer(path, headers, body)


@pytest.mark.parametrize("is_cancelled", [False, True])
def test_what_is_too_much_for_the_server_is_told_in_shorter_messages_and_no_more_after_a_cancel(
    is_cancelled: bool,  # noqa: FBT001 - a case
) -> None:
    addresses = [f"127.0.0.{number}" for number in range(1, 8)]
    peer = PeerWithLittleRoom(9, *addresses)
    peer.is_cancelled = is_cancelled

    async def finish(line: JobLine) -> None:
        telling = Telling(line, "run-1-1", lambda _source: False)
        for address in addresses:
            telling.add(AddressOutcome(address, "reachable", (attempt_of("icmp", None, "answered", "", 1),), ()))
        await telling.finish()

    with running_peer(peer=peer):
        asyncio.run(finish(JobLine(Server(peer.url), Identity("agent-1", Secret(SECRET), "lab", peer.url))))

    assert [outcome["address"] for outcome in peer.told] == (addresses[:1] if is_cancelled else addresses)
