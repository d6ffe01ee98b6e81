"""Files of the state folder: readable by their owner only, written whole or not at all."""

import os
from pathlib import Path

from discovery_agent.errors import DiscoveryError


class StateFolderError(DiscoveryError):
    """The state folder cannot be written."""


def write_private(path: Path, content: bytes) -> None:
    """Write a file atomically with mode 0600, its folder with 0700. Raises StateFolderError naming the remedy."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(descriptor)
        fresh.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"cannot write {path}: {reason}; free space, correct the permissions or choose another --state folder"
        raise StateFolderError(message) from error


def read_private(path: Path) -> bytes | None:
    """The contents of a file of the state folder, None when it is not there. Raises StateFolderError."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"cannot read {path}: {reason}; correct the permissions or choose another --state folder"
        raise StateFolderError(message) from error
