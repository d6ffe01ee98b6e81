"""discovery-agent host-keys: the keys of machines read over SSH, pinned when each was met first."""

import re
import sys
from argparse import ArgumentParser, Namespace

from discovery_agent.command import Command
from discovery_agent.errors import DONE
from discovery_agent.scan.report_spool import FOLDER
from discovery_agent.settings import SettingError, Settings
from discovery_agent.ssh.host_keys import HostKeys, PinnedKey, is_fingerprint

_KIND = re.compile(r"[a-z0-9@.-]{1,60}")


def add_options(parser: ArgumentParser) -> None:
    """The options beside the settings."""
    parser.add_argument(
        "--forget",
        action="append",
        default=[],
        metavar="DEVICE",
        help="accept another key of this device at the next scan, named as the list names it; several times",
    )
    parser.add_argument(
        "--accept",
        nargs=3,
        action="append",
        default=[],
        metavar=("DEVICE", "KIND", "FINGERPRINT"),
        help="accept this key of a device at the next scan and no other, as the outcome host_key_changed names it",
    )


def run(given: Namespace, settings: Settings) -> int:
    """List the pinned keys, forget some, or accept others in their place."""
    keys = HostKeys(settings.state / FOLDER)
    for device, kind, fingerprint in given.accept:
        if not is_fingerprint(fingerprint) or not _KIND.fullmatch(kind):
            remedy = "give e.g. ssh-ed25519 SHA256:..., as the outcome and ssh-keygen -l show it"
            raise SettingError(f"--accept: {kind!r} {fingerprint!r} is no key; {remedy}")
        if keys.pinned(device) is None:
            raise SettingError(f"--accept: no key of {device} is pinned; list them with discovery-agent host-keys")
        keys.pin(device, PinnedKey(kind, fingerprint))
        sys.stdout.write(f"{device} may show {kind} {fingerprint}\n")
    for device in given.forget:
        if not keys.forget(device):
            raise SettingError(f"--forget={device}: no key of it is pinned; list them with discovery-agent host-keys")
        sys.stdout.write(f"forgot the key of {device}\n")
    if not given.forget and not given.accept:
        for device, key in keys.devices().items():
            sys.stdout.write(f"{device}\t{key.kind}\t{key.fingerprint}\n")
    return DONE


command = Command("list, forget or accept the pinned keys of machines read over SSH", run, add_options)
