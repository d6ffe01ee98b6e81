"""SNMP as a method of scans: each credential's outcome says why, and nothing that a device answers breaks it."""

import asyncio
import random
import shutil
import socket
import subprocess
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from discovery_agent.scan.job import Credential, Limits, Method
from discovery_agent.scan.method import MethodResult, Target
from discovery_agent.scan.outcomes import OUTCOMES
from discovery_agent.scan.read_devices import Mark, ReadDevices
from discovery_agent.secret import Secret
from discovery_agent.snmp.method import scan
from discovery_agent.snmp.values import Oid, Value
from tests.discovery_agent.snmp.responder import GET, Agent, Rows, running

SWITCH: dict[str, Value] = {
    "1.3.6.1.2.1.1.1.0": b"RouterOS RB750Gr3",
    "1.3.6.1.2.1.1.2.0": Oid("1.3.6.1.4.1.14988.1"),
    "1.3.6.1.2.1.1.5.0": b"edge",
    **{f"1.3.6.1.2.1.2.2.1.2.{at}": b"ether%d" % at for at in range(1, 9)},
}
QUICK = Limits(timeout_seconds=0.1, tries=1, device_seconds=10)


def community(name: str) -> Credential:
    return Credential(name, "snmp_v2c", "", {"community": Secret(name)})


def user(name: str, first: str, second: str, privacy: str = "AES") -> Credential:
    secret = {
        "authentication": "SHA",
        "authentication_passphrase": first,
        "privacy": privacy,
        "privacy_passphrase": second,
    }
    return Credential("v3", "snmp_v3", name, {part: Secret(value) for part, value in secret.items()})


def asked(port: int, credentials: Sequence[Credential], limits: Limits = QUICK) -> MethodResult:
    return asyncio.run(scan(Target("127.0.0.1", port, "lab"), credentials, limits))


def outcomes_of(result: MethodResult) -> list[tuple[str | None, str]]:
    return [(attempt.credential_id, attempt.outcome) for attempt in result.attempts]


def test_credentials_are_tried_until_one_is_answered() -> None:
    with running(Agent({"right": SWITCH})) as port:
        result = asked(port, [community("wrong"), community("right"), community("never")])

    assert outcomes_of(result) == [("wrong", "snmp_silent"), ("right", "inventoried")]
    assert [report.source for report in result.reports] == ["snmp:lab/127.0.0.1"]


def test_a_community_is_asked_with_whatever_user_stands_beside_it() -> None:
    with running(Agent({"right": SWITCH})) as port:
        assert outcomes_of(asked(port, [community("right")._replace(user="somebody")])) == [("right", "inventoried")]


class Known(ReadDevices):
    """Everybody was read at one address."""

    def __init__(self) -> None:
        super().__init__()
        self.marks: list[Mark] = []

    async def find(self, method: Method, address: str, mark: Mark) -> str:
        self.marks.append(mark)
        assert (method, address) == ("snmp", "127.0.0.1")
        return "10.0.0.1"


def test_a_device_that_was_read_at_another_address_is_asked_once_who_it_is() -> None:
    agent, known = Agent({"right": {**SWITCH, "1.3.6.1.2.1.1.3.0": 6_000}}), Known()
    with running(agent) as port:
        before = time.monotonic()
        result = asyncio.run(scan(Target("127.0.0.1", port, "lab", devices=known), [community("right")], QUICK))

    assert (outcomes_of(result), result.reports, agent.requests) == ([("right", "same_device")], (), 1)
    assert result.sources == ("snmp:lab/10.0.0.1",)
    assert known.marks[0].started_at is not None
    assert abs(known.marks[0].started_at - (before - 60)) < 5
    assert "b'edge'" in known.marks[0].shown


def test_without_the_time_of_its_start_a_device_is_nobody_that_was_read() -> None:
    known = Known()
    with running(Agent({"right": SWITCH})) as port:
        result = asyncio.run(scan(Target("127.0.0.1", port, "lab", devices=known), [community("right")], QUICK))

    assert (outcomes_of(result), known.marks) == ([("right", "inventoried")], [])


@pytest.mark.parametrize(
    ("credential", "named"),
    [
        (user("scanner", "authpass1", "privpass1", privacy="misplaced1"), "AES-256"),
        (user("scanner", "authpass1", ""), "at least 8"),
    ],
)
def test_a_credential_that_no_device_can_accept_is_told_as_one(credential: Credential, named: str) -> None:
    with running(Agent({"right": SWITCH})) as port:
        (attempt,) = asked(port, [credential]).attempts

    assert attempt.outcome == "wrong_credential"
    assert named in attempt.detail
    assert not any(part in attempt.detail for part in ("misplaced1", "authpass1", "privpass1"))


