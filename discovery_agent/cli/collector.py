"""discovery-agent collector: stay, and scan what the server asks for."""

import asyncio
import gc
import signal
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

from discovery_agent import log
from discovery_agent.command import Command
from discovery_agent.enrolment import be_somebody, client
from discovery_agent.errors import DONE
from discovery_agent.folder_lock import RESIDENT, locked
from discovery_agent.scan.collector import Collector
from discovery_agent.scan.job_line import JobLine
from discovery_agent.scan.report_spool import FOLDER
from discovery_agent.scan.run import MOST_THREADS
from discovery_agent.settings import SettingError, Settings
from discovery_agent.together import until_one_ends
from discovery_agent.traps.listener import TrapListener
from discovery_agent.traps.listening import listen


def add_options(parser: ArgumentParser) -> None:
    """The options beside the settings."""
    parser.add_argument("--once", action="store_true", help="do the jobs that wait, deliver, and end")
    parser.add_argument(
        "--traps",
        metavar="[ADDRESS:]PORT",
        help="listen for traps and informs there too, e.g. 162 (needs CAP_NET_BIND_SERVICE) or 1162",
    )


def run(given: Namespace, settings: Settings) -> int:
    """Work until a signal ends it; what is begun then goes on with the next start."""
    log.configure()
    gc.enable()  # unlike a turn it stays
    if given.once and given.traps:
        raise SettingError("--traps is for a collector that stays; leave out --once")
    own = replace(settings, state=settings.state / FOLDER)
    with locked(own.state, RESIDENT), listen(given.traps) if given.traps else nullcontext() as bound:
        identity, _ = be_somebody(own)
        collector = Collector(own, identity)
        if bound is None:
            return asyncio.run(_until_signal(lambda: collector.work(is_once=given.once)))
        line = JobLine(client(own, own.server or identity.server), identity)
        listener = TrapListener(line, own.state, bound)
        return asyncio.run(_until_signal(lambda: _both(collector, listener)))


async def _both(collector: Collector, listener: TrapListener) -> int:
    """Scan and listen; whatever ends one ends the other."""
    return await until_one_ends(collector.work(), listener.listen())


async def _until_signal(work: Callable[[], Coroutine[Any, Any, int]]) -> int:
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(MOST_THREADS))
    task = asyncio.create_task(work())
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    try:
        return await task
    except asyncio.CancelledError:
        return DONE


command = Command("stay, fetch scans from the server over outbound HTTPS, and report what they find", run, add_options)
