"""A device is read as it answers: well, badly or not at all."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from discovery_agent.scan.fact_kinds import ALL
from discovery_agent.secret import Secret
from discovery_agent.snmp.columns import Limits
from discovery_agent.snmp.fast_session import FastSession, value_of
from discovery_agent.snmp.interpret import interpret
from discovery_agent.snmp.messages import Request, decode, numbers
from discovery_agent.snmp.reading import Reading, read_device
from discovery_agent.snmp.report import Origin, report_of
from discovery_agent.snmp.session import Credential, NoAnswerError, Target
from discovery_agent.snmp.timing import Timing
from discovery_agent.snmp.values import Oid, Value
from tests.discovery_agent.snmp.readings import ENTITY, INTERFACES, X_INTERFACES
from tests.discovery_agent.snmp.responder import GET_BULK, GET_NEXT, Agent, Misbehaviour, Rows, running

COMMUNITY = Credential(community=Secret("public"))
DEVICE: dict[str, Value] = {
    "1.3.6.1.2.1.1.1.0": b"RouterOS RB750Gr3",
    "1.3.6.1.2.1.1.2.0": Oid("1.3.6.1.4.1.14988.1"),
    "1.3.6.1.2.1.1.5.0": b"edge",
    f"{ENTITY}.2.1": b"RouterOS",
    "1.3.6.1.4.1.14988.1.1.7.3.0": b"6F3A071688EA",
    "1.3.6.1.4.1.14988.1.1.4.4.0": b"7.20",
    **{f"{INTERFACES}.2.{at}": b"ether%d" % at for at in range(1, 101)},
    **{f"{X_INTERFACES}.1.{at}": b"e%d" % at for at in range(1, 101)},
}


def read(
    said: Mapping[str, Value],
    misbehave: Misbehaviour | None = None,
    limits: Limits | None = None,
    community: str = "public",
) -> tuple[Reading, int]:
    agent = Agent({"public": said}, misbehave)
    with running(agent) as port:
        return asyncio.run(read_device(session_of(port, community), limits)), agent.requests


def session_of(port: int, community: str = "public") -> FastSession:
    return FastSession(
        Target("127.0.0.1", port), COMMUNITY._replace(community=Secret(community)), Timing(longest=0.2, tries=2)
    )


def test_a_device_is_read_as_its_tables_and_its_vendors_rules_want() -> None:
    reading, requests = read(DEVICE)

    facts = interpret(reading.walk())
    assert (facts.name, facts.serial_number, facts.os_version) == ("edge", "6F3A071688EA", "7.20")
    assert len(facts.interfaces) == 100
    assert reading.values.items() <= DEVICE.items()
    assert reading.problems == []
    assert requests < 30


def test_kinds_of_facts_that_are_not_wanted_are_not_asked_for() -> None:
    software = {"1.3.6.1.2.1.25.6.3.1.2.1": b"openssl-3.0.9"}
    seen = {"1.3.6.1.2.1.17.1.4.1.2.1": 1, "1.3.6.1.2.1.17.4.3.1.2.2.0.0.0.0.1": 1}
    agent = Agent({"public": {**DEVICE, **software, **seen}})
    with running(agent) as port:
        few, all_of_it = (asyncio.run(read_device(session_of(port), facts=facts)) for facts in ((), ALL))

    left = {"1.3.6.1.2.1.25.6.3.1.2.1", "1.3.6.1.2.1.17.4.3.1.2.2.0.0.0.0.1"}
    assert all_of_it.values.keys() - few.values.keys() == left
    assert few.problems == []
    origin = Origin("snmp:lab/127.0.0.1", "lab", datetime.now(UTC))
    told = [
        [section.name for section in report_of(interpret(few.walk()), origin, facts).sections] for facts in ((), ALL)
    ]
    assert told == [["device", "network_interfaces"], ["device", "network_interfaces", "links"]]


def test_of_a_maker_without_rules_the_first_objects_are_read_where_nothing_else_tells() -> None:
    own = {f"1.3.6.1.4.1.6202.1.{at}.0": text for at, text in ((1, b"NX-1200"), (2, b"4.2.11"))}
    said: dict[str, Value] = {"1.3.6.1.2.1.1.2.0": Oid("1.3.6.1.4.1.6202.1"), **own}

    untold, _ = read({**said, "1.3.6.1.2.1.1.1.0": b"Controller"})
    told, _ = read({**said, "1.3.6.1.2.1.1.1.0": b"NX-1200, version 4.2.11"})

    facts = interpret(untold.walk())
    assert (facts.model, facts.os_version) == ("NX-1200", "4.2.11")
    assert not own.keys() & told.values.keys()


def test_what_two_tables_want_is_asked_for_once() -> None:
    kind, entry = "1.3.6.1.2.1.25.3.2.1.2", numbers("1.3.6.1.2.1.25.3.2.1")
    asked: list[Request] = []

    class Watched(Agent):
        def answer(self, packet: bytes) -> bytes | None:
            asked.append(decode(packet))
            return super().answer(packet)

    with running(Watched({"public": {**DEVICE, f"{kind}.1": Oid("1.3.6.1.2.1.25.3.1.5")}})) as port:
        reading = asyncio.run(read_device(session_of(port)))

    assert reading.values[f"{kind}.1"] == "1.3.6.1.2.1.25.3.1.5"
    assert sum(one.kind == GET_BULK and one.names[0][: len(entry)] == entry for one in asked) == 1


@pytest.mark.parametrize("of_bulk", [GET_NEXT, GET_BULK])
def test_a_device_that_does_not_say_what_it_has_is_asked_for_everything(of_bulk: int) -> None:
    def misbehave(kind: int, rows: Rows) -> Rows | None:
        if kind == GET_NEXT and of_bulk == GET_NEXT:
            return None
        return rows[:1] if kind == GET_BULK and of_bulk == GET_BULK else rows

    expected, few = read(DEVICE)
    reading, many = read(DEVICE, misbehave)

    assert reading.values == expected.values
    assert reading.problems == []
    assert many > few


def test_a_small_table_is_read_at_once_and_only_what_is_wanted_is_kept() -> None:
    parts: dict[str, Value] = {f"{ENTITY}.{at}.{row}": b"x" for at in (*range(2, 17), 18) for row in (1, 2)}
    many: dict[str, Value] = {f"{ENTITY}.{at}.{row}": b"x" for at in (*range(2, 17), 18) for row in range(1, 60)}

    few_rows, of_few = read({**DEVICE, **parts})
    many_rows, of_many = read({**DEVICE, **many})

    assert parts.keys() - few_rows.values.keys() == {f"{ENTITY}.{at}.{row}" for at in (14, 15, 18) for row in (1, 2)}
    assert many.keys() - many_rows.values.keys() == {
        f"{ENTITY}.{at}.{row}" for at in (14, 15, 18) for row in range(1, 60)
    }
    assert of_many > of_few + 12


def test_a_device_that_does_not_answer_is_an_error() -> None:
    with pytest.raises(NoAnswerError, match="does not answer"):
        read(DEVICE, community="wrong")


def test_a_table_that_goes_round_in_circles_ends() -> None:
    def circle(kind: int, rows: Rows) -> Rows:
        return [(rows[0][0], value) for _, value in rows] if kind == GET_BULK and rows else rows

    reading, _ = read(DEVICE, circle)

    assert interpret(reading.walk()).name == "edge"
    assert reading.problems


def test_an_endless_table_is_cut_off_and_said() -> None:
    reading, _ = read(DEVICE, limits=Limits(rows=60))

    assert f"{INTERFACES}.2: only the first 60 rows were read" in reading.problems


def test_texts_without_end_are_cut_off_and_said() -> None:
    long_names: dict[str, Value] = {f"{INTERFACES}.2.{at}": b"x" * 1200 for at in range(1, 500)}

    reading, requests = read({**DEVICE, **long_names}, limits=Limits(octets=100_000))

    kept = sum(len(value) for value in reading.values.values() if isinstance(value, bytes))
    assert kept < 110_000
    assert any("only the first" in problem for problem in reading.problems)
    assert interpret(reading.walk()).name == "edge"
    assert requests < 300


def test_a_device_that_answers_only_small_requests_is_read_whole() -> None:
    def small(kind: int, rows: Rows) -> Rows | None:
        return None if kind == GET_BULK and len(rows) > 5 else rows

    reading, _ = read(DEVICE, small)

    assert len(interpret(reading.walk()).interfaces) == 100


def test_a_device_that_falls_silent_leaves_what_it_had_answered() -> None:
    answered = [0]

    def silent(_kind: int, rows: Rows) -> Rows | None:
        answered[0] += 1
        return rows if answered[0] < 6 else None

    reading, requests = read(DEVICE, silent)

    assert interpret(reading.walk()).name == "edge"
    assert any("does not answer" in problem for problem in reading.problems)
    assert requests < 60


def test_a_device_that_is_cut_off_in_a_table_leaves_the_rows_that_it_had_told() -> None:
    def stalls(kind: int, rows: Rows) -> Rows | None:
        is_later = bool(rows) and numbers(f"{INTERFACES}.2.50") < rows[0][0] < numbers(f"{INTERFACES}.9")
        return None if kind == GET_BULK and is_later else rows

    async def cut_off(port: int) -> Reading:
        reading = Reading()
        session = FastSession(Target("127.0.0.1", port), COMMUNITY, Timing(longest=5.0, tries=2))
        with suppress(TimeoutError):
            async with asyncio.timeout(0.5):
                await read_device(session, into=reading)
        return reading

    with running(Agent({"public": {**DEVICE, f"{INTERFACES}.3.1": 6}}, stalls)) as port:
        reading = asyncio.run(cut_off(port))

    assert f"{INTERFACES}.2.50" in reading.values
    assert f"{INTERFACES}.2.100" not in reading.values


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ("1.3.6.1.4.1.9.1", Oid("1.3.6.1.4.1.9.1")),
        ("10.0.0.1", b"10.0.0.1"),
        (5, 5),
        (b"x", b"x"),
        (None, None),
        (1.5, b"1.5"),
    ],
)
def test_values_of_the_library_become_ours(shown: object, expected: Value | None) -> None:
    assert value_of(shown) == expected


def test_waiting_times_are_learnt_and_grow_with_each_attempt() -> None:
    timing = Timing(longest=4.0, tries=3)

    before = list(timing.attempts())
    for _ in range(20):
        timing.answered(0.2)

    after = list(timing.attempts())
    assert before == [4.0, 4.0, 4.0]
    assert after[0] < 1.0
    assert after == sorted(after)
