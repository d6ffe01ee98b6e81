"""discovery-agent scan: find and read devices, and say what came of every address."""

import asyncio
import gc
import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

from discovery_agent import log
from discovery_agent.command import Command
from discovery_agent.enrolment import be_somebody
from discovery_agent.errors import DONE, FAILED
from discovery_agent.folder_lock import WORK, locked
from discovery_agent.identity import Identity
from discovery_agent.scan.job import MAX_ADDRESSES, AddressOutcome, Job, message_of_outcome
from discovery_agent.scan.journal import Journal
from discovery_agent.scan.options import add_scan_options, job_wanted
from discovery_agent.scan.outcomes import OUTCOMES
from discovery_agent.scan.report_file import ReportFile
from discovery_agent.scan.report_spool import FOLDER, ReportSpool
from discovery_agent.scan.run import MOST_THREADS, run
from discovery_agent.scan.target_scan import load_methods
from discovery_agent.scan.targets import addresses_of
from discovery_agent.settings import SettingError, Settings

_NAME_BYTES = 8


def add_options(parser: ArgumentParser) -> None:
    """The options beside the settings."""
    add_scan_options(parser)
    parser.add_argument("--out", type=Path, metavar="FILE", help="write reports there, for `cmdb import-reports FILE`")
    parser.add_argument(
        "--network-scope", default="default", metavar="NAME", help="with --out: where addresses are unique"
    )
    parser.add_argument("--json", action="store_true", help="print outcomes as JSON, one a line, silent addresses too")


def answer(given: Namespace, settings: Settings) -> int:
    """Scan; reports go to the file or the server, outcomes to standard output. A scan that was killed goes on."""
    log.configure()
    gc.enable()  # unlike a turn it may read thousands of machines
    addresses = addresses_of(given.ranges, given.exclude)
    if given.out is None and not settings.server:
        raise SettingError("--out or --server is missing; say where the reports go")
    if given.out is not None:
        job = job_wanted(given, given.network_scope, _name(addresses, given.network_scope))
        job = job._replace(reads_configuration=settings.reads_configuration)
        return asyncio.run(_scan_to_file(given, job, addresses, settings.state / FOLDER))
    own = replace(settings, state=settings.state / FOLDER)
    with locked(own.state, WORK):
        identity, _ = be_somebody(own)
        job = job_wanted(given, identity.network_scope, _name(addresses, identity.network_scope))
        job = job._replace(reads_configuration=settings.reads_configuration)
        return asyncio.run(_scan_to_server(given, job, addresses, (own, identity)))


async def _scan_to_file(given: Namespace, job: Job, addresses: Sequence[str], state: Path) -> int:
    journal = Journal(given.out.with_name(f"{given.out.name}.journal"), job.job_id)
    return await _scan(given, job, addresses, (journal, ReportFile(given.out, journal.mark), state))


async def _scan_to_server(given: Namespace, job: Job, addresses: Sequence[str], who: tuple[Settings, Identity]) -> int:
    settings, identity = who
    journal = Journal(settings.state / "scans" / f"{job.job_id}.journal", job.job_id)
    spool = ReportSpool(settings, identity)
    delivery = asyncio.create_task(spool.deliver())
    try:
        return await _scan(given, job, addresses, (journal, spool, settings.state))
    finally:
        delivery.cancel()


async def _scan(
    given: Namespace, job: Job, addresses: Sequence[str], kept: tuple[Journal, ReportFile | ReportSpool, Path | None]
) -> int:
    journal, sink, state = kept
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(MOST_THREADS))
    methods = load_methods(job, state)
    left = [address for address in addresses if address not in journal.done]
    if journal.done:
        sys.stderr.write(f"discovery-agent: goes on: {len(journal.done):,} of {len(addresses):,} addresses are done\n")
    for at in range(0, len(left), MAX_ADDRESSES):
        part = left[at : at + MAX_ADDRESSES]
        async with aclosing(run(job._replace(addresses=tuple(part)), part, methods, sink.keep)) as outcomes:
            async for outcome in outcomes:
                journal.add(outcome, sink.mark)
                _tell(outcome, given)
    code = await sink.finish()
    states = [outcome.state for outcome in journal.done.values()]
    counts = ", ".join(f"{states.count(state):,} {state}" for state in dict.fromkeys(sorted(states)))
    sys.stderr.write(f"discovery-agent: {len(states):,} addresses: {counts}\n")
    journal.remove()
    return code or (DONE if "inventoried" in states or "reachable" in states else FAILED)


def _tell(outcome: AddressOutcome, given: Namespace) -> None:
    """Print an outcome; in text only of those where anybody is."""
    if given.json:
        sys.stdout.write(json.dumps(message_of_outcome(outcome)) + "\n")
    elif outcome.state != "silent":
        sys.stdout.write("\n".join(_lines(outcome)) + "\n")
    sys.stdout.flush()


def _lines(outcome: AddressOutcome) -> list[str]:
    """What came of an address, with the next step where a device was not read."""
    lines = [f"{outcome.address:<39} {outcome.state}"]
    for attempt in outcome.attempts:
        told = OUTCOMES[attempt.outcome]
        who = f" with {attempt.credential_id}" if attempt.credential_id else ""
        step = "" if told.is_success or outcome.state == "inventoried" else f" {told.next_step}"
        detail = f" ({attempt.detail})" if attempt.detail else ""
        lines.append(f"    {attempt.method}{who}: {told.happened}{detail}{step}")
    return lines


def _name(addresses: Sequence[str], network_scope: str) -> str:
    """The name of a scan of these addresses: the same scan, started again, goes on."""
    return blake2b("\n".join([network_scope, *addresses]).encode(), digest_size=_NAME_BYTES).hexdigest()


command = Command("find and read devices over the network, and say what came of every address", answer, add_options)
