"""Outcomes of a job on their way to the server: soon, in portions, and a sign of life where there is none."""

import asyncio
import logging
import random

from discovery_agent.scan.job import AddressOutcome
from discovery_agent.scan.job_line import CollectorRefusedError, JobGoneError, JobLine
from discovery_agent.server import NotReachableError
from discovery_agent.waiting import seconds_to_wait

_PORTION = 100
_OFTEN_SECONDS, _SIGN_OF_LIFE_SECONDS = 2.0, 30.0
_log = logging.getLogger(__name__)


class Telling:
    """What is to be told of one job. Whoever is told the same twice keeps it once."""

    def __init__(self, line: JobLine, job_id: str) -> None:
        self._line = line
        self._job_id = job_id
        self._waiting: list[AddressOutcome] = []
        self._told_at = asyncio.get_running_loop().time()

    def add(self, outcome: AddressOutcome) -> None:
        """Tell an outcome with the next portion."""
        self._waiting.append(outcome)

    async def until_cancelled(self) -> None:
        """Go on telling; the end is that the server wants no more of the job, or does not know it."""
        loop, failures = asyncio.get_running_loop(), 0
        while True:
            await asyncio.sleep(_OFTEN_SECONDS)
            if not self._waiting and loop.time() - self._told_at < _SIGN_OF_LIFE_SECONDS:
                continue
            try:
                if await self._tell(is_done=False):
                    return
                failures = 0
            except NotReachableError as error:
                failures += 1
                await self._leave_alone(error, failures)
            except (JobGoneError, CollectorRefusedError) as error:
                _log.warning("job_ended_by_server", extra={"job_id": self._job_id, "reason": str(error)})
                return

    async def finish(self) -> None:
        """Tell the rest, however long the server is away."""
        failures = 0
        while True:
            try:
                while len(self._waiting) > _PORTION:
                    await self._tell(is_done=False)
                await self._tell(is_done=True)
            except NotReachableError as error:
                failures += 1
                await self._leave_alone(error, failures)
            except (JobGoneError, CollectorRefusedError) as error:
                _log.warning("job_ended_by_server", extra={"job_id": self._job_id, "reason": str(error)})
                return
            else:
                return

    async def _tell(self, *, is_done: bool) -> bool:
        portion = self._waiting[:_PORTION]
        is_cancelled = await asyncio.to_thread(self._line.tell, self._job_id, portion, is_done=is_done)
        del self._waiting[: len(portion)]
        self._told_at = asyncio.get_running_loop().time()
        return is_cancelled

    async def _leave_alone(self, error: NotReachableError, failures: int) -> None:
        wait = seconds_to_wait(failures, None, random.Random())  # noqa: S311 - spreads load, keeps no secret
        _log.warning("outcomes_wait", extra={"reason": str(error), "waiting": len(self._waiting)})
        await asyncio.sleep(wait)
