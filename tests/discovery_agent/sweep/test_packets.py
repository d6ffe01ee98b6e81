"""What is sent and what counts as an answer, without a network."""

import struct
from ipaddress import IPv4Address, IPv4Network

from hypothesis import given
from hypothesis import strategies as st

from discovery_agent.scan.job import Credential
from discovery_agent.secret import Secret
from discovery_agent.sweep.arp import Segment, proxied, reply, request, segment_of
from discovery_agent.sweep.icmp import checksum
from discovery_agent.sweep.pace import Pace
from discovery_agent.sweep.probe import packets
from discovery_agent.sweep.sighting import NOBODY, Sighting
from tests.discovery_agent.snmp.responder import Agent

WIDE = Segment("eth0", "52:54:00:00:00:01", IPv4Address("10.0.0.1"), IPv4Network("10.0.0.0/16"))
SMALL = Segment("eth1", "52:54:00:00:00:02", IPv4Address("10.0.5.1"), IPv4Network("10.0.5.0/24"))


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@given(st.integers(50, 20_000), st.lists(st.floats(0, 0.1), max_size=300))
def test_a_pace_never_lets_more_through_than_its_rate(rate: int, waits: list[float]) -> None:
    clock = Clock()
    pace = Pace(rate, clock)

    for sent, wait in enumerate(waits, 1):
        ready_at = clock.now + pace.ahead()
        assert sent <= (ready_at - 100.0) * rate + 1e-3 * sent
        clock.now += wait


def test_a_pace_slows_down_where_packets_are_lost_and_comes_back() -> None:
    pace = Pace(1000, Clock())

    pace.learn(answers=100, late=60)
    slow = pace.packets_per_second
    for _ in range(1000):
        pace.ahead()

    assert slow == 500
    assert pace.packets_per_second == 1000


def test_few_late_answers_are_no_reason_to_slow_down() -> None:
    pace = Pace(1000, Clock())

    pace.learn(answers=100, late=5)
    pace.learn(answers=3, late=3)

    assert pace.packets_per_second == 1000


@given(st.binary(max_size=80))
def test_the_checksum_of_a_packet_with_its_checksum_is_zero(body: bytes) -> None:
    even = body + b"\0" * (len(body) % 2)

    assert checksum(even + struct.pack("!H", checksum(even))) == 0


def test_an_answer_to_arp_names_its_sender() -> None:
    question = request(WIDE, "10.0.0.9")
    answer = bytearray(request(Segment("x", "52:54:00:aa:bb:cc", IPv4Address("10.0.0.9"), WIDE.network), "10.0.0.1"))
    answer[21] = 2

    assert question[-4:] == IPv4Address("10.0.0.9").packed
    assert reply(question) is None
    assert reply(bytes(answer)) == ("10.0.0.9", "52:54:00:aa:bb:cc")


@given(st.binary(max_size=80))
def test_any_packet_is_an_answer_to_arp_or_none(packet: bytes) -> None:
    reply(packet)


def test_an_address_is_asked_in_its_smallest_segment() -> None:
    assert segment_of("10.0.5.7", [WIDE, SMALL]) == SMALL
    assert segment_of("10.0.6.7", [WIDE, SMALL]) == WIDE
    assert segment_of("192.0.2.1", [WIDE, SMALL]) is None
    assert segment_of("2001:db8::1", [WIDE, SMALL]) is None


def test_a_card_that_answers_for_everybody_proves_nothing() -> None:
    found = {f"10.0.0.{at}": Sighting("answered", "52:54:00:00:00:99") for at in range(20)}
    found |= {"10.0.1.1": Sighting("answered", "52:54:00:00:00:aa"), "10.0.1.2": NOBODY}

    assert proxied(found) == {f"10.0.0.{at}" for at in range(20)}


def test_a_probe_asks_with_each_community_once_and_of_version_3_where_there_is_a_user() -> None:
    public = Credential("a", "snmp_v2c", "", {"community": Secret("public")})
    again, old = public._replace(credential_id="b"), public._replace(kind="snmp_v1")
    user = Credential("c", "snmp_v3", "scanner", {})

    assert len(packets([public, again], 7)) == 1
    assert len(packets([public, old], 7)) == 2
    assert len(packets([public, user], 7)) == 2
    assert len(packets([], 7)) == 1


@given(st.text(max_size=200), st.integers(0, 2**31 - 1))
def test_an_agent_understands_a_probe(community: str, number: int) -> None:
    asked = packets([Credential("a", "snmp_v2c", "", {"community": Secret(community)})], number)
    answer = Agent({community: {"1.3.6.1.2.1.1.3.0": 42}}).answer(asked[0])

    assert answer is not None
    assert number.to_bytes(number.bit_length() // 8 + 1, "big") in answer
