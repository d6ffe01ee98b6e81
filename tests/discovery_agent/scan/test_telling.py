"""Outcomes on their way to the server: after the reports that they are about, also where it was away."""

import asyncio

import pytest

from discovery_agent.identity import Identity
from discovery_agent.scan.job import AddressOutcome
from discovery_agent.scan.job_line import JobLine
from discovery_agent.scan.telling import Telling
from discovery_agent.secret import Secret
from discovery_agent.server import Server
from tests.discovery_agent.peer import SECRET, running_peer
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
