"""Runs the jobs beside the server; one that fails is logged and comes round again."""

import logging
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler  # pyright: ignore[reportMissingTypeStubs] - it has none

from cmdb_server.errors import CmdbError
from cmdb_server.scheduler import jobs
from cmdb_server.scheduler.job import Job
from cmdb_server.scheduler.lease import Leases
from cmdb_server.services import Services
from graph_schema.loading import load_all

_MINUTE = 60 * 1_000_000
_HELD_PART = 0.9
_RENEWED_SECONDS = 30
_FIRST_AFTER = timedelta(seconds=30)
_APART = timedelta(seconds=1)  # all at once they would keep reports and pages waiting, once a minute
_log = logging.getLogger(__name__)


class Scheduler:
    """Owns the job threads from `start` to `stop`."""

    def __init__(self, services: Services) -> None:
        """Nothing runs yet."""
        self._services = services
        self._leases = Leases(services.store, services.clock)
        self._scheduler = BackgroundScheduler(timezone=UTC)

    def start(self) -> None:
        """Run every job in its interval; the first one half a minute from now, the others one after the other."""
        for turn, job in enumerate(load_all(jobs, Job)):
            self._scheduler.add_job(  # pyright: ignore[reportUnknownMemberType] - the library has no stubs
                self._run,
                "interval",
                args=[job],
                minutes=job.minutes,
                id=job.name,
                max_instances=1,
                coalesce=True,
                next_run_time=datetime.now(UTC) + _FIRST_AFTER + turn * _APART,
            )
        self._scheduler.add_job(  # pyright: ignore[reportUnknownMemberType] - the library has no stubs
            self._renew, "interval", seconds=_RENEWED_SECONDS, max_instances=1, coalesce=True
        )
        self._scheduler.start()  # pyright: ignore[reportUnknownMemberType] - the library has no stubs

    def stop(self) -> None:
        """Let running jobs end, start no more."""
        self._scheduler.shutdown(wait=True)  # pyright: ignore[reportUnknownMemberType] - the library has no stubs

    def _run(self, job: Job) -> None:
        try:
            done = self._run_if_ours(job)
        except CmdbError as error:
            _log.warning("job_failed", extra={"job": job.name, "code": error.code, "reason": str(error)})
            return
        if done is not None:
            _log.info("job_done", extra={"job": job.name, **done})

    def _run_if_ours(self, job: Job) -> dict[str, int] | None:
        began = self._services.clock()
        if not self._leases.take(job.name):
            return None
        try:
            return job.run(self._services)
        finally:
            # Others look at other moments: for most of the interval the job has just been done.
            self._leases.give_back(job.name, began + round(job.minutes * _HELD_PART * _MINUTE))

    def _renew(self) -> None:
        try:
            self._leases.renew()
        except CmdbError as error:
            _log.warning("leases_not_renewed", extra={"code": error.code, "reason": str(error)})
