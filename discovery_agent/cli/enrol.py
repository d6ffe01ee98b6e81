"""discovery-agent enrol: make this machine known to a server."""

import getpass
import sys
from argparse import ArgumentParser, Namespace

from discovery_agent import log
from discovery_agent.command import Command
from discovery_agent.enrolment import enrol_agent
from discovery_agent.errors import DONE
from discovery_agent.folder_lock import WORK, locked
from discovery_agent.identity import NotEnrolledError, load_identity
from discovery_agent.secret import Secret
from discovery_agent.settings import SettingError, Settings


def add_options(parser: ArgumentParser) -> None:
    """The options beside the settings."""
    parser.add_argument("--replace", action="store_true", help="enrol again although the agent has an identity already")


def run(given: Namespace, settings: Settings) -> int:
    """Exchange the enrolment token for an identity; the token is asked for where none is given."""
    log.configure()
    with locked(settings.state, WORK):
        if not given.replace and (known := _known(settings)) is not None:
            message = f"this agent is enrolled as {known} already; give --replace to enrol it anew"
            raise SettingError(message)
        identity, _ = enrol_agent(settings, settings.enrolment_token or _asked())
    sys.stdout.write(f"enrolled at {identity.server} as {identity.agent_id}, network scope {identity.network_scope}\n")
    return DONE


def _known(settings: Settings) -> str | None:
    identity = load_identity(settings.state)
    return None if identity is None else f"{identity.agent_id} at {identity.server}"


def _asked() -> Secret:
    if not sys.stdin.isatty():
        message = "no enrolment token: give --enrolment-token-file or DISCOVERY_AGENT_ENROLMENT_TOKEN"
        raise NotEnrolledError(f"{message}; the discovery page of the server makes one")
    return Secret(getpass.getpass("enrolment token: ").strip())


command = Command("exchange an enrolment token for this agent's own identity", run, add_options)
