"""A job: sweep its addresses, read those that are there, many at once, and tell the outcome of each as it comes."""

import asyncio
import gc
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from hashlib import blake2b

from discovery_agent.scan import outcomes
from discovery_agent.scan.job import AddressOutcome, Attempt, Job
from discovery_agent.scan.target_scan import READING, Methods, TargetResult, scan_target, state_of
from discovery_agent.sweep.sweep import sweep
from graph_schema.report import Report

MOST_THREADS = 256  # for methods that block; the program that runs jobs brings them
Keep = Callable[[Report], Awaitable[None]]
_ID_BYTES = 16
_COLLECTED_AFTER = (20_000, 10, 10)  # reading devices makes many objects and hardly any circles of them


async def run(job: Job, addresses: Sequence[str], methods: Methods, keep: Keep) -> AsyncGenerator[AddressOutcome, None]:
    """The outcome of each of some addresses of a job. When it comes, `keep` has taken the reports about it.

    One that stalls or fails holds up no other. Leaving the iteration ends the scan.
    """
    gc.set_threshold(*_COLLECTED_AFTER)
    there: dict[str, tuple[Attempt, ...]] = {}
    for address, (is_read, attempts) in (await _looked_for(job, addresses)).items():
        if is_read:
            there[address] = attempts
        else:
            yield AddressOutcome(address, state_of(list(attempts), ()), attempts)
    async with aclosing(_read_all(job, there, methods)) as results:
        async for result in results:
            for report in result.reports:
                await keep(_named(report, job))
            yield result.outcome


async def _looked_for(job: Job, addresses: Sequence[str]) -> dict[str, tuple[bool, tuple[Attempt, ...]]]:
    """Who is to be read, after which attempts. A job that only reads takes everybody for being there."""
    is_reading = bool(set(job.methods) & set(READING))
    if is_reading and not set(job.methods) - set(READING):
        return dict.fromkeys(addresses, (True, ()))
    told: dict[str, tuple[bool, tuple[Attempt, ...]]] = {}
    for address, presence in (await sweep(job, addresses)).items():
        is_read = presence.is_there and is_reading
        attempts = tuple(attempt for attempt in presence.attempts if not (is_read and _is_said_better(attempt)))
        told[address] = (is_read, attempts)
    return told


def _is_said_better(attempt: Attempt) -> bool:
    """What reading a device says anyway, and better: whether it answers SNMP."""
    return attempt.method == "snmp" and attempt.outcome != outcomes.PROHIBITED.name


async def _read_all(
    job: Job, there: dict[str, tuple[Attempt, ...]], methods: Methods
) -> AsyncGenerator[TargetResult, None]:
    waiting = iter(there)
    done: asyncio.Queue[asyncio.Task[TargetResult]] = asyncio.Queue(1)  # who is not waited for holds no report

    async def work() -> None:
        for address in waiting:
            task = asyncio.create_task(scan_target(address, there[address], job, methods))
            try:
                await asyncio.wait([task])
            finally:
                task.cancel()
            await done.put(task)

    workers = [asyncio.create_task(work()) for _ in range(min(job.limits.at_once, len(there)))]
    try:
        for _ in there:
            yield (await done.get()).result()
    finally:
        for worker in workers:
            worker.cancel()


def _named(report: Report, job: Job) -> Report:
    """The report under the id that any scan of its target in this job gives it: told twice, it counts once."""
    digest = blake2b(f"{job.job_id} {report.source}".encode(), digest_size=_ID_BYTES)
    return replace(report, report_id=digest.hexdigest())