def test_a_closed_port_ends_the_trying() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        port = line.getsockname()[1]

    assert outcomes_of(asked(port, [community("a"), community("b")])) == [("a", "refused")]


def test_a_community_without_a_view_is_told_apart_from_a_wrong_one() -> None:
    with running(Agent({"narrow": {"1.3.6.1.99.1": 1}})) as port:
        result = asked(port, [community("narrow")])

    assert (outcomes_of(result), result.reports) == ([("narrow", "no_view")], ())


def test_a_tarpit_ends_in_time_with_what_it_told() -> None:
    count = [0]

    def drip(kind: int, rows: Rows) -> Rows | None:
        """Answers every third question only, so that each takes two time-outs."""
        count[0] += 1
        return rows if kind == GET or count[0] % 3 == 0 else None

    with running(Agent({"right": SWITCH}, drip)) as port:
        result = asked(port, [community("right")], Limits(timeout_seconds=0.2, tries=3, device_seconds=1))

    assert outcomes_of(result) == [("right", "partial")]
    assert "not done after 1 s" in result.attempts[0].detail
    assert {section.outcome for section in result.reports[0].sections} <= {"partial", "not_available"}


class Mangled(Agent):
    """Answers that were changed on their way, or that a broken agent made."""

    def __init__(self, seed: int) -> None:
        super().__init__({"right": SWITCH})
        self._chance = random.Random(seed)  # noqa: S311 - makes tests, keeps no secret

    def answer(self, packet: bytes) -> bytes | None:
        right = super().answer(packet)
        if right is None or self._chance.random() < 0.5:
            return right
        changed = bytearray(right)
        for _ in range(self._chance.choice((1, 1, 2, 5))):
            at = self._chance.randrange(len(changed) + 1)
            match self._chance.randrange(4):
                case 0:
                    del changed[at:]
                case 1:
                    changed[at : at + 4] = b""
                case 2:
                    changed[at:at] = self._chance.randbytes(4)
                case _:
                    changed[at : at + 1] = self._chance.choice((b"\x00", b"\x7f", b"\x80", b"\x84", b"\x88", b"\xff"))
        return bytes(changed)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32))
def test_any_answer_ends_as_a_stated_outcome(seed: int) -> None:
    with running(Mangled(seed)) as port:
        result = asked(port, [community("right")], Limits(timeout_seconds=0.02, tries=1, device_seconds=10))

    assert [attempt.outcome for attempt in result.attempts if attempt.outcome in OUTCOMES]
    assert not {"error", "time_limit"} & {attempt.outcome for attempt in result.attempts}
    assert all(attempt.detail.isprintable() for attempt in result.attempts)


SNMPD = shutil.which("snmpd", path="/usr/sbin:/usr/bin")


@contextmanager
def snmpd(folder: Path) -> Generator[int]:
    """The agent of net-snmp with a user of version 3, on a free port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    configuration = folder / "snmpd.conf"
    lines = (
        f"agentAddress udp:127.0.0.1:{port}",
        "sysName v3host",
        'createUser scanner SHA "authpass1" AES "privpass1"',
        "view system included .1.3.6.1.2.1.1",
        'createUser stranger SHA "authpass1" AES "privpass1"',
        "rouser scanner priv -V system",
    )
    configuration.write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [str(SNMPD), "-f", "-Lo", "-C", "-c", str(configuration)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={"SNMP_PERSISTENT_DIR": str(folder)}
    ) as running:
        assert any("NET-SNMP version" in line for line in running.stdout or ())
        try:
            yield port
        finally:
            running.terminate()


@pytest.mark.skipif(SNMPD is None, reason="net-snmp's snmpd is not installed")
def test_why_a_user_of_version_3_is_not_answered_is_told(tmp_path: Path) -> None:
    limits = Limits(timeout_seconds=1.0, tries=1)
    with snmpd(tmp_path) as port:
        told = {
            name: outcomes_of(asked(port, [credential], limits))[0][1]
            for name, credential in (
                ("right", user("scanner", "authpass1", "privpass1")),
                ("nobody", user("nobody", "authpass1", "privpass1")),
                ("password", user("scanner", "authpass2", "privpass1")),
                ("short", user("scanner", "short", "privpass1")),
                ("privacy password", user("scanner", "authpass1", "privpass2")),
                ("privacy protocol", user("scanner", "authpass1", "privpass1", "DES")),
                ("no access", user("stranger", "authpass1", "privpass1")),
            )
        }

    assert told == {
        "right": "inventoried",
        "nobody": "wrong_credential",
        "password": "wrong_credential",
        "short": "wrong_credential",
        "privacy password": "wrong_privacy",
        "privacy protocol": "wrong_privacy",
        "no access": "no_view",
    }
