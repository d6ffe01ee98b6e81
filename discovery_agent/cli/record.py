"""discovery-agent record: write down what a device answers, so that it can be replayed."""

import asyncio
import os
import re
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from discovery_agent.command import Command
from discovery_agent.errors import DONE, FAILED
from discovery_agent.private_files import write_private
from discovery_agent.settings import Settings
from discovery_agent.snmp.credential_options import add_credential_options, credential_of
from discovery_agent.snmp.interpret import interpret
from discovery_agent.snmp.masking import Mask, addresses_in
from discovery_agent.snmp.reading import Reading
from discovery_agent.snmp.scan import Outcome, Pace, scan
from discovery_agent.snmp.snmprec import SUFFIX, lines_of

_MASKED = "masked"


def add_options(parser: ArgumentParser) -> None:
    """The options beside the settings."""
    parser.add_argument("target", metavar="TARGET", help="address or name of the device")
    parser.add_argument(
        "--folder", type=Path, default=Path(), metavar="FOLDER", help="where the recording goes (default: here)"
    )
    parser.add_argument(
        "--mask-addresses", action="store_true", help="write other addresses in the place of the real ones"
    )
    add_credential_options(parser)


def run(given: Namespace, _settings: Settings) -> int:
    """Write what a scan would read, secrets never among it; other contexts of the device go into files beside it."""
    credential = credential_of(given)

    async def ask() -> list[Outcome]:
        return [outcome async for outcome in scan([given.target], given.port, credential, Pace())]

    [outcome] = asyncio.run(ask())
    if outcome.reading is None:
        sys.stderr.write(f"discovery-agent: {outcome.target}: {outcome.reason}\n")
        return FAILED
    reading, name = outcome.reading, given.target
    if given.mask_addresses:
        reading, name = _masked(reading), _MASKED
    for path in _write(reading, given.folder, name):
        sys.stdout.write(f"{path}\n")
    for problem in outcome.reading.problems:
        sys.stderr.write(f"discovery-agent: {problem}\n")
    return DONE


def _masked(reading: Reading) -> Reading:
    """The reading with other addresses."""
    mask = Mask(addresses_in(interpret(reading.walk())), os.urandom(32))
    contexts = {name: mask.masked(values) for name, values in reading.contexts.items()}
    return Reading(mask.masked(reading.values), contexts, reading.problems)


def _write(reading: Reading, folder: Path, target: str) -> list[Path]:
    name = re.sub(r"[^\w.-]", "_", target)
    written: list[Path] = []
    for context, values in (("", reading.values), *reading.contexts.items()):
        path = folder / f"{name}{'@' if context else ''}{context}{SUFFIX}"
        write_private(path, "".join(f"{line}\n" for line in lines_of(values)).encode())
        written.append(path)
    return written


command = Command("write down what a device answers over SNMP, for replay", run, add_options)
