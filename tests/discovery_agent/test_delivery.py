"""Reports reach the server once, whatever it or the line does; the peer is a real server on the loopback interface."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from discovery_agent.delivery import Acknowledged, Courier, Refused, Rejected, Waiting, acknowledged_hashes
from discovery_agent.identity import Identity
from discovery_agent.secret import Secret
from discovery_agent.server import Server
from discovery_agent.spool import Spool
from tests.discovery_agent.messages import message, put
from tests.discovery_agent.peer import SECRET, Peer, Reply, problem, running_peer

BOTH = {"computer": "6.1", "packages": "openssl"}


@pytest.fixture
def peer() -> Iterator[Peer]:
    with running_peer() as running:
        yield running


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path)


@pytest.fixture
def courier(peer: Peer, spool: Spool, tmp_path: Path) -> Courier:
    return courier_to(peer.url, spool, tmp_path)


def courier_to(url: str, spool: Spool, state: Path, secret: str = SECRET) -> Courier:
    return Courier(Server(url), Identity("agent-1", Secret(secret), "lab", url), state, spool)


def sent_whole(report: dict[str, Any]) -> list[str]:
    return [section["name"] for section in report["sections"] if "cis" in section]


def test_an_acknowledged_report_waits_no_longer(peer: Peer, spool: Spool, courier: Courier) -> None:
    put(spool, message("report-1"))

    outcomes = courier.deliver()

    assert [(type(o), o.status, o.root_uid) for o in outcomes if isinstance(o, Acknowledged)] == [
        (Acknowledged, "stored", "ci_1")
    ]
    assert spool.pending() == []
    assert peer.report_ids == ["report-1"]


def test_reports_go_in_the_order_in_which_they_were_taken(peer: Peer, spool: Spool, courier: Courier) -> None:
    for name in ("first", "second", "third"):
        put(spool, message(name, {"computer": name}))

    courier.deliver()

    assert peer.report_ids == ["first", "second", "third"]


def test_what_the_server_has_acknowledged_is_not_sent_again(peer: Peer, spool: Spool, courier: Courier) -> None:
    put(spool, message("first", BOTH))
    courier.deliver()

    put(spool, message("second", {**BOTH, "packages": "openssl and zlib"}))
    courier.deliver()

    assert sent_whole(peer.received[-1]) == ["packages"]


def test_a_server_that_has_forgotten_gets_what_it_lacks(peer: Peer, spool: Spool, courier: Courier) -> None:
    put(spool, message("first", BOTH))
    courier.deliver()
    del peer.hashes["packages"]

    put(spool, message("second", BOTH))
    outcomes = courier.deliver()

    assert [sent_whole(report) for report in peer.received[1:]] == [[], ["packages"]]
    assert isinstance(outcomes[-1], Acknowledged)


def test_a_server_that_needs_without_end_gets_no_more_than_two_tries(
    peer: Peer, spool: Spool, courier: Courier
) -> None:
    peer.replies = [Reply(409, {"need": ["computer"]})] * 5
    put(spool, message())

    outcomes = courier.deliver()

    assert [type(outcome) for outcome in outcomes] == [Waiting]
    assert len(peer.received) == 2
    assert len(spool.pending()) == 1


@pytest.mark.parametrize("status", [429, 503, 507])
def test_a_busy_server_is_left_alone_as_long_as_it_wants(
    peer: Peer, spool: Spool, courier: Courier, status: int
) -> None:
    peer.replies = [problem(status, "busy", Retry_After="7")]
    put(spool, message())

    outcomes = courier.deliver()

    assert [getattr(outcome, "seconds", None) for outcome in outcomes] == [7.0]
    assert len(spool.pending()) == 1


def test_an_odd_answer_loses_nothing(peer: Peer, spool: Spool, courier: Courier) -> None:
    odd = [Reply(500), Reply(502), Reply(404), Reply(200), Reply(302, headers={"Location": "https://example.net/"})]
    put(spool, message())

    for reply in odd:
        peer.replies = [reply]
        assert [type(outcome) for outcome in courier.deliver()] == [Waiting]

    assert len(spool.pending()) == 1


def test_an_answer_that_is_cut_off_acknowledges_nothing(peer: Peer, spool: Spool, courier: Courier) -> None:
    body = {"report_id": "report-1", "status": "stored", "root_uid": "ci_1"}
    peer.replies = [Reply(200, body, cut=20)]
    put(spool, message("report-1"))

    outcomes = courier.deliver()

    assert [type(outcome) for outcome in outcomes] == [Waiting]
    assert len(spool.pending()) == 1


def test_a_report_whose_acknowledgement_was_lost_is_the_same_when_it_is_sent_again(
    peer: Peer, spool: Spool, courier: Courier, tmp_path: Path
) -> None:
    peer.replies = [Reply(200, cut=0, headers={"Content-Length": "99"}, stores=True)]
    put(spool, message("report-1"))
    courier.deliver()

    courier_to(peer.url, Spool(tmp_path), tmp_path).deliver()

    assert [report["report_id"] for report in peer.stored] == ["report-1", "report-1"]
    assert peer.stored[0] == peer.stored[1]
    assert Spool(tmp_path).pending() == []


def test_a_server_that_is_away_leaves_the_report_in_the_spool(spool: Spool, tmp_path: Path) -> None:
    with running_peer() as gone:
        courier = courier_to(gone.url, spool, tmp_path)
    put(spool, message())

    outcomes = courier.deliver()

    assert [type(outcome) for outcome in outcomes] == [Waiting]
    assert len(spool.pending()) == 1


@pytest.mark.parametrize("status", [400, 413, 415, 422])
def test_a_report_that_is_refused_as_a_whole_is_set_aside_and_the_next_one_goes(
    peer: Peer, spool: Spool, courier: Courier, status: int
) -> None:
    fault = {"field": "root.ref", "value": "x", "message": "is unknown", "remedy": "send the root"}
    peer.replies = [problem(status, "cannot be used", fault)]
    put(spool, message("bad", {"computer": "bad"}))
    put(spool, message("good", {"computer": "good"}))

    outcomes = courier.deliver()

    assert [type(outcome) for outcome in outcomes] == [Rejected, Acknowledged]
    assert peer.report_ids == ["good"]
    assert [found.reason for found in spool.rejected()] == ["cannot be used | root.ref: is unknown; send the root"]


def test_a_damaged_file_in_the_spool_is_set_aside(peer: Peer, spool: Spool, courier: Courier) -> None:
    entry = put(spool, message("bad", {"computer": "bad"}))
    entry.path.write_bytes(b"\x28\xb5\x2f\xfd broken")
    put(spool, message("good", {"computer": "good"}))

    outcomes = courier.deliver()

    assert [type(outcome) for outcome in outcomes] == [Rejected, Acknowledged]
    assert peer.report_ids == ["good"]


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_agent_keeps_its_reports_and_says_what_to_do(
    peer: Peer, spool: Spool, courier: Courier, status: int
) -> None:
    peer.replies = [problem(status, "revoked")]
    put(spool, message())

    outcomes = courier.deliver()

    assert [getattr(outcome, "reason", "") for outcome in outcomes if isinstance(outcome, Refused)] == [
        "the server does not accept this agent: revoked; enrol again: discovery-agent enrol --replace"
    ]
    assert len(spool.pending()) == 1


def test_the_secret_is_in_no_error_text(peer: Peer, spool: Spool, tmp_path: Path) -> None:
    courier = courier_to(peer.url, spool, tmp_path, secret="another-secret")  # noqa: S106 - wrong on purpose
    put(spool, message())

    outcomes = courier.deliver()

    assert "another-secret" not in repr((outcomes, courier, vars(courier)))


def test_the_servers_clock_is_noticed(peer: Peer, spool: Spool, courier: Courier) -> None:
    peer.clock_ahead = 7200.0
    put(spool, message())

    courier.deliver()

    assert courier.clock_offset == pytest.approx(7200.0, abs=5.0)


def test_a_report_from_the_future_is_corrected_by_how_much_the_clock_is_off(
    peer: Peer, spool: Spool, courier: Courier
) -> None:
    peer.clock_ahead = -5 * 3600.0
    fault = {"field": "observed_at", "value": "", "message": "lies in the future", "remedy": "set the clock"}
    peer.replies = [problem(422, "observed_at: lies in the future", fault)]
    put(spool, message("report-1", observed_at="2026-01-01T12:00:00Z"))

    outcomes = courier.deliver()

    assert isinstance(outcomes[-1], Acknowledged)
    assert str(peer.stored[0]["observed_at"])[:17] in ("2026-01-01T07:00:", "2026-01-01T06:59:")
    assert spool.rejected() == []


def test_a_report_that_stays_refused_for_its_time_is_set_aside(peer: Peer, spool: Spool, courier: Courier) -> None:
    fault = {"field": "observed_at", "value": "", "message": "lies in the future", "remedy": "set the clock"}
    peer.replies = [problem(422, "no", fault)] * 2
    put(spool, message())

    outcomes = courier.deliver()

    assert [type(outcome) for outcome in outcomes] == [Rejected]


def test_a_damaged_memory_of_acknowledgements_costs_one_more_request_only(
    peer: Peer, spool: Spool, courier: Courier, tmp_path: Path
) -> None:
    put(spool, message("first", BOTH))
    courier.deliver()
    (tmp_path / "acknowledged.json").write_text('["not", "hashes"', encoding="utf-8")

    assert acknowledged_hashes(tmp_path) == {}

    put(spool, message("second", BOTH))
    assert isinstance(courier.deliver()[-1], Acknowledged)
    assert sent_whole(peer.received[-1]) == ["computer", "packages"]
