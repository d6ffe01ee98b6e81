"""The data directory: whose it is, and that nobody else can read its secrets."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from cmdb_server.doctor.check import Check, Finding
from cmdb_server.settings import Settings

_SECRETS = (
    "*/bolt.password",
    "server/operator.token",
    "server/sealing.keys",
    "agent/identity.json",
    "agent/collector/identity.json",
)
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def run(settings: Settings) -> Iterator[Finding]:
    """Whether it is there, writable, and its secrets are private."""
    folder = settings.data_dir
    if not folder.exists():
        yield Finding("warning", f"there is no data directory {folder} yet", "`cmdb up` makes it")
        return
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        remedy = "run this as the user who runs the server, or correct its owner"
        yield Finding("failure", f"the data directory {folder} cannot be written", remedy)
        return
    yield Finding("ok", f"the data directory {folder} can be written")
    open_to_others = [file for pattern in _SECRETS for file in folder.glob(pattern) if _is_open(file)]
    for file in open_to_others:
        yield Finding("failure", f"others may read {file}", f"chmod 600 {file}, then make new secrets")
    if not open_to_others:
        yield Finding("ok", "its secrets are readable by their owner only")


def _is_open(file: Path) -> bool:
    return bool(file.stat().st_mode & _OTHERS)


check = Check("data directory", run)
