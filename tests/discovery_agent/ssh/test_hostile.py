"""Whatever answers at the port: each ends as a stated outcome, none holds up for longer than its phase may take."""

from collections.abc import Iterator
from itertools import count, repeat

import pytest

from discovery_agent.scan.job import Credential, Limits
from discovery_agent.scan.method import Target
from discovery_agent.secret import Secret
from discovery_agent.ssh.errors import SshError
from discovery_agent.ssh.method import record_target, scan_target
from discovery_agent.ssh.session import Seconds
from tests.discovery_agent.ssh.hostile import saying
from tests.discovery_agent.ssh.sshd import free_port

SECONDS = Seconds(connect=5.0, greeting=0.5, key_exchange=0.5)
PASSWORD = "correct horse"  # noqa: S105 - of nobody
CREDENTIAL = Credential("c", "ssh_password", "root", {"password": Secret(PASSWORD)})
GREETING = b"SSH-2.0-OpenSSH_9.9\r\n"


def outcome_of(target: Target) -> tuple[str, str]:
    with pytest.raises(SshError) as caught:
        record_target(target, CREDENTIAL, SECONDS)
    assert PASSWORD not in str(caught.value)
    return caught.value.outcome.name, str(caught.value)


def lines_without_end() -> Iterator[bytes]:
    return (b"%x\r\n" % number * 20 for number in count())


@pytest.mark.parametrize(
    ("said", "pause", "outcome"),
    [
        (lines_without_end(), 0.0, "tarpit"),
        (repeat(b"x" * 1000), 0.0, "tarpit"),
        ((bytes((letter,)) for letter in b"SSH-2.0-" + b"x" * 1000), 0.02, "tarpit"),
        ([GREETING, b"\0\0\5\4", *repeat(b"\x14", 200)], 0.02, "tarpit"),
        ([GREETING], 0.0, "tarpit"),
        ([], 0.0, "fell_silent"),
        ([b"SSH-1.5-Cisco-1.25\r\n"], 0.0, "weak_algorithms"),
        ([b"220 mail.example.org ESMTP\r\n"], 0.0, "not_the_protocol"),
    ],
    ids=["lines", "one line", "drops", "drops later", "no keys", "silence", "version 1", "mail"],
)
def test_a_server_that_does_not_go_on_ends_as_what_it_is(said: Iterator[bytes], pause: float, outcome: str) -> None:
    with saying(said, pause) as target:
        assert outcome_of(target)[0] == outcome


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ([b"HTTP/1.1 400 Bad Request\r\n\r\n"], "not_the_protocol"),
        ([], "fell_silent"),
        ([GREETING], "fell_silent"),
        ([GREETING, b"\xff" * 4096], "malformed or fell_silent"),
        ([GREETING, bytes(4096)], "malformed or fell_silent"),
    ],
    ids=["web server", "nothing", "greeting only", "large packet", "empty packets"],
)
def test_a_server_that_hangs_up_ends_as_what_it_said(said: list[bytes], outcome: str) -> None:
    with saying(said, hangs_up=True) as target:
        assert outcome_of(target)[0] in outcome.split(" or ")  # the end may be heard before what was sent


def test_what_a_server_says_gives_no_orders_to_a_terminal() -> None:
    with saying([b"\x1b]0;owned\x07 hello\r\n"], hangs_up=True) as target:
        (attempt,) = scan_target(target, [CREDENTIAL], Limits(timeout_seconds=5.0)).attempts

    assert attempt.outcome == "not_the_protocol"
    assert attempt.detail.isprintable()


def test_a_closed_port_and_no_credential_are_outcomes_too() -> None:
    closed = Target("127.0.0.1", free_port())

    assert [attempt.outcome for attempt in scan_target(closed, [CREDENTIAL], Limits()).attempts] == ["refused"]
    again = Target(closed.address, closed.port)
    assert [attempt.outcome for attempt in scan_target(again, [], Limits()).attempts] == ["no_credential"]
