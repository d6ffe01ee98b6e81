"""Reports of a scan wait for the server; nothing that happens to some of them keeps the others waiting for ever."""

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from discovery_agent.identity import Identity
from discovery_agent.scan.report_spool import ReportSpool
from discovery_agent.secret import Secret
from discovery_agent.settings import Settings
from graph_schema.report import Report, Root, ref_of
from tests.discovery_agent.peer import SECRET, Peer, problem, running_peer
from tests.waiting import wait_until

SECONDS = 60.0


@pytest.fixture
def peer() -> Iterator[Peer]:
    with running_peer() as running:
        yield running


@pytest.fixture
def spool(peer: Peer, tmp_path: Path) -> ReportSpool:
    return spool_in(tmp_path, peer)


def spool_in(folder: Path, peer: Peer) -> ReportSpool:
    settings = Settings(server=peer.url, state=folder)
    return ReportSpool(settings, Identity("agent-1", Secret(SECRET), "lab", peer.url))


def report(name: str) -> Report:
    return Report(name, f"ssh:lab/{name}", "2026-01-01T00:00:00Z", Root(ref_of("server", "self"), "server"), (), "lab")


def test_reports_that_the_server_rejects_make_room(
    peer: Peer, spool: ReportSpool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("discovery_agent.scan.report_spool._MOST_WAITING", 1)
    peer.replies = [problem(422, "this is none")]

    async def keep_two() -> None:
        await spool.keep(report("10.0.0.1"))
        waiting = asyncio.create_task(spool.keep(report("10.0.0.2")))
        await asyncio.sleep(0)  # it runs up to where it waits for room
        await spool.deliver_once()
        await asyncio.wait_for(waiting, SECONDS)

    asyncio.run(keep_two())


def test_a_report_waits_until_the_server_has_it_and_no_other_does(spool: ReportSpool) -> None:
    async def waiting() -> list[bool]:
        await spool.keep(report("10.0.0.1"))
        before = [spool.is_waiting(f"ssh:lab/10.0.0.{number}") for number in (1, 2)]
        await spool.deliver_once()
        return [*before, spool.is_waiting("ssh:lab/10.0.0.1")]

    assert asyncio.run(waiting()) == [True, False, False]


def test_reports_from_before_a_start_are_waited_for_too(peer: Peer, spool: ReportSpool, tmp_path: Path) -> None:
    async def waiting() -> list[bool]:
        await spool.keep(report("10.0.0.1"))
        again = spool_in(tmp_path, peer)
        before = again.is_waiting("ssh:lab/10.0.0.1")
        await again.deliver_once()
        return [before, again.is_waiting("ssh:lab/10.0.0.1")]

    assert asyncio.run(waiting()) == [True, False]


def test_a_folder_that_cannot_be_used_for_a_while_does_not_end_the_delivery(
    spool: ReportSpool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "acknowledged").write_text("no folder", encoding="utf-8")

    async def is_delivering_after_failing() -> bool:
        await spool.keep(report("10.0.0.1"))
        delivery = asyncio.create_task(spool.deliver())
        await asyncio.to_thread(wait_until, lambda: delivery.done() or bool(caplog.records))
        is_alive = not delivery.done()
        delivery.cancel()
        return is_alive

    with caplog.at_level(logging.WARNING):
        assert asyncio.run(is_delivering_after_failing())
