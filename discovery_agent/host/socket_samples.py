"""What the sampler saw between two inventories, kept in the state folder until an inventory has taken it in."""

import json
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NamedTuple

from discovery_agent.host.files import read_text
from discovery_agent.private_files import write_private

MOST = 20_000
_FILE = "samples.json"
_BEFORE: tuple[Any, ...] = ("", 0)  # what samples of earlier versions lack: network, time
_FIELDS = 10


class Sample(NamedTuple):
    """Connections of a process to a peer: pid 0 where nobody saw whose they were, user -1 where not even that is known.

    `parts` says that one of so many connections was looked at. `network` is the network namespace that they were in,
    "" for the machine's own, `last_at` when it was seen last, in clock ticks since boot, 0 where that is not known.
    """

    address: str
    port: int
    pid: int
    started: int
    user: int
    sightings: int
    hours: tuple[int, ...]
    parts: int = 1
    network: str = ""
    last_at: int = 0


def keep_samples(state: Path, samples: list[Sample]) -> None:
    """Add to what is kept. Raises StateFolderError."""
    kept = read_samples(state)
    write_private(state / _FILE, json.dumps([*kept, *samples][-MOST:]).encode())


def read_samples(state: Path) -> list[Sample]:
    """What is kept; a file that is damaged holds nothing."""
    try:
        stored: Any = json.loads(read_text(str(state / _FILE)) or "[]")
        return [_sample(entry) for entry in stored]
    except (ValueError, TypeError, IndexError):
        return []


def drop_samples(state: Path) -> None:
    """Forget what an inventory has taken in."""
    (state / _FILE).unlink(missing_ok=True)


def _sample(entry: list[Any]) -> Sample:
    lacking = _BEFORE[len(entry) - _FIELDS :] if len(entry) < _FIELDS else ()
    address, port, pid, started, user, sightings, hours, parts, network, last_at = [*entry, *lacking]
    hours_of_day = tuple(hour for hour in map(int, hours) if 0 <= hour < 24)  # noqa: PLR2004 - hours of a day
    numbers = (int(port), int(pid), int(started), int(user), int(sightings))
    return Sample(str(ip_address(address)), *numbers, hours_of_day, int(parts), str(network), int(last_at))
