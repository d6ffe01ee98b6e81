"""discovery-agent once: one inventory, delivered."""

import json
import sys
from argparse import ArgumentParser, Namespace

from discovery_agent import log
from discovery_agent.command import Command
from discovery_agent.settings import Settings
from discovery_agent.turn import Plan, take_turn
from discovery_agent.turn_result import exit_code_of, lines_of, result_of

_PATIENCE_SECONDS = 60.0


def add_options(parser: ArgumentParser) -> None:
    """The options beside the settings."""
    parser.add_argument("--json", action="store_true", help="print one JSON object on standard output")
    parser.add_argument(
        "--patience",
        type=float,
        default=_PATIENCE_SECONDS,
        metavar="SECONDS",
        help="how long to wait for a server that is away or busy before the report is left in the spool (default: 60)",
    )
    parser.add_argument("--spool-only", action="store_true", help="leave the report in the spool, to be sent later")


def run(given: Namespace, settings: Settings) -> int:
    """Take an inventory, deliver it with what waited before, and say what became of it."""
    log.configure()
    turn = take_turn(settings, Plan(delivers=not given.spool_only, patience=given.patience))
    text = json.dumps(result_of(turn)) if given.json else "\n".join(lines_of(turn))
    sys.stdout.write(f"{text}\n")
    return exit_code_of(turn)


command = Command("take one inventory and deliver it", run, add_options)
