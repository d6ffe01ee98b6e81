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
from discovery_agent.networks_sampler import NetworksSampler
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
        interval, ports = settings.sample_interval, ephemeral_ports()
        makers = (SocketSampler, NetworksSampler) if interval else ()
        self._samplers: list[_Sampler] = [make(interval, ports) for make in makers]

    def wakes_at(self) -> float:
        """When `work` is to be called next."""
        return min((sampler.wakes_at(time.monotonic()) for sampler in self._samplers), default=math.inf)

    def work(self) -> None:
        """Look, if it is time to."""
        try:
            for sampler in self._samplers:
                sampler.work(time.monotonic())
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
        self._samplers = [LibrarySampler(self._settings.sample_interval, ephemeral_ports())]

    def _end(self, reason: str) -> None:
        _log.warning("sampling_ended", extra={"reason": reason})
        self.close()
        self._samplers = []

    def keep(self) -> None:
        """Leave what was seen to the inventory that follows."""
        samples = [sample for sampler in self._samplers for sample in sampler.taken()]
        if samples:
            try:
                keep_samples(self._settings.state, samples)
            except StateFolderError as error:
                _log.warning("samples_not_kept", extra={"reason": str(error)})

    def close(self) -> None:
        """Look no more."""
        for sampler in self._samplers:
            sampler.close()


def ephemeral_ports() -> tuple[int, int]:
    """The local ports that outgoing connections come from."""
    words = (read_text("/proc/sys/net/ipv4/ip_local_port_range") or "32768 60999").split()
    return int(words[0]), int(words[1])
