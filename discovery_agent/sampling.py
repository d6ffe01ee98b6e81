"""The sampler at work in the resident agent: whatever goes wrong with it, inventories go on."""

import logging
import math
import time

from discovery_agent.host.files import read_text
from discovery_agent.host.netlink import NetlinkError
from discovery_agent.host.socket_samples import keep_samples
from discovery_agent.private_files import StateFolderError
from discovery_agent.sampler import SocketSampler
from discovery_agent.settings import Settings

_log = logging.getLogger(__name__)


class Sampling:
    """Looks at connections where the settings say so and the kernel tells them."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is looked at yet."""
        self._settings = settings
        interval = settings.sample_interval
        self._sampler = SocketSampler(interval, ephemeral_ports()) if interval else None

    def wakes_at(self) -> float:
        """When `work` is to be called next."""
        return math.inf if self._sampler is None else self._sampler.wakes_at(time.monotonic())

    def work(self) -> None:
        """Look, if it is time to."""
        if self._sampler is None:
            return
        try:
            self._sampler.work(time.monotonic())
        except (NetlinkError, OSError) as error:
            _log.warning("sampling_ended", extra={"reason": str(error)})
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
