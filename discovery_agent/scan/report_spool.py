"""Reports of a scan on their way to the server: they wait on disk until it has them, and the scan waits for room."""

import asyncio
import logging
import random
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from discovery_agent.delivery import Acknowledged, Courier, Outcome, Refused, Rejected, Waiting
from discovery_agent.enrolment import client
from discovery_agent.errors import DONE, REFUSED, WAITING
from discovery_agent.identity import Identity
from discovery_agent.private_files import StateFolderError
from discovery_agent.settings import Settings
from discovery_agent.spool import Bounds, Spool, says_of
from discovery_agent.waiting import REFUSED_SECONDS, seconds_to_wait
from graph_schema.report import Report, encode_with_hashes

FOLDER = "collector"  # below the state folder: a collector is somebody else than the agent of its machine
_BOUNDS = Bounds(pending=2000, pending_bytes=512 << 20)
_MOST_WAITING = 1000  # more reports are not made before some are delivered: none may be lost for want of room
_LOOK_SECONDS = 5.0
_log = logging.getLogger(__name__)


class ReportSpool:
    """Takes reports and delivers them beside the scan."""

    mark = 0

    def __init__(self, settings: Settings, identity: Identity) -> None:
        self._spool = Spool(settings.state, _BOUNDS)
        server = client(settings, settings.server or identity.server)
        self._courier = Courier(server, identity, settings.state, self._spool)
        self._delivering = asyncio.Lock()
        self._fresh = asyncio.Event()
        self._room = asyncio.Event()
        self._chance = random.Random()  # noqa: S311 - spreads load, keeps no secret
        self._paths: dict[str, Path] = {}
        self._earlier = deque(entry.path for entry in self._spool.pending())
        self.last: Outcome | None = None

    async def keep(self, report: Report) -> None:
        """Put a report into the spool. Raises StateFolderError."""
        while len(self._spool.pending()) >= _MOST_WAITING:
            self._room.clear()
            await self._room.wait()
        body, hashes = encode_with_hashes(report)
        kept = self._spool.put(body, says_of(f"{report.source} {report.root.ref}", hashes))
        self._paths[report.source] = kept.path
        self._fresh.set()

    def is_waiting(self, source: str) -> bool:
        """Whether the last report of a source has still to be delivered.

        Whose reports there are from before a start is not known: of others any of those may be the one.
        """
        path = self._paths.get(source)
        if path is None:
            while self._earlier and not self._earlier[0].exists():  # the oldest are delivered first
                self._earlier.popleft()
            return bool(self._earlier)
        if path.exists():
            return True
        del self._paths[source]
        return False

    async def deliver(self) -> None:
        """Deliver what waits, for ever: as soon as there is something, and when the server is back."""
        failures = 0
        while True:
            self._fresh.clear()
            try:
                outcomes = await self.deliver_once()
            except StateFolderError as error:  # a full disk, say: the reports are there, and are tried again
                outcomes = [Waiting(str(error))]
                _log.warning("reports_wait", extra={"reason": str(error)})
            last = outcomes[-1] if outcomes else None
            failures = failures + 1 if isinstance(last, Waiting) else 0
            if isinstance(last, Waiting):
                await asyncio.sleep(seconds_to_wait(failures, last.seconds, self._chance))
            elif isinstance(last, Refused):
                await asyncio.sleep(REFUSED_SECONDS)
            else:
                await self._next()

    async def deliver_once(self) -> Sequence[Outcome]:
        """Send what waits, up to the first that has to go on waiting."""
        async with self._delivering:  # what is on its way is not sent a second time
            outcomes = await asyncio.to_thread(self._courier.deliver)
        for outcome in outcomes:
            self.last = outcome
            if isinstance(outcome, Waiting | Refused):
                _log.warning("reports_wait", extra={"reason": outcome.reason, "waiting": len(self._spool.pending())})
        if any(isinstance(outcome, Acknowledged | Rejected) for outcome in outcomes):
            self._room.set()
        return outcomes

    async def finish(self) -> int:
        """Deliver once more; the exit code of what became of the reports."""
        await self.deliver_once()
        if not self._spool.pending():
            return DONE
        return REFUSED if isinstance(self.last, Refused) else WAITING

    async def _next(self) -> None:
        """Wait for another report, or a while: what was there from before is tried too."""
        try:
            async with asyncio.timeout(_LOOK_SECONDS):
                await self._fresh.wait()
        except TimeoutError:
            return
