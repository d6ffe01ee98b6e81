"""discovery-agent ssh-commands: what a scan over SSH runs, and exactly what of it needs privilege."""

import re
import sys
from argparse import ArgumentParser, Namespace

from discovery_agent.command import Command
from discovery_agent.errors import DONE
from discovery_agent.settings import SettingError, Settings
from discovery_agent.ssh.script import script_body
from discovery_agent.ssh.sudoers import explanation, sudoers_rule

_USER = re.compile(r"^[A-Za-z_][\w.-]*\$?$")


def add_options(parser: ArgumentParser) -> None:
    """The options beside the settings."""
    parser.add_argument("--sudoers", action="store_true", help="print a rule for /etc/sudoers.d")
    parser.add_argument(
        "--user", default="plumbline", metavar="NAME", help="account that the rule is for (default: plumbline)"
    )
    parser.add_argument("--script", action="store_true", help="print the whole script that a scan runs")


def run(given: Namespace, _settings: Settings) -> int:
    """Print what was asked for. Nothing is connected to."""
    if not _USER.match(given.user):
        raise SettingError(f"--user={given.user!r} is no name of an account")
    text = script_body() if given.script else explanation()
    sys.stdout.write(sudoers_rule(given.user) if given.sudoers else text)
    return DONE


command = Command("print what a scan over SSH runs, and what of it needs privilege", run, add_options)
