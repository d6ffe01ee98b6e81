"""Keeps accounts from being locked: a credential that is refused too often is not tried again in a job."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from discovery_agent.scan.job import Attempt, Credential
from discovery_agent.scan.outcomes import OUTCOMES


class Admitted(NamedTuple):
    """The credentials that may be tried at a target, and those that may not."""

    allowed: tuple[Credential, ...]
    locked: tuple[Credential, ...]


class Guard:
    """Counts refusals over all targets of a job.

    Until a credential has worked, no more targets try it at a time than it may be refused: all of them might refuse it.
    """

    def __init__(self, credentials: Iterable[Credential]) -> None:
        self._most = {one.credential_id: one.failures_left for one in credentials if one.failures_left is not None}
        self._left = dict(self._most)
        self._proven: set[str] = set()
        self._underway: Counter[str] = Counter()
        self._changed = asyncio.Condition()

    async def admit(self, credentials: Sequence[Credential]) -> Admitted:
        """Wait until the credentials may be tried; each that is allowed must be settled."""
        async with self._changed:
            await self._changed.wait_for(lambda: all(self._is_decided(one.credential_id) for one in credentials))
            allowed = tuple(one for one in credentials if self._left.get(one.credential_id, 1) > 0)
            self._underway.update(one.credential_id for one in allowed)
        return Admitted(allowed, tuple(one for one in credentials if one not in allowed))

    async def settle(self, admitted: Admitted, attempts: Iterable[Attempt]) -> None:
        """Learn what became of them."""
        async with self._changed:
            self._underway.subtract(one.credential_id for one in admitted.allowed)
            for attempt in attempts:
                self._learn(attempt)
            self._changed.notify_all()

    def _learn(self, attempt: Attempt) -> None:
        name, outcome = attempt.credential_id or "", OUTCOMES[attempt.outcome]
        if name not in self._most:
            return
        if outcome.is_success:
            self._proven.add(name)
            self._left[name] = self._most[name]
        elif outcome.is_credential:
            self._left[name] -= 1

    def _is_decided(self, name: str) -> bool:
        left = self._left.get(name)
        return left is None or left <= 0 or name in self._proven or self._underway[name] < left
