"""Network namespaces beside the machine's own: which of very many are looked into, and looking into one.

A thread enters the namespace and ends in it, so the process itself never leaves its own. What it asks the kernel over
netlink is answered for the namespace: a twentieth of what /proc/PID/net costs, which lists all that waits for its end.
"""

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, zip_longest
from typing import NamedTuple, TypeVar

from discovery_agent.host.placement import placement_of

MOST_NETWORKS = 250
_NETWORK = 0x40000000  # CLONE_NEWNET of linux/sched.h
_LONGEST_SECONDS = 60.0
_Answer = TypeVar("_Answer")


class Seat(NamedTuple):
    """A process in a network namespace. `owner` is "" for a container of the system, else the user whose it is."""

    network: str
    pid: int
    owner: str


def seat_of(network: str, pid: int, cgroup: str, user: int) -> Seat:
    """The seat of a process of a user, placed by its cgroup."""
    place = placement_of(cgroup)
    person, _, rest = place.name.partition("/")
    if place.kind == "container":
        return Seat(network, pid, person if rest else "")
    return Seat(network, pid, person if rest and person.isdigit() else str(user))


def in_turn(seats: Iterable[Seat], most: int = MOST_NETWORKS) -> list[Seat]:
    """One seat of each network, at most so many: containers of the system first, then of each user one in turn."""
    first: dict[str, Seat] = {}
    for seat in seats:
        known = first.setdefault(seat.network, seat)
        if known.owner and not seat.owner:
            first[seat.network] = seat
    of_users: dict[str, list[Seat]] = {}
    for seat in first.values():
        of_users.setdefault(seat.owner, []).append(seat)
    found = of_users.pop("", [])
    turns: Iterator[Seat | None] = chain.from_iterable(zip_longest(*of_users.values()))
    found += [seat for seat in turns if seat is not None]
    return found[:most]


def inside(seat: Seat, work: Callable[[], _Answer]) -> _Answer:
    """Do something in a network namespace. Raises what it raises, and OSError where nobody may enter."""
    answers: list[_Answer] = []
    errors: list[BaseException] = []

    def enter_and_work() -> None:
        try:
            _enter(seat)
            answers.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again by who waits
            errors.append(error)

    worker = threading.Thread(target=enter_and_work, name="network", daemon=True)
    worker.start()
    worker.join(_LONGEST_SECONDS)
    if errors:
        raise errors[0]
    if not answers:
        raise TimeoutError(f"looking into the network of process {seat.pid} took too long")
    return answers[0]


def _enter(seat: Seat) -> None:
    descriptor = os.open(f"/proc/{seat.pid}/ns/net", os.O_RDONLY | os.O_CLOEXEC)
    try:
        if os.readlink(f"/proc/self/fd/{descriptor}") != seat.network:  # noqa: PTH115 - as in files.py
            raise ProcessLookupError(f"process {seat.pid} is in another network by now")
        _set_namespace(descriptor)
    finally:
        os.close(descriptor)


def _set_namespace(descriptor: int) -> None:
    import ctypes  # noqa: PLC0415 - 2 MiB that only machines with other networks need; os.setns is of Python 3.12

    library = ctypes.CDLL(None, use_errno=True)
    if library.setns(descriptor, _NETWORK):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
