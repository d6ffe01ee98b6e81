"""The decisions behind the receiver: pace, replays, kinds, bindings, the wire, where to listen."""

import json
import socket
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery_agent.clock import SteadyClock
from discovery_agent.scan.fact_kinds import FACT_KINDS
from discovery_agent.settings import SettingError
from discovery_agent.snmp.values import Oid, Value
from discovery_agent.traps import reasons
from discovery_agent.traps.batch import MOST_REFUSALS, MOST_TRAPS, Batch, BatchError, Subject, batch_of, message_of
from discovery_agent.traps.bindings import TRAP_OID, notice_of
from discovery_agent.traps.engine_state import EngineState
from discovery_agent.traps.header import Header, MalformedError, header_of
from discovery_agent.traps.kind import all_kinds
from discovery_agent.traps.listening import listen, place_of, thrown_away
from discovery_agent.traps.outbox import Outbox
from discovery_agent.traps.pacing import Pacing, Rate
from discovery_agent.traps.replays import LAST_BOOTS, WINDOW_SECONDS, Heard, Replays
from discovery_agent.traps.tally import Tally

LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"
DAY = 86_400.0


@given(st.lists(st.floats(-100, 100), max_size=200))
def test_no_more_pass_than_the_bucket_and_the_time_allow(steps: list[float]) -> None:
    pacing, now, passed = Pacing(Rate(burst=5, per_second=2)), 0.0, 0

    for step in steps:
        now += step
        passed += pacing.allows("10.0.0.1", now)

    assert passed <= 5 + 2 * sum(step for step in steps if step > 0)


def test_of_too_many_senders_the_one_that_was_silent_longest_is_forgotten() -> None:
    pacing = Pacing(Rate(burst=1, per_second=0), most_senders=2)

    passed = [pacing.allows(sender, 0) for sender in ("a", "b", "b", "c", "b", "a")]

    assert passed == [True, True, False, True, False, True]


MESSAGES = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 400), st.integers(0, 5)), max_size=60)


@given(MESSAGES, st.floats(-1000, 1000))
def test_no_message_is_fresh_twice_not_even_over_a_restart_or_when_the_clock_goes_back(
    messages: list[tuple[int, int, int]], step: float
) -> None:
    replays, fresh, now = Replays(), list[tuple[int, int, int]](), 1_000_000.0

    for message in [*messages, *messages]:
        now += step
        boots, time, which = message
        if replays.judge("e", Heard(boots, time, now), bytes([boots, time % 256, which])) == "fresh":
            fresh.append(message)
    after = Replays(replays.heard)
    again = [after.judge("e", Heard(*message[:2], now), bytes(message[:1])) for message in fresh]

    assert len(fresh) == len(set(fresh))
    assert "fresh" not in again


def test_a_message_is_of_its_senders_present_or_is_not_believed() -> None:
    replays = Replays({"e": Heard(2, 1000, 0.0)})

    def verdict(boots: int, time: int, at: float) -> str:
        return replays.judge("e", Heard(boots, time, at), f"{boots} {time}".encode())

    assert verdict(1, 5000, 10) == "out_of_window"
    assert verdict(2, 1000, 10) == "replayed"
    assert verdict(2, 1001, WINDOW_SECONDS) == "fresh"
    assert verdict(2, 1001, 400) == "out_of_window"
    assert verdict(LAST_BOOTS, 1, 400) == "out_of_window"
    assert verdict(3, 0, 400) == "fresh"
    assert verdict(2, 1500, 400) == "out_of_window"


@given(st.binary(max_size=200))
def test_a_header_is_read_or_refused(datagram: bytes) -> None:
    try:
        found = header_of(datagram)
    except MalformedError:
        return
    assert isinstance(found, Header)


BINDINGS = st.dictionaries(
    st.one_of(
        st.sampled_from(
            [TRAP_OID, "1.3.6.1.2.1.2.2.1.1.7", "1.3.6.1.2.1.2.2.1.2.x", "1.3.6.1.2.1.2.2.1.7.99999999999"]
        ),
        st.text(max_size=20),
    ),
    st.one_of(st.integers(), st.binary(max_size=300), st.sampled_from(sorted(all_kinds())).map(Oid)),
)


@given(BINDINGS)
def test_any_objects_make_a_notice_that_no_terminal_takes_orders_from(said: dict[str, Value]) -> None:
    notice = notice_of(said.items())

    assert 0 <= notice.interface_index < 2**31
    assert all(text.isprintable() for text in (notice.interface_name, *notice.details.values()))


def test_a_trap_of_version_1_is_the_same_kind_as_its_notification() -> None:
    removal = notice_of([(TRAP_OID, Oid("1.3.6.1.4.1.2636.4.1.0.5"))])

    assert removal.kind is not None
    assert removal.kind.name == "jnxFruRemoval"
    assert notice_of([(TRAP_OID, Oid("1.3.6.1.4.1.9.9.500.0.0.5"))]).kind is not None
    assert notice_of([(TRAP_OID, Oid("1.3.6.1.4.1.99999.0.1"))]).kind is None


def test_every_kind_says_what_it_means() -> None:
    names = [kind.name for kind in all_kinds().values()]

    assert len(set(names)) == len(names) > 30
    assert all(
        kind.meaning.endswith(".") and set(kind.rereads.facts) <= set(FACT_KINDS) for kind in all_kinds().values()
    )


