"""discovery-agent replay: recordings become device summaries or reports, offline."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from discovery_agent.command import Command
from discovery_agent.errors import DONE
from discovery_agent.settings import SettingError, Settings
from discovery_agent.snmp import replay as snmp_replay
from discovery_agent.snmp.replay import replay
from discovery_agent.snmp.snmprec import SUFFIX, RecordingError, device_files
from discovery_agent.ssh import recording as ssh_recording
from discovery_agent.ssh import replay as ssh_replay

_SUFFIXES = f"*{SUFFIX}, *{ssh_recording.SUFFIX}"


def report_line(path: Path) -> str:
    """The report of a recording, whichever method made it."""
    return (ssh_replay if path.suffix == ssh_recording.SUFFIX else snmp_replay).report_line(path)


def summary_line(path: Path) -> str:
    """The device summary of a recording, whichever method made it."""
    return (ssh_replay if path.suffix == ssh_recording.SUFFIX else snmp_replay).summary_line(path)


_FORMATS = {"report": report_line, "summary": summary_line}


def add_options(parser: ArgumentParser) -> None:
    """The options beside the settings."""
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help=f"recordings ({_SUFFIXES}) or folders of them"
    )
    parser.add_argument("--format", choices=sorted(_FORMATS), default="summary", help="what is printed for each device")
    parser.add_argument("--processes", type=int, default=0, metavar="N", help="at a time (default: one a processor)")


def run(given: Namespace, _settings: Settings) -> int:
    """Print one line of JSON for each recorded device. Nothing is sent."""
    files = [*device_files(given.paths), *_ssh_recordings(given.paths)]
    if not files:
        raise RecordingError(f"there are no recordings ({_SUFFIXES}) in {', '.join(map(str, given.paths))}")
    if given.processes < 0:
        raise SettingError(f"--processes={given.processes} must not be less than 0")
    for line in replay(files, _FORMATS[given.format], given.processes or None):
        sys.stdout.write(line + "\n")
    sys.stdout.flush()
    return DONE


def _ssh_recordings(paths: Sequence[Path]) -> list[Path]:
    """Those in folders; files are named one by one."""
    return [found for path in paths if path.is_dir() for found in sorted(path.rglob(f"*{ssh_recording.SUFFIX}"))]


command = Command("turn recordings into device summaries or reports, offline", run, add_options)
