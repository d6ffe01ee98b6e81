"""The line to the server: encrypted and verified, and every answer understood."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from discovery_agent.server import Answer, NotReachableError, Server
from discovery_agent.settings import SettingError
from tests.discovery_agent.certificates import certified_server
from tests.discovery_agent.peer import Peer, Reply, problem, running_peer


@pytest.fixture
def peer() -> Iterator[Peer]:
    with running_peer() as running:
        yield running


def asked(peer: Peer, ca_file: Path | None = None) -> Answer:
    return Server(peer.url, ca_file).post("/agents", b'{"enrolment_token": "x"}', {})


def test_a_certificate_of_a_trusted_authority_is_accepted(tmp_path: Path) -> None:
    certified, ca_file = certified_server(tmp_path)

    with running_peer(certified) as peer:
        assert asked(peer, ca_file).status == 401


def test_a_certificate_of_an_unknown_authority_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    certified, _ = certified_server(tmp_path)

    with running_peer(certified) as peer:
        with pytest.raises(NotReachableError, match="--ca-file"):
            asked(peer)

        assert peer.enrolled == []


def test_a_certificate_of_another_host_is_refused(tmp_path: Path) -> None:
    certified, ca_file = certified_server(tmp_path, "192.0.2.1")

    with running_peer(certified) as peer:
        with pytest.raises(NotReachableError, match="not trusted"):
            asked(peer, ca_file)

        assert peer.enrolled == []


def test_plain_http_leaves_this_machine_never() -> None:
    with pytest.raises(SettingError, match="in the clear"):
        Server("http://192.0.2.1:8420")


def test_a_path_in_front_of_the_api_is_kept(peer: Peer) -> None:
    Server(f"{peer.url}/cmdb/").post("/agents", b"{}", {})

    assert peer.paths == ["/cmdb/api/v1/agents"]


@pytest.mark.parametrize("clock_ahead", [0.0, 7200.0])
def test_retry_after_may_be_a_date_of_the_servers_clock(peer: Peer, clock_ahead: float) -> None:
    later = datetime.now(UTC) + timedelta(hours=1, seconds=clock_ahead)
    peer.clock_ahead = clock_ahead
    peer.replies = [problem(503, "busy", Retry_After=format_datetime(later, usegmt=True))]

    assert asked(peer).retry_after == pytest.approx(3600, abs=60)


@pytest.mark.parametrize("text", ["soon", "-5", ""])
def test_a_retry_after_that_says_nothing_is_none(peer: Peer, text: str) -> None:
    peer.replies = [problem(503, "busy", Retry_After=text)]

    assert asked(peer).retry_after is None


def test_an_answer_that_is_no_json_has_an_empty_body(peer: Peer) -> None:
    peer.replies = [Reply(502, {"detail": "cut in the middle"}, {"Content-Length": "8"}, cut=8)]

    answer = asked(peer)

    assert (answer.status, answer.body, answer.detail) == (502, {}, "HTTP status 502")


def test_an_answer_that_ends_too_early_is_none(peer: Peer) -> None:
    peer.replies = [Reply(200, {"report_id": "report-1"}, cut=5)]

    with pytest.raises(NotReachableError, match="cut off"):
        asked(peer)


def test_something_that_speaks_no_http_is_told_as_such() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        thread = threading.Thread(target=_answer_nonsense, args=(listener,), daemon=True)
        thread.start()

        with pytest.raises(NotReachableError, match="not reachable"):
            Server(f"http://127.0.0.1:{listener.getsockname()[1]}").post("/agents", b"{}", {})

        thread.join()


def _answer_nonsense(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    with connection:
        connection.recv(65536)
        connection.sendall(b"220 mail.example.net ESMTP\r\n")


def test_the_fields_at_fault_are_part_of_the_reason() -> None:
    fault = {"field": "observed_at", "value": "x", "message": "is no time", "remedy": "send RFC 3339"}
    answer = Answer(422, {"detail": "cannot be used", "errors": [fault, "odd"]})

    assert answer.detail == "cannot be used | observed_at: is no time; send RFC 3339"
