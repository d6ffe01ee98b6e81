"""What devices send: taken with proof, counted without."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from discovery_agent.scan.job import Credential, credential_of, message_of_credential
from discovery_agent.secret import Secret
from discovery_agent.traps.batch import Trap
from discovery_agent.traps.receiver import READ, address_of
from tests.discovery_agent.traps.recorded import V1_LINK_DOWN, V2C_LINK_DOWN, V3_PRIVATE, V3_SIGNED, V3_UNSIGNED
from tests.discovery_agent.traps.senders import (
    COLD_START,
    COMMUNITY,
    ENGINE,
    LINK_DOWN,
    PORT_7,
    PRIVATE,
    SIGNED,
    SNMPTRAP,
    USER,
    Listening,
    listening,
)

with_net_snmp = pytest.mark.skipif(not SNMPTRAP, reason="there is no snmptrap here")
T = TypeVar("T")


def with_receiver(work: Callable[[Listening], Awaitable[T]], *credentials: Credential) -> T:
    """Run what needs one."""

    async def run() -> T:
        async with listening(*(credentials or (COMMUNITY, USER))) as at:
            return await work(at)

    return asyncio.run(run())


def traps(at: Listening) -> list[Trap]:
    return list(at.receiver.tally.batch("b", "here").traps)


def told(at: Listening) -> list[tuple[str, int, str, int]]:
    return [(entry.subject.oid, entry.subject.interface_index, entry.proof, entry.times) for entry in traps(at)]


@with_net_snmp
@pytest.mark.parametrize("version", ["1", "2c"])
def test_a_trap_with_the_right_community_names_its_interface(version: str) -> None:
    async def work(at: Listening) -> None:
        what = ("1.3.6.1.4.1.99", "10.9.9.9", "2", "0", "5") if version == "1" else ("5", LINK_DOWN)
        await at.send(f"-v{version}", "-c", "s3cret", "--", *what, *PORT_7)
        (trap,) = traps(at)
        assert trap.subject == ("127.0.0.1", LINK_DOWN, 7, "ge-0/0/7")
        assert (trap.proof, trap.times, trap.details["is"]) == (f"v{version}", 1, "down")

    with_receiver(work)


@with_net_snmp
def test_what_nobody_vouches_for_is_counted_and_not_believed() -> None:
    async def work(at: Listening) -> None:
        await at.send("-v2c", "-c", "public", "--", "5", COLD_START)
        await at.send("-v2c", "-c", "s3cret", "--", "5", COLD_START)
        await at.send("-v3", "-e", ENGINE, "-u", "stranger", *PRIVATE[2:], "--", "5", COLD_START)
        await at.send("-v3", "-e", ENGINE, *PRIVATE, "-A", "another-one", "--", "5", COLD_START)
        assert at.counts == {"wrong_credential": 4}
        await at.send("-v3", "-e", ENGINE, "-u", "monitor", "-l", "noAuthNoPriv", "--", "5", COLD_START)
        await at.send("-v3", "-e", ENGINE, *SIGNED, "-l", "authNoPriv", "--", "5", COLD_START)
        assert at.counts == {"wrong_credential": 4, "unsigned": 2}
        await at.send("-v3", "-e", ENGINE, *PRIVATE, "-X", "other-secret", "--", "5", COLD_START)
        assert at.counts["undecryptable"] + at.counts.get("malformed", 0) == 1
        assert traps(at) == []

    with_receiver(work, COMMUNITY._replace(networks=("10.0.0.0/8",)), USER)


@with_net_snmp
def test_a_signed_message_counts_once_however_often_it_is_sent() -> None:
    async def work(at: Listening) -> None:
        await at.send("-v3", "-e", ENGINE, *PRIVATE, "-Z", "3,5000", "--", "5", COLD_START)
        recorded = at.datagrams[-1]
        at.repeat(recorded)
        at.clock.now += 1000
        at.repeat(recorded)
        await at.send("-v3", "-e", ENGINE, *PRIVATE, "-Z", "3,5600", "--", "5", COLD_START)
        await at.send("-v3", "-e", ENGINE, *PRIVATE, "-Z", "2,9000", "--", "5", COLD_START)
        await at.send("-v3", "-e", ENGINE, *PRIVATE, "-Z", "4,10", "--", "5", COLD_START)
        assert told(at) == [(COLD_START, 0, "v3 authPriv", 2)]
        assert at.counts == {"accepted": 2, "replayed": 1, "out_of_window": 3}

    with_receiver(work)


@with_net_snmp
def test_informs_are_acknowledged_after_the_engine_was_discovered() -> None:
    async def work(at: Listening) -> None:
        signed = await at.send("-v3", *PRIVATE, "--", "5", COLD_START, command="snmpinform")
        recorded = at.datagrams[-1]
        plain = await at.send("-v2c", "-c", "s3cret", "--", "5", COLD_START, command="snmpinform")
        at.repeat(recorded)
        wrong = await at.send("-v3", *PRIVATE, "-A", "another-one", "--", "5", COLD_START, command="snmpinform")
        assert (signed, plain, wrong) == (0, 0, 1)
        assert told(at) == [(COLD_START, 0, "v2c", 2)]
        assert at.counts == {"accepted": 2, "replayed": 1, "wrong_credential": 1}

    with_receiver(work)


@with_net_snmp
def test_an_inform_of_an_earlier_life_of_ours_is_out_of_its_window() -> None:
    async def recorded(at: Listening) -> bytes:
        await at.send("-v3", *PRIVATE, "--", "5", COLD_START, command="snmpinform")
        return at.datagrams[-1]

    inform = with_receiver(recorded)

    async def work(at: Listening) -> None:
        at.start((COMMUNITY, USER))
        at.repeat(inform)
        assert at.counts == {"out_of_window": 1}
        await at.send("-v3", *PRIVATE, "--", "5", COLD_START, command="snmpinform")
        at.repeat(inform)
        assert at.counts == {"out_of_window": 2, "accepted": 1}

    with_receiver(work)


def test_a_storm_is_one_subject_and_takes_nothing_from_others() -> None:
    async def work(at: Listening) -> None:
        for _ in range(10_000):
            at.repeat(V2C_LINK_DOWN)
        at.receiver.receive(V2C_LINK_DOWN, ("127.0.0.2", 40_000))
        one, other = traps(at)
        assert (one.times, one.unread) == (READ.burst, 10_000 - READ.burst)
        assert (other.subject.address, other.times, other.unread) == ("127.0.0.2", 1, 0)
        assert at.counts == {"accepted": READ.burst + 1, "damped": 10_000 - READ.burst}

    with_receiver(work)


def test_no_datagram_ends_the_receiver() -> None:
    async def work(at: Listening) -> None:
        good = (V1_LINK_DOWN, V2C_LINK_DOWN, V3_PRIVATE, V3_SIGNED, V3_UNSIGNED)
        at.repeat(V2C_LINK_DOWN)

        @settings(max_examples=200)
        @given(st.sampled_from(good), st.binary(max_size=30), st.integers(0, 300), st.integers(0, 60))
        def fuzz(datagram: bytes, garbage: bytes, start: int, length: int) -> None:
            at.clock.now += 100
            at.repeat(datagram[:start] + garbage + datagram[start + length :])
            at.repeat(garbage)

        fuzz()
        before = at.counts["accepted"]
        at.clock.now += 100
        at.repeat(V2C_LINK_DOWN)
        assert at.counts["accepted"] == before + 1

    with_receiver(work)


def test_recorded_datagrams_come_to_the_same_without_net_snmp() -> None:
    async def work(at: Listening) -> None:
        for datagram in (V1_LINK_DOWN, V2C_LINK_DOWN, V3_PRIVATE, V3_SIGNED, V3_UNSIGNED, V3_PRIVATE):
            at.repeat(datagram)
        at.repeat(V2C_LINK_DOWN.replace(b"s3cret", b"public"))
        at.repeat(V3_PRIVATE[:-1] + b"x")
        assert told(at) == [(LINK_DOWN, 7, "v2c", 2), (COLD_START, 0, "v3 authPriv", 1)]
        assert at.counts == {"accepted": 3, "unsigned": 2, "replayed": 1, "wrong_credential": 2}

    with_receiver(work)


def test_credentials_that_are_lent_again_change_nothing() -> None:
    async def work(at: Listening) -> None:
        engine, lent = at.receiver.engine, [credential_of(message_of_credential(one)) for one in (COMMUNITY, USER)]
        assert engine is not None
        assert engine.believes(lent)
        assert not engine.believes(lent[:1])
        assert not engine.believes([lent[0]._replace(secret={"community": Secret("another")}), lent[1]])

    with_receiver(work)


def test_addresses_are_told_as_the_graph_has_them() -> None:
    assert [address_of(host) for host in ("::ffff:10.0.0.1", "fe80::1%eth0")] == ["10.0.0.1", "fe80::1"]
