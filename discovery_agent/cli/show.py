"""discovery-agent show: exactly what would be sent, on standard output."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Any

from discovery_agent import clock
from discovery_agent.command import Command
from discovery_agent.errors import DONE
from discovery_agent.host.collector import Collector
from discovery_agent.host.machine import Machine
from discovery_agent.identity import load_identity
from discovery_agent.runner import Limits, Sender, host_collectors, take_inventory
from discovery_agent.settings import SettingError, Settings
from discovery_agent.standing import load_standing
from graph_schema.report import encode, message_of

_NOBODY = "not-enrolled"


def add_options(parser: ArgumentParser) -> None:
    """The options beside the settings."""
    parser.add_argument("--pretty", action="store_true", help="indent the JSON")
    parser.add_argument(
        "--collector",
        action="append",
        default=[],
        metavar="NAME",
        help="only this collector; may be given several times",
    )


def run(given: Namespace, settings: Settings) -> int:
    """Take an inventory and print its message, all sections whole. Nothing is kept and nothing is sent."""
    chosen = _chosen(host_collectors(), given.collector)
    known = load_identity(settings.state)
    remark = clock.remark(load_standing(settings.state).clock_offset)
    sender = Sender(known.agent_id, known.network_scope, remark) if known else Sender(_NOBODY)
    machine = Machine(state=settings.state, reads_configuration=settings.reads_configuration)
    report = take_inventory(machine, sender, chosen, Limits(settings.collector_seconds), remember=False)
    if given.pretty:
        sys.stdout.write(json.dumps(message_of(report), indent=2, ensure_ascii=False) + "\n")
    else:
        sys.stdout.buffer.write(encode(report) + b"\n")
    sys.stdout.flush()
    return DONE


def _chosen(known: Sequence[Collector[Any]], names: Sequence[str]) -> list[Collector[Any]]:
    """The collectors of these names, all where none is given. Raises SettingError for a name that is none."""
    existing = [collector.name for collector in known]
    unknown = sorted(set(names) - set(existing))
    if unknown:
        raise SettingError(f"--collector={unknown[0]} is none; there are: {', '.join(existing)}")
    return [collector for collector in known if not names or collector.name in names]


command = Command("print exactly what would be sent", run, add_options)