def filled() -> Tally:
    tally = Tally()
    tally.take(Subject("10.0.0.1", LINK_DOWN, 7, "ge-0/0/7"), {"is": "down"}, "v2c")
    tally.unread("10.0.0.1")
    tally.unread("10.0.0.2")
    tally.refuse("10.0.0.3", reasons.WRONG_CREDENTIAL)
    return tally


def test_a_batch_is_the_same_on_the_other_side_and_counts_on_where_it_was() -> None:
    batch = filled().batch("b1", "[::]:1162")

    received = batch_of(json.loads(json.dumps(message_of(batch))))

    assert received == batch
    assert (received.traps[0].times, received.traps[0].unread) == (1, 1)
    assert received.counts == {"accepted": 1, "damped": 2, "wrong_credential": 1}
    assert Tally(received).batch("b1", "[::]:1162") == batch


def test_a_tally_stays_within_its_bounds() -> None:
    tally = Tally()
    for number in range(MOST_TRAPS + 5):
        tally.take(Subject("10.0.0.1", LINK_DOWN, number), {}, "v2c")
        tally.refuse(f"10.1.{number >> 8}.{number & 255}", reasons.MALFORMED)

    batch = tally.batch("b", "x")

    assert (len(batch.traps), len(batch.refusals)) == (MOST_TRAPS, MOST_REFUSALS)
    assert batch.counts == {"accepted": MOST_TRAPS + 5, "lost": 5, "malformed": MOST_TRAPS + 5}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"batch_id": ""}, "batch_id"),
        ({"traps": [{"proof": "none"}]}, "proof"),
        ({"traps": "x"}, "traps"),
        ({"refusals": [{"address": "nobody"}]}, "address"),
        ({"counts": {"accepted": -1}}, "counts"),
        ({"refusals": [{"address": "10.0.0.1", "reason": "damped", "times": 1}] * 201}, "refusals"),
    ],
)
def test_a_batch_that_is_none_is_refused_by_field(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(BatchError, match=said):
        batch_of({**message_of(Batch("b", "x")), **wrong})


def test_what_waits_survives_and_grows_only_with_its_subjects(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path, "here")
    after_first = outbox.keep(filled())
    for _ in range(3):
        after_first.take(Subject("10.0.0.1", LINK_DOWN, 7, "ge-0/0/7"), {}, "v2c")
    still = outbox.keep(after_first)
    again = Outbox(tmp_path, "here")

    assert (outbox.sending, still is after_first) == (again.sending, True)
    assert again.waiting().batch("b", "here") == still.batch("b", "here")
    again.sent()
    assert again.keep(again.waiting()).is_empty
    assert Outbox(tmp_path, "here").waiting().is_empty
    for path in tmp_path.iterdir():
        path.write_bytes(b"{ damaged")
    assert Outbox(tmp_path, "here").sending is None


def test_an_engine_keeps_its_name_and_never_has_the_same_boots_twice(tmp_path: Path) -> None:
    first = EngineState(tmp_path)
    boots = [first.next_boots(), first.next_boots()]
    first.save({"e": Heard(3, 5, 4e9), "old": Heard(1, 1, 0.0)})
    second = EngineState(tmp_path)

    assert second.engine_id == first.engine_id
    assert [*boots, second.next_boots()] == [1, 2, 3]
    assert second.heard == {"e": Heard(3, 5, 4e9)}
    (tmp_path / "traps.json").write_text('{"engine_id": 7}')
    assert EngineState(tmp_path).heard == {}


def test_whoever_sets_the_clock_of_a_collector_takes_no_sender_out_of_its_present(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, state, of_the_day = SteadyClock(), EngineState(tmp_path), time.time
    replays = Replays()
    assert replays.judge("e", Heard(1, 1000, clock()), b"1") == "fresh"

    monkeypatch.setattr("discovery_agent.clock.time.time", lambda: of_the_day() + DAY)
    running = replays.judge("e", Heard(1, 1010, clock()), b"2")
    state.save(replays.heard, clock.ahead)
    restarted = Replays(EngineState(tmp_path).heard).judge("e", Heard(1, 1020, SteadyClock()()), b"3")

    assert (running, restarted) == ("fresh", "fresh")


def test_what_the_kernel_throws_away_is_counted() -> None:
    with listen("127.0.0.1:21164") as line, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as storm:
        sent = read = 0
        while not thrown_away(line) and sent < 100_000:
            sent += sum(bool(storm.sendto(b"x" * 500, line.getsockname())) for _ in range(1000))
        with suppress(BlockingIOError):
            while line.recv(1000):
                read += 1
        tally = Tally()
        tally.overflowed(thrown_away(line))

    assert 0 < read < sent
    assert read + tally.batch("b", "here").counts["overflowed"] == sent


def test_where_nothing_can_be_listened_for_is_said_with_what_to_do() -> None:
    with listen("127.0.0.1:21162") as bound:
        assert place_of(bound) == "127.0.0.1:21162"
        with pytest.raises(SettingError, match="another program has the port"):
            listen("127.0.0.1:21162")
    for wanted, said in (
        ("x", "names no port"),
        ("1.2.3.4:99999", "names no port"),
        ("192.0.2.1:2116", "address of this"),
    ):
        with pytest.raises(SettingError, match=said):
            listen(wanted)
    with listen("21163") as everywhere, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"x", ("127.0.0.1", 21163))
        everywhere.settimeout(10)
        assert everywhere.recvfrom(10)[0] == b"x"
