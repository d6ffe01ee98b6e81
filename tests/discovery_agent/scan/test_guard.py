"""No account is tried more often than it may be refused, however many targets are asked at once."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from discovery_agent.scan.guard import Guard
from discovery_agent.scan.job import Credential, attempt_of
from discovery_agent.secret import Secret


def credential(left: int | None) -> Credential:
    return Credential("c", "ssh_password", "scan", {"password": Secret("x")}, (), 0, left)


async def tried(guard: Guard, one: Credential, outcome: str) -> str:
    admitted = await guard.admit([one])
    await asyncio.sleep(0)
    await guard.settle(admitted, [attempt_of("ssh", "c", outcome, "", 1)] if admitted.allowed else [])
    return outcome if admitted.allowed else "locked"


async def all_at_once(left: int | None, outcomes: list[str]) -> list[str]:
    one = credential(left)
    guard = Guard([one])
    return await asyncio.gather(*(tried(guard, one, outcome) for outcome in outcomes))


@given(st.integers(0, 5), st.integers(0, 40))
def test_refusals_are_never_more_than_are_left(left: int, targets: int) -> None:
    told = asyncio.run(all_at_once(left, ["wrong_credential"] * targets))

    assert told.count("wrong_credential") == min(left, targets)


@given(st.lists(st.sampled_from(["wrong_credential", "inventoried", "silent"]), max_size=40))
def test_a_credential_that_locks_nothing_is_tried_everywhere(outcomes: list[str]) -> None:
    assert asyncio.run(all_at_once(None, outcomes)) == outcomes


def test_a_credential_that_works_in_between_goes_on() -> None:
    outcomes = ["wrong_credential", "inventoried", "wrong_credential", "inventoried", "inventoried"]

    assert asyncio.run(all_at_once(2, outcomes)) == outcomes


def test_silence_is_no_refusal() -> None:
    assert asyncio.run(all_at_once(1, ["silent"] * 5)) == ["silent"] * 5
