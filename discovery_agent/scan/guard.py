"""Keeps accounts from being locked: one that is refused too often is not tried again in a job."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from discovery_agent.scan.job import Attempt, Credential
from discovery_agent.scan.outcomes import OUTCOMES, PRIVILEGED, SUDO_PASSWORD, WRONG_CREDENTIAL

_SUDO = "sudo_password"
_NOTHING: Mapping[str, int] = MappingProxyType({})


class Admitted(NamedTuple):
    """The credentials that may be tried at a target, the ids of those that may not, and refusals that may come of it.

    A log-in whose password for sudo may not be tried is allowed without it.
    """

    allowed: tuple[Credential, ...]
    locked: tuple[str, ...]
    at_stake: Mapping[str, int] = _NOTHING


class _Stake(NamedTuple):
    """A credential that counts against an account: a log-in, or the password for sudo beside one.

    `refusals` are those that trying it once may cost.
    """

    credential_id: str
    account: str
    failures_left: int
    refusals: int


class Guard:
    """Counts refusals over all targets of a job, by account: several credentials may be of one.

    Until a credential has worked, no more targets try its account at a time than it may be refused: all might refuse.
    """

    def __init__(self, credentials: Iterable[Credential]) -> None:
        stakes = [stake for one in credentials for stake in _stakes(one)]
        self._account = {stake.credential_id: stake.account for stake in stakes}
        self._most: dict[str, int] = {}
        for stake in stakes:
            self._most[stake.account] = min(stake.failures_left, self._most.get(stake.account, stake.failures_left))
        self._left = dict(self._most)
        self._proven: set[str] = set()
        self._underway: Counter[str] = Counter()
        self._changed = asyncio.Condition()

    async def admit(self, credentials: Sequence[Credential]) -> Admitted:
        """Wait until the credentials may be tried; what is allowed must be settled."""
        wanted = self._unproven(credentials)
        async with self._changed:
            await self._changed.wait_for(lambda: all(self._is_decided(name, wanted[name]) for name in wanted))
            admitted = self._chosen(credentials)
            self._underway.update(admitted.at_stake)
        return admitted

    async def settle(self, admitted: Admitted, attempts: Iterable[Attempt]) -> None:
        """Learn what became of them."""
        async with self._changed:
            self._underway.subtract(admitted.at_stake)
            for attempt in attempts:
                self._learn(attempt)
            self._changed.notify_all()

    def _learn(self, attempt: Attempt) -> None:
        name, outcome = attempt.credential_id or "", OUTCOMES[attempt.outcome]
        account = self._account.get(name)
        if account is None:
            return
        if outcome.is_success or outcome is PRIVILEGED:
            self._proven.add(name)
            self._left[account] = self._most[account]
        elif outcome.is_credential:
            self._left[account] -= outcome.refusals

    def _unproven(self, credentials: Sequence[Credential]) -> Counter[str]:
        """How often these could be refused, by account."""
        found = Counter[str]()
        for stake in (stake for one in credentials for stake in _stakes(one)):
            found[stake.account] += 0 if stake.credential_id in self._proven else stake.refusals
        return found

    def _is_decided(self, account: str, wanted: int) -> bool:
        """Whether waiting for others would change nothing."""
        left, underway = self._left[account], self._underway[account]
        return left <= 0 or not underway or underway + wanted <= left

    def _chosen(self, credentials: Sequence[Credential]) -> Admitted:
        at_stake: Counter[str] = Counter()
        allowed: list[Credential] = []
        locked: list[str] = []
        for one in credentials:
            kept = one
            for stake in _stakes(one):
                if self._takes(stake, at_stake):
                    continue
                locked.append(stake.credential_id)
                if stake.credential_id == one.credential_id:
                    break
                kept = one._replace(secret={name: text for name, text in one.secret.items() if name != _SUDO})
            else:
                allowed.append(kept)
        return Admitted(tuple(allowed), tuple(locked), at_stake)

    def _takes(self, stake: _Stake, at_stake: Counter[str]) -> bool:
        """Whether a credential may be tried; then it is at stake, unless it has worked before."""
        left, account = self._left[stake.account], stake.account
        if stake.credential_id in self._proven:
            return left >= stake.refusals
        if self._underway[account] + at_stake[account] + stake.refusals > left:
            return False
        at_stake[account] += stake.refusals
        return True


def _stakes(credential: Credential) -> Iterator[_Stake]:
    """What of a credential counts against an account, in the order in which it is tried."""
    if credential.failures_left is not None:
        yield _Stake(credential.credential_id, credential.user, credential.failures_left, WRONG_CREDENTIAL.refusals)
    if credential.sudo_failures_left is not None and _SUDO in credential.secret:
        left = credential.sudo_failures_left
        yield _Stake(credential.sudo_credential_id, credential.user, left, SUDO_PASSWORD.refusals)
