"""The sampler at work in the resident agent: whatever goes wrong with it, inventories go on.

Where the kernel does not answer over netlink, psutil is asked.
"""

import logging
import math
import time
from typing import Protocol

from discovery_agent.host.files import read_text
from discovery_agent.host.netlink import NetlinkError
from discovery_agent.host.socket_samples import Sample, keep_samples
from discovery_agent.private_files import StateFolderError
from discovery_agent.sampler import SocketSampler
from discovery_agent.settings import Settings

_log = logging.getLogger(__name__)


class _Sampler(Protocol):
    def wakes_at(self, now: float, /) -> float: ...
    def work(self, now: float) -> None: ...
    def taken(self) -> list[Sample]: ...
    def close(self) -> None: ...


class Sampling:
    """Looks at connections where the settings say so and the system tells them."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is looked at yet."""
        self._settings = settings
        interval = settings.sample_interval
        self._sampler: _Sampler | None = SocketSampler(interval, ephemeral_ports()) if interval else None

    def wakes_at(self) -> float:
        """When `work` is to be called next."""
        return math.inf if self._sampler is None else self._sampler.wakes_at(time.monotonic())

    def work(self) -> None:
        """Look, if it is time to."""
        if self._sampler is None:
            return
        try:
            self._sampler.work(time.monotonic())
        except NetlinkError as error:
            self._ask_library(str(error))
        except OSError as error:
            self._end(str(error))

    def _ask_library(self, reason: str) -> None:
        self.close()
        try:
            from discovery_agent.library_sampler import LibrarySampler  # noqa: PLC0415 - few systems need it
        except ImportError as error:
            self._end(f"{reason}; {error}")
            return
        _log.info("sampling_by_library", extra={"reason": reason})
        self._sampler = LibrarySampler(self._settings.sample_interval, ephemeral_ports())

    def _end(self, reason: str) -> None:
        _log.warning("sampling_ended", extra={"reason": reason})
        self.close()
        self._sampler = None

    def keep(self) -> None:
        """Leave what was seen to the inventory that follows."""
        samples = self._sampler.taken() if self._sampler is not None else []
        if samples:
            try:
                keep_samples(self._settings.state, samples)
            except StateFolderError as error:
                _log.warning("samples_not_kept", extra={"reason": str(error)})

    def close(self) -> None:
        """Look no more."""
        if self._sampler is not None:
            self._sampler.close()


def ephemeral_ports() -> tuple[int, int]:
    """The local ports that outgoing connections come from."""
    words = (read_text("/proc/sys/net/ipv4/ip_local_port_range") or "32768 60999").split()
    return int(words[0]), int(words[1])
