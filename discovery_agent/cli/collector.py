"""discovery-agent collector: stay, and scan what the server asks for."""

import asyncio
import gc
import signal
from argparse import ArgumentParser, Namespace
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from discovery_agent import log
from discovery_agent.command import Command
from discovery_agent.enrolment import be_somebody
from discovery_agent.errors import DONE
from discovery_agent.folder_lock import RESIDENT, locked
from discovery_agent.identity import Identity
from discovery_agent.scan.collector import Collector
from discovery_agent.scan.report_spool import FOLDER
from discovery_agent.scan.run import MOST_THREADS
from discovery_agent.settings import Settings


def add_options(parser: ArgumentParser) -> None:
    """The options beside the settings."""
    parser.add_argument("--once", action="store_true", help="do the jobs that wait, deliver, and end")


def run(given: Namespace, settings: Settings) -> int:
    """Work until a signal ends it; what is begun then goes on with the next start."""
    log.configure()
    gc.enable()  # unlike a turn it stays
    own = replace(settings, state=settings.state / FOLDER)
    with locked(own.state, RESIDENT):
        identity, _ = be_somebody(own)
        return asyncio.run(_work(own, identity, is_once=given.once))


async def _work(settings: Settings, identity: Identity, *, is_once: bool) -> int:
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(MOST_THREADS))
    work = asyncio.create_task(Collector(settings, identity).work(is_once=is_once))
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, work.cancel)
    try:
        return await work
    except asyncio.CancelledError:
        return DONE


command = Command("stay, fetch scans from the server over outbound HTTPS, and report what they find", run, add_options)
