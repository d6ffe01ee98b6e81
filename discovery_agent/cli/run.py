"""discovery-agent run: stay, and report again and again."""

import gc
from argparse import Namespace

from discovery_agent import log
from discovery_agent.command import Command
from discovery_agent.errors import DONE
from discovery_agent.resident import Resident
from discovery_agent.settings import Settings


def run(_given: Namespace, settings: Settings) -> int:
    """Report until a signal ends it."""
    log.configure()
    gc.enable()  # unlike a turn it stays
    Resident(settings).run()
    return DONE


command = Command("stay and report at intervals, until SIGTERM", run)
