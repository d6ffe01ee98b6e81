"""Outcomes of a job on their way to the server: soon, in portions, and a sign of life where there is none.

What was read is told after its reports are delivered: a scan that is done is in the graph.
"""

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from itertools import islice

from discovery_agent.scan.job import AddressOutcome
from discovery_agent.scan.job_line import CollectorRefusedError, JobGoneError, JobLine, TooMuchError
from discovery_agent.server import NotReachableError
from discovery_agent.waiting import seconds_to_wait

_PORTION = 100
_OFTEN_SECONDS, _SIGN_OF_LIFE_SECONDS = 2.0, 30.0
_LOOK_SECONDS = 0.2
_PATIENCE_SECONDS = 60.0  # reports that the server does not take by then are not waited for
_log = logging.getLogger(__name__)


class Telling:
    """What is to be told of one job. Whoever is told the same twice keeps it once."""

    def __init__(self, line: JobLine, job_id: str, is_waiting: Callable[[str], bool]) -> None:
        """`is_waiting` says of a source whether its report has still to be delivered."""
        self._line = line
        self._job_id = job_id
        self._is_waiting = is_waiting
        self._waiting: list[AddressOutcome] = []
        self._portion = _PORTION
        self._sent: Sequence[AddressOutcome] = ()
        self._told_at = self._now()

    def add(self, outcome: AddressOutcome) -> None:
        """Tell an outcome with the next portion, once its reports are delivered."""
        self._waiting.append(outcome)

    async def until_cancelled(self) -> None:
        """Go on telling; the end is that the server wants no more of the job, or does not know it."""
        failures = 0
        while True:
            await asyncio.sleep(_OFTEN_SECONDS)
            ready = self._ready()
            if not ready and self._now() - self._told_at < _SIGN_OF_LIFE_SECONDS:
                continue
            try:
                if await self._tell(ready):
                    return
                failures = 0
            except NotReachableError as error:
                failures += 1
                await self._leave_alone(error, failures)
            except TooMuchError as error:
                if not self._take_less(error):
                    return
            except (JobGoneError, CollectorRefusedError) as error:
                _log.warning("job_ended_by_server", extra={"job_id": self._job_id, "reason": str(error)})
                return

    async def finish(self) -> None:
        """Tell the rest, however long the server is away; where it wants no more of the job, no more."""
        failures, until, is_over = 0, self._now() + _PATIENCE_SECONDS, False
        while not is_over:
            try:
                if ready := self._ready():
                    is_over = await self._tell(ready)
                    until = self._now() + _PATIENCE_SECONDS
                elif self._waiting and self._now() < until:
                    await asyncio.sleep(_LOOK_SECONDS)
                else:
                    is_last = len(self._waiting) <= self._portion
                    is_over = await self._tell(self._waiting[: self._portion], is_done=is_last) or is_last
            except NotReachableError as error:
                failures += 1
                await self._leave_alone(error, failures)
                until = self._now() + _PATIENCE_SECONDS  # the reports could not be delivered either
            except TooMuchError as error:
                if not self._take_less(error):
                    return
            except (JobGoneError, CollectorRefusedError) as error:
                _log.warning("job_ended_by_server", extra={"job_id": self._job_id, "reason": str(error)})
                return

    def _ready(self) -> list[AddressOutcome]:
        """A portion of those whose reports are delivered."""
        ready = (entry for entry in self._waiting if not any(map(self._is_waiting, entry.sources)))
        return list(islice(ready, self._portion))

    async def _tell(self, portion: Sequence[AddressOutcome], *, is_done: bool = False) -> bool:
        self._sent = portion
        is_cancelled = await asyncio.to_thread(self._line.tell, self._job_id, portion, is_done=is_done)
        told = set(map(id, portion))
        self._waiting = [entry for entry in self._waiting if id(entry) not in told]
        self._told_at = self._now()
        return is_cancelled

    def _take_less(self, error: TooMuchError) -> bool:
        """Go on with shorter portions; of one address that is too long only what it came to. Whether that helps."""
        _log.warning(
            "outcomes_too_long", extra={"job_id": self._job_id, "reason": str(error), "portion": self._portion}
        )
        is_one, self._portion = len(self._sent) <= 1, max(1, self._portion // 2)
        if is_one:
            sent = set(map(id, self._sent))
            self._waiting = [entry._replace(attempts=()) if id(entry) in sent else entry for entry in self._waiting]
        return not is_one or any(entry.attempts for entry in self._sent)

    async def _leave_alone(self, error: NotReachableError, failures: int) -> None:
        wait = seconds_to_wait(failures, None, random.Random())  # noqa: S311 - spreads load, keeps no secret
        _log.warning("outcomes_wait", extra={"reason": str(error), "waiting": len(self._waiting)})
        await asyncio.sleep(wait)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
