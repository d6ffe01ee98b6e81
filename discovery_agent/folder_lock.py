"""Locks in the state folder: one resident agent, and one inventory or delivery at a time."""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from discovery_agent.errors import DiscoveryError
from discovery_agent.host.files import read_text
from discovery_agent.private_files import StateFolderError

RESIDENT, WORK = "resident.lock", "work.lock"


class LockedError(DiscoveryError):
    """Another agent has the lock."""


@contextmanager
def locked(state: Path, name: str) -> Generator[None]:
    """Hold a lock of a state folder; it ends with the process. Raises LockedError, StateFolderError."""
    path = state / name
    try:
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        message = f"cannot use the state folder {state}: {error.strerror}; choose another one with --state"
        raise StateFolderError(message) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip() or "unknown"
            raise LockedError(
                f"another discovery-agent (process {holder}) is at work in {state}; wait for it"
            ) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def holder_of(state: Path, name: str) -> int | None:
    """The process that holds a lock, as the kernel says; None when nobody does."""
    try:
        path = state / name
        noted, inode = path.read_text(encoding="ascii").strip(), str(path.stat().st_ino)
    except (OSError, UnicodeDecodeError):
        return None
    for line in (read_text("/proc/locks") or "").splitlines():
        fields = line.split()  # number, kind, mode, access, process, device:inode, start, end
        if fields[1] == "FLOCK" and fields[4] == noted and fields[5].endswith(f":{inode}"):
            return int(noted)
    return None
