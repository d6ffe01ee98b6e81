"""discovery-agent host-keys: the keys of machines read over SSH, pinned when each was met first."""

import sys
from argparse import ArgumentParser, Namespace

from discovery_agent.command import Command
from discovery_agent.errors import DONE
from discovery_agent.scan.report_spool import FOLDER
from discovery_agent.settings import SettingError, Settings
from discovery_agent.ssh.host_keys import HostKeys


def add_options(parser: ArgumentParser) -> None:
    """The options beside the settings."""
    parser.add_argument(
        "--forget",
        action="append",
        default=[],
        metavar="DEVICE",
        help="accept another key of this device at the next scan, named as the list names it; several times",
    )


def run(given: Namespace, settings: Settings) -> int:
    """List the pinned keys, or forget some."""
    keys = HostKeys(settings.state / FOLDER)
    for device in given.forget:
        if not keys.forget(device):
            raise SettingError(f"--forget={device}: no key of it is pinned; list them with discovery-agent host-keys")
        sys.stdout.write(f"forgot the key of {device}\n")
    if not given.forget:
        for device, key in keys.devices().items():
            sys.stdout.write(f"{device}\t{key.kind}\t{key.fingerprint}\n")
    return DONE


command = Command("list or forget the pinned keys of machines read over SSH", run, add_options)
