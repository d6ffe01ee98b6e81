"""No account is tried more often than it may be refused, however many targets are asked at once."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from discovery_agent.scan.guard import Guard
from discovery_agent.scan.job import Attempt, Credential, attempt_of
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


async def refused_by_all(credentials: list[Credential], targets: int) -> list[str]:
    """What every target answers that refuses all passwords, and lets keys in."""
    guard = Guard(credentials)

    async def target() -> list[str]:
        admitted = await guard.admit(credentials)
        await asyncio.sleep(0)
        told: list[Attempt] = []
        for one in admitted.allowed:
            if "sudo_password" in one.secret:
                told.append(attempt_of("ssh", one.sudo_credential_id, "sudo_password", "", 1))
            outcome = "inventoried" if one.kind == "ssh_key" else "wrong_credential"
            told.append(attempt_of("ssh", one.credential_id, outcome, "", 1))
        await guard.settle(admitted, told)
        return [attempt.outcome for attempt in told]

    answers = await asyncio.gather(*(target() for _ in range(targets)))
    return [outcome for told in answers for outcome in told]


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


@given(st.integers(0, 7), st.integers(1, 12), st.integers(1, 3))
def test_several_credentials_of_an_account_share_its_refusals(left: int, targets: int, several: int) -> None:
    tries = [credential(left)._replace(credential_id=str(number)) for number in range(several)]

    told = asyncio.run(refused_by_all(tries, targets))

    assert told.count("wrong_credential") == min(left, targets * several)


@given(st.integers(0, 7), st.integers(1, 12))
def test_a_password_for_sudo_counts_twice_and_the_log_in_beside_it_goes_on(left: int, targets: int) -> None:
    key = Credential("k", "ssh_key", "scan", {"private_key": Secret("x"), "sudo_password": Secret("y")})

    told = asyncio.run(refused_by_all([key._replace(sudo_credential_id="s", sudo_failures_left=left)], targets))

    assert told.count("sudo_password") == min(left // 2, targets)
    assert told.count("inventoried") == targets


def test_a_password_for_sudo_that_works_holds_up_nobody() -> None:
    key = Credential("k", "ssh_key", "scan", {"sudo_password": Secret("y")}, (), 0, None, "s", 2)

    async def at_once() -> list[int]:
        guard = Guard([key])
        first = await guard.admit([key])
        await guard.settle(first, [attempt_of("ssh", "s", "privileged", "", 1)])
        both = await asyncio.wait_for(asyncio.gather(guard.admit([key]), guard.admit([key])), 5)
        return [len(one.allowed[0].secret) for one in both]

    assert asyncio.run(at_once()) == [1, 1]


def test_silence_is_no_refusal() -> None:
    assert asyncio.run(all_at_once(1, ["silent"] * 5)) == ["silent"] * 5
