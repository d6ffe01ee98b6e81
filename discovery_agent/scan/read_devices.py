"""Devices that a run has read: who answers alike at another of its addresses is the same one, and read once.

Two things must hold: the device that was read says that the address is its own, and what the address shows before
anything is read (a mark) is what the device showed. Either alone is true of others: of clones, and of duplicates.
"""

import asyncio
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from ipaddress import ip_address
from typing import NamedTuple, TypeAlias

from discovery_agent.scan.job import METHODS, Method
from graph_schema.report import Report

_SAME_START_SECONDS = 3.0
_PATIENCE_SECONDS = 20.0  # then a device is read beside whoever is like it
_INTERFACES = "network_interfaces"


class Mark(NamedTuple):
    """What is shown before anything is read; `started_at` is when the device started, on a clock that only goes on."""

    shown: tuple[str, ...]
    started_at: float | None = None

    def fits(self, other: "Mark") -> bool:
        """Whether one device shows both."""
        if self.started_at is None or other.started_at is None:
            return self == other
        return self.shown == other.shown and abs(self.started_at - other.started_at) <= _SAME_START_SECONDS


class SameDeviceError(Exception):
    """The device was read at another address."""

    def __init__(self, address: str) -> None:
        """`address` is where."""
        super().__init__(f"it is the device that was read at {address}")
        self.address = address


Find: TypeAlias = Callable[[Mark], str]


@dataclass
class _Reading:
    address: str
    mark: Mark
    own: frozenset[str] = frozenset()
    is_over: asyncio.Event = field(default_factory=asyncio.Event)


class ReadDevices:
    """The devices of one run and network scope, by method."""

    def __init__(self) -> None:
        """None is read yet."""
        self._underway: dict[tuple[Method, str], _Reading] = {}
        self._read: dict[tuple[Method, str], _Reading] = {}
        self._in_hand: dict[str, asyncio.Event] = {}

    @contextmanager
    def in_hand(self, address: str) -> Generator[None]:
        """While all methods are tried at an address."""
        is_over = self._in_hand.setdefault(address, asyncio.Event())
        try:
            yield
        finally:
            is_over.set()
            self._in_hand.pop(address, None)

    async def find(self, method: Method, address: str, mark: Mark) -> str:
        """Where the device was read that shows this mark at an address, "" where it has to be read: it begins then.

        Who may be the same and is being read is waited for, but not for long.
        """
        if (other := self._same_elsewhere(method, address, mark)) is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    await other.wait()
        known = self._read.get((method, address))
        if known is not None and known.mark.fits(mark) and known.address != address:
            return known.address
        self._underway[method, address] = _Reading(address, mark)
        return ""

    def _same_elsewhere(self, method: Method, address: str, mark: Mark) -> asyncio.Event | None:
        """The end of the reading of a device that may be the one at an address, None where there is none underway.

        Another method has read it elsewhere and that address is in hand; or one that is like it is read at a lower
        address. Where several of these are, they are clones.
        """
        known = [one.address for how in METHODS if how != method and (one := self._read.get((how, address)))]
        told = next((at for at in known if at != address and at in self._in_hand), None)
        if told is not None:
            return self._in_hand[told]
        alike = [
            one
            for (how, at), one in self._underway.items()
            if how == method and one.mark.fits(mark) and _is_lower(at, address)
        ]
        return alike[0].is_over if len(alike) == 1 else None

    def finder(self, method: Method, address: str) -> Find:
        """`find` for the thread that reads an address; made in the loop that the scan runs in."""
        return partial(_find_in_thread, self, asyncio.get_running_loop(), (method, address))

    def end(self, method: Method, address: str, reports: Iterable[Report]) -> None:
        """An address is done; what was reported says which addresses the device has."""
        reading = self._underway.pop((method, address), None)
        if reading is None:
            return
        reading.own = frozenset(own for report in reports for own in _own_addresses(report))
        for own in reading.own:
            self._read.setdefault((method, own), reading)
        reading.is_over.set()


def _find_in_thread(devices: ReadDevices, loop: asyncio.AbstractEventLoop, who: tuple[Method, str], mark: Mark) -> str:
    asked = asyncio.run_coroutine_threadsafe(devices.find(*who, mark), loop)
    try:
        return asked.result(2 * _PATIENCE_SECONDS)
    except (TimeoutError, CancelledError):  # the scan is over
        return ""


def _is_lower(one: str, other: str) -> bool:
    first, second = ip_address(one), ip_address(other)
    return (first.version, int(first)) < (second.version, int(second))


def _own_addresses(report: Report) -> Iterable[str]:
    """Those of its interfaces: an address that it only keeps with others may be answered by another.

    Of a device that was not read to its end there are none: at another address it may tell more.
    """
    sections = (one for one in report.sections if one.name == _INTERFACES and one.outcome == "complete")
    cis = (ci for section in sections for ci in section.cis.values())
    return (str(ci.attributes["address"]) for ci in cis if ci.ci_class == "ip_address" and "address" in ci.attributes)
