"""The collector: asks its server for jobs, does them one after the other, and goes on after whatever ended it."""

import asyncio
import logging
import random
import time
from collections.abc import Mapping
from contextlib import aclosing
from dataclasses import replace
from hashlib import blake2b

from discovery_agent.clock import agreed
from discovery_agent.enrolment import client
from discovery_agent.identity import Identity
from discovery_agent.scan.job import Job
from discovery_agent.scan.job_line import CollectorRefusedError, JobGoneError, JobLine
from discovery_agent.scan.journal import Journal, JournalError
from discovery_agent.scan.message_values import JobError
from discovery_agent.scan.read_devices import ReadDevices
from discovery_agent.scan.report_spool import ReportSpool
from discovery_agent.scan.run import run
from discovery_agent.scan.target_scan import load_methods
from discovery_agent.scan.telling import Telling
from discovery_agent.server import NotReachableError
from discovery_agent.settings import Settings
from discovery_agent.waiting import seconds_to_wait
from graph_schema.report import Report

_NAME_BYTES = 16
_OLD_SECONDS = 7 * 86_400.0
_TROUBLE_SECONDS = 60.0
_log = logging.getLogger(__name__)


class Collector:
    """Works for one identity. What it has of a job is in the journals of its state folder."""

    def __init__(self, settings: Settings, identity: Identity) -> None:
        self._settings = settings
        self._line = JobLine(client(settings, settings.server or identity.server), identity)
        self._spool = ReportSpool(settings, identity)
        self._journals = settings.state / "jobs"
        self._read = ("", ReadDevices())  # of the run whose jobs are done

    async def work(self, *, is_once: bool = False) -> int:
        """Do jobs for ever; with `is_once` until there is none, and the reports are delivered."""
        self._forget_old_journals()
        delivery = asyncio.create_task(self._spool.deliver())
        try:
            failures = 0
            while True:
                try:
                    job = await asyncio.to_thread(self._line.next_job, *((0,) if is_once else ()))
                except (NotReachableError, CollectorRefusedError, JobGoneError, JobError) as error:
                    if is_once:
                        raise
                    failures += 1
                    await _leave_alone(error, failures)
                    continue
                failures = 0
                if job is not None:
                    await self._do(job)
                elif is_once:
                    return await self._spool.finish()
        finally:
            delivery.cancel()

    async def _do(self, job: Job) -> None:
        """Scan what is left of a job, and tell what came of it."""
        journal = self._journal(job.job_id)
        telling = Telling(self._line, job.job_id, self._spool.is_waiting)
        _log.info("job", extra={"job_id": job.job_id, "addresses": len(job.addresses), "done": len(journal.done)})
        for address, outcome in journal.done.items():
            if address in job.addresses:
                telling.add(outcome)
        scan = asyncio.create_task(self._scan(job, journal, telling))
        told = asyncio.create_task(telling.until_cancelled())
        try:
            await asyncio.wait((scan, told), return_when=asyncio.FIRST_COMPLETED)
            if scan.done():
                scan.result()
                await _cancelled(told)
                await telling.finish()
        finally:
            await _cancelled(scan)
            await _cancelled(told)
        journal.remove()
        _log.info("job_over", extra={"job_id": job.job_id, "is_cancelled": scan.cancelled()})

    def _journal(self, job_id: str) -> Journal:
        """The journal of a job; one that is damaged is begun anew, for the server would give the job out for ever."""
        path = self._journals / f"{blake2b(job_id.encode(), digest_size=_NAME_BYTES).hexdigest()}.journal"
        try:
            return Journal(path, job_id)
        except JournalError as error:
            _log.warning("journal_dropped", extra={"job_id": job_id, "reason": str(error)})
            path.unlink()
            return Journal(path, job_id)

    async def _scan(self, job: Job, journal: Journal, telling: Telling) -> None:
        left = [address for address in job.addresses if address not in journal.done]
        may_read = job.reads_configuration and self._settings.reads_configuration
        allowed = job._replace(reads_configuration=may_read)
        if self._read[0] != job.run_id:
            self._read = (job.run_id, ReadDevices())
        methods = load_methods(allowed, self._settings.state, self._read[1])
        async with aclosing(run(allowed, left, methods, self._keep)) as outcomes:
            async for outcome in outcomes:
                journal.add(outcome)
                telling.add(outcome)

    async def _keep(self, report: Report) -> None:
        told = agreed(report.observed_at, self._line.clock_offset)
        await self._spool.keep(replace(report, observed_at=told))

    def _forget_old_journals(self) -> None:
        """Remove what is left of jobs that the server did not give out again."""
        for path in self._journals.glob("*.journal"):
            if path.stat().st_mtime < time.time() - _OLD_SECONDS:
                path.unlink(missing_ok=True)


async def _leave_alone(error: Exception, failures: int) -> None:
    seconds = seconds_to_wait(failures, None, random.Random())  # noqa: S311 - spreads load, keeps no secret
    wait = seconds if isinstance(error, NotReachableError) else max(seconds, _TROUBLE_SECONDS)
    told: Mapping[str, object] = {"reason": str(error), "seconds": round(wait, 1)}
    _log.warning("no_job", extra=told)
    await asyncio.sleep(wait)


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait((task,))
