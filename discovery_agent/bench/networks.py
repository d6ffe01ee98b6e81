"""What looking into other networks of the machine costs, as those of containers."""

import shutil
import subprocess
import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from discovery_agent.bench.costs import BenchError
from discovery_agent.host.namespaces import MOST_NETWORKS
from discovery_agent.networks_sampler import NetworksSampler, networks_there
from discovery_agent.sampling import ephemeral_ports

INTERVAL_SECONDS = 10.0
GOAL_PERCENT = 0.02
_LONGEST_SECONDS = 30.0


@dataclass(frozen=True)
class NetworksCost:
    """The share of a core in percent, and the seconds in which each network is looked at once."""

    networks: int
    percent: float
    round_seconds: float

    def as_json(self) -> dict[str, Any]:
        """All figures, and the goal."""
        return {**asdict(self), "goal_percent": GOAL_PERCENT}


def measure_networks(number: int, looks: int) -> NetworksCost:
    """Measure looks at so many networks without connections, at their due times. Raises BenchError."""
    with _networks(number):
        there = len({seat.network for seat in networks_there()})
        sampler = NetworksSampler(INTERVAL_SECONDS, ephemeral_ports())
        sampler.work(0.0)
        before = time.process_time()
        for look in range(1, looks + 1):
            sampler.work(look * INTERVAL_SECONDS)
        spent = time.process_time() - before
        taken = sampler.rounds
        sampler.close()
    seconds = looks * INTERVAL_SECONDS
    return NetworksCost(there, spent / seconds * 100, seconds / taken if taken else 0.0)


def lines_of(found: NetworksCost) -> Iterator[str]:
    """The figures, and what they are beside the goal."""
    verdict = "reached" if found.percent <= GOAL_PERCENT else "missed"
    yield f"{found.percent:.4f} % of a core with {found.networks} other networks, goal {GOAL_PERCENT:g} %: {verdict}"
    yield f"each is looked at once in {found.round_seconds:.0f} s"


@contextmanager
def _networks(number: int) -> Generator[None]:
    """So many networks, each held by a process that sleeps."""
    program = shutil.which("unshare")
    if program is None:
        raise BenchError("there is no program unshare to make networks with (apt-get install util-linux)")
    if not 1 <= number <= MOST_NETWORKS:
        raise BenchError(f"--networks={number} cannot be; give 1 to {MOST_NETWORKS}")
    before = len({seat.network for seat in networks_there()})
    with ExitStack() as stack:
        for _ in range(number):
            process = stack.enter_context(subprocess.Popen([program, "--net", "sleep", "infinity"]))  # noqa: S603 - as written here
            stack.callback(process.kill)
        until = time.monotonic() + _LONGEST_SECONDS
        while len({seat.network for seat in networks_there()}) < before + number:
            if time.monotonic() > until:
                raise BenchError("no network could be made; run this as root")
            time.sleep(0.1)
        yield
