"""discovery-agent scan: ask devices over SNMP and print what they are."""

import asyncio
import json
import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from discovery_agent.command import Command
from discovery_agent.errors import DONE, FAILED
from discovery_agent.settings import SettingError, Settings
from discovery_agent.snmp.credential_options import add_credential_options, credential_of
from discovery_agent.snmp.facts import Facts
from discovery_agent.snmp.interpret import interpret
from discovery_agent.snmp.report import Origin, report_of
from discovery_agent.snmp.scan import Outcome, Pace, scan, targets_of
from discovery_agent.snmp.summary import summary_of
from graph_schema.report import encode


def add_options(parser: ArgumentParser) -> None:
    """The options beside the settings."""
    parser.add_argument("targets", nargs="+", metavar="TARGET", help="addresses, names or ranges (10.0.0.0/24)")
    parser.add_argument(
        "--format", choices=("report", "summary"), default="summary", help="what is printed for each device"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write there, not to standard output")
    parser.add_argument("--network-scope", default="default", metavar="NAME", help="where these addresses are unique")
    parser.add_argument("--at-once", type=int, default=Pace().at_once, metavar="N", help="devices at a time")
    parser.add_argument(
        "--seconds", type=float, default=Pace().seconds, metavar="N", help="how long an answer is waited for"
    )
    add_credential_options(parser)


def run(given: Namespace, _settings: Settings) -> int:
    """Print one line of JSON for each device that answers; who does not is told on standard error."""
    credential = credential_of(given)
    targets = targets_of(given.targets)
    if given.at_once < 1 or given.seconds <= 0:
        raise SettingError(f"--at-once={given.at_once} and --seconds={given.seconds:g} must be more than 0")
    pace = Pace(at_once=given.at_once, seconds=given.seconds)
    out = _opened(given.out) if given.out else sys.stdout

    async def answer() -> int:
        silent = 0
        async for outcome in scan(targets, given.port, credential, pace):
            silent += _told(outcome, given, out)
        return silent

    try:
        return FAILED if asyncio.run(answer()) == len(targets) else DONE
    finally:
        out.flush()
        if given.out:
            out.close()


def _opened(file: Path) -> TextIO:
    try:
        return file.open("w", encoding="utf-8")
    except OSError as error:
        raise SettingError(f"--out={file} cannot be written: {error.strerror or error}") from error


def _told(outcome: Outcome, given: Namespace, out: TextIO) -> bool:
    """Print an outcome; whether there was nothing to print."""
    if outcome.reading is None:
        sys.stderr.write(f"discovery-agent: {outcome.target}: {outcome.reason}\n")
        return True
    facts = interpret(outcome.reading.walk())
    facts.problems.extend(outcome.reading.problems)
    out.write(_line(outcome.target, facts, given) + "\n")
    return False


def _line(target: str, facts: Facts, given: Namespace) -> str:
    if given.format == "summary":
        return json.dumps(summary_of(target, facts), ensure_ascii=False)
    origin = Origin(f"snmp:{given.network_scope}/{target}", given.network_scope, datetime.now(UTC))
    return encode(report_of(facts, origin)).decode()


command = Command("ask devices over SNMP and print what they are", run, add_options)
