"""discovery-agent bench: what the agent costs on this machine."""

import json
import sys
from argparse import ArgumentParser, Namespace

from discovery_agent.bench.comparison import compare, lines_of
from discovery_agent.command import Command
from discovery_agent.errors import DONE
from discovery_agent.settings import Settings

_RUNS = 10


def add_options(parser: ArgumentParser) -> None:
    """The options beside the settings."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--ssh-hosts", type=int, default=0, metavar="N", help="measure scans of so many hosts over SSH instead"
    )
    parser.add_argument("--runs", type=int, default=_RUNS, help=f"runs of each program (default: {_RUNS})")


def run(given: Namespace, _settings: Settings) -> int:
    """Measure in a state folder of its own and print the figures."""
    if given.ssh_hosts:
        return _measure_ssh(given)
    found = compare(max(1, given.runs))
    text = json.dumps(found.as_json()) if given.json else "\n".join(lines_of(found))
    sys.stdout.write(f"{text}\n")
    return DONE


def _measure_ssh(given: Namespace) -> int:
    from discovery_agent.bench import ssh_scan  # noqa: PLC0415 - needs the libraries of the scanner, the others do not

    found = ssh_scan.measure_ssh(given.ssh_hosts)
    text = json.dumps(found.as_json()) if given.json else "\n".join(ssh_scan.lines_of(found))
    sys.stdout.write(f"{text}\n")
    return DONE


command = Command("measure what the agent costs here, beside fusioninventory-agent where installed", run, add_options)
