"""discovery-agent send: deliver what waits, without a new inventory."""

import json
import sys
from argparse import ArgumentParser, Namespace

from discovery_agent import log
from discovery_agent.command import Command
from discovery_agent.settings import Settings
from discovery_agent.turn import Plan, take_turn
from discovery_agent.turn_result import exit_code_of, lines_of, result_of


def add_options(parser: ArgumentParser) -> None:
    """The options beside the settings."""
    parser.add_argument("--json", action="store_true", help="print one JSON object on standard output")


def run(given: Namespace, settings: Settings) -> int:
    """Deliver the spool and say what became of it."""
    log.configure()
    turn = take_turn(settings, Plan(takes_inventory=False))
    text = json.dumps(result_of(turn)) if given.json else "\n".join(lines_of(turn))
    sys.stdout.write(f"{text}\n")
    return exit_code_of(turn)


command = Command("deliver the reports that wait in the spool", run, add_options)
