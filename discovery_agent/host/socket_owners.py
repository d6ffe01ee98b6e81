"""Which process holds a socket, among those of the users that sockets belong to."""

import os
from collections.abc import Iterator
from typing import NamedTuple

from discovery_agent.host.files import names_in, read_at_once
from discovery_agent.host.local_system import LocalSystem

_STARTED = 19  # place in /proc/PID/stat after the name


class Owner(NamedTuple):
    """A process; `started` in clock ticks since boot tells it from a later one of the same number."""

    pid: int
    started: int


def owners_of(inodes: set[int], users: set[int]) -> dict[int, Owner]:
    """The owners of sockets by their inodes, as far as processes of these users may be seen into."""
    found: dict[int, Owner] = {}
    system = LocalSystem()
    for pid in _of_users(users):
        try:
            held = inodes.intersection(system.socket_inodes(pid))
        except PermissionError:
            continue
        if held:
            found |= dict.fromkeys(held, Owner(pid, started_of(pid)))
            if len(found) == len(inodes):
                break
    return found


def started_of(pid: int) -> int:
    """When a process started; 0 for one that is gone."""
    fields = (read_at_once(f"/proc/{pid}/stat") or b"").rpartition(b") ")[2].split()
    return int(fields[_STARTED]) if len(fields) > _STARTED else 0


def _of_users(users: set[int]) -> Iterator[int]:
    """The processes of users, the youngest first: who connects for a moment has often just been started."""
    for name in sorted((int(name) for name in names_in("/proc") if name.isdigit()), reverse=True):
        try:
            state = os.stat(f"/proc/{name}")  # noqa: PTH116 - as in files.py
        except FileNotFoundError:
            continue
        if state.st_uid in users:
            yield name
