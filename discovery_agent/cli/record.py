"""discovery-agent record: write down what a device answers, so that it can be replayed."""

import asyncio
import os
import re
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from discovery_agent.command import Command
from discovery_agent.errors import DONE
from discovery_agent.private_files import write_private
from discovery_agent.scan.fact_kinds import ALL, FACT_KINDS
from discovery_agent.scan.job import Credential
from discovery_agent.scan.method import Target
from discovery_agent.scan.report_spool import FOLDER
from discovery_agent.scan.targets import addresses_of
from discovery_agent.settings import SettingError, Settings
from discovery_agent.snmp import session
from discovery_agent.snmp.asking import Pace, read_once
from discovery_agent.snmp.credential_options import add_credential_options, credential_of
from discovery_agent.snmp.interpret import interpret
from discovery_agent.snmp.masking import Mask, addresses_in
from discovery_agent.snmp.reading import Reading
from discovery_agent.snmp.snmprec import SUFFIX, lines_of
from discovery_agent.ssh import recording as ssh_recording
from discovery_agent.ssh.credential_options import add_ssh_options, ssh_credential_of
from discovery_agent.ssh.masking import with_other_addresses
from discovery_agent.ssh.method import record_target
from discovery_agent.ssh.session import Seconds

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
    parser.add_argument(
        "--seconds", type=float, default=Pace().seconds, metavar="N", help="how long an answer over SNMP is waited for"
    )
    add_credential_options(parser)
    add_ssh_options(parser)


def run(given: Namespace, settings: Settings) -> int:
    """Write what a scan would read, secrets never among it; other contexts of the device go into files beside it."""
    login = ssh_credential_of(given)
    return _record_over_snmp(given) if login is None else _record_over_ssh(given, login, settings)


def _record_over_ssh(given: Namespace, login: Credential, settings: Settings) -> int:
    facts = ALL if settings.reads_configuration else frozenset(FACT_KINDS)
    target = Target(given.target, given.ssh_port, state=settings.state / FOLDER, facts=facts)
    recording, cut = record_target(target, login, Seconds())
    name = given.target
    if given.mask_addresses:
        recording, name = with_other_addresses(recording, os.urandom(32)), _MASKED
    path = given.folder / f"{_file_name(name)}{ssh_recording.SUFFIX}"
    ssh_recording.write_recording(path, recording)
    sys.stdout.write(f"{path}\n")
    if cut is not None:
        sys.stderr.write(f"discovery-agent: {cut.happened} {cut.cause}\n")
    return DONE


def _record_over_snmp(given: Namespace) -> int:
    credential = credential_of(given)
    if given.seconds <= 0:
        raise SettingError(f"--seconds={given.seconds:g} must be more than 0")
    place = session.Target(addresses_of([given.target])[0], given.port)
    reading, name = asyncio.run(read_once(place, credential, Pace(given.seconds))), given.target
    if given.mask_addresses:
        reading, name = _masked(reading), _MASKED
    for path in _write(reading, given.folder, name):
        sys.stdout.write(f"{path}\n")
    for problem in reading.problems:
        sys.stderr.write(f"discovery-agent: {problem}\n")
    return DONE


def _masked(reading: Reading) -> Reading:
    """The reading with other addresses."""
    mask = Mask(addresses_in(interpret(reading.walk())), os.urandom(32))
    contexts = {name: mask.masked(values) for name, values in reading.contexts.items()}
    return Reading(mask.masked(reading.values), contexts, reading.problems)


def _write(reading: Reading, folder: Path, target: str) -> list[Path]:
    name = _file_name(target)
    written: list[Path] = []
    for context, values in (("", reading.values), *reading.contexts.items()):
        path = folder / f"{name}{'@' if context else ''}{context}{SUFFIX}"
        write_private(path, "".join(f"{line}\n" for line in lines_of(values)).encode())
        written.append(path)
    return written


def _file_name(target: str) -> str:
    return re.sub(r"[^\w.-]", "_", target)


command = Command("write down what a device answers over SNMP or SSH, for replay", run, add_options)
