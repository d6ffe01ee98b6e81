"""discovery-agent replay: recordings become device summaries or reports, offline."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from discovery_agent.command import Command
from discovery_agent.errors import DONE
from discovery_agent.settings import SettingError, Settings
from discovery_agent.snmp.replay import replay, report_line, summary_line
from discovery_agent.snmp.snmprec import SUFFIX, RecordingError, device_files

_FORMATS = {"report": report_line, "summary": summary_line}


def add_options(parser: ArgumentParser) -> None:
    """The options beside the settings."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="recordings (.snmprec) or folders of them")
    parser.add_argument("--format", choices=sorted(_FORMATS), default="summary", help="what is printed for each device")
    parser.add_argument("--processes", type=int, default=0, metavar="N", help="at a time (default: one a processor)")


def run(given: Namespace, _settings: Settings) -> int:
    """Print one line of JSON for each recorded device. Nothing is sent."""
    files = device_files(given.paths)
    if not files:
        raise RecordingError(f"there are no recordings (*{SUFFIX}) in {', '.join(map(str, given.paths))}")
    if given.processes < 0:
        raise SettingError(f"--processes={given.processes} must not be less than 0")
    for line in replay(files, _FORMATS[given.format], given.processes or None):
        sys.stdout.write(line + "\n")
    sys.stdout.flush()
    return DONE


command = Command("turn recordings into device summaries or reports, offline", run, add_options)
