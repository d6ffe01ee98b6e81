"""What a process costs: processor seconds and peak memory, of itself and of the processes it starts."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from discovery_agent.errors import DiscoveryError
from discovery_agent.host.files import read_text
from discovery_agent.settings import child_environment

_LONGEST_SECONDS = 120.0
_KEEPS_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"


class BenchError(DiscoveryError):
    """What was to be measured did not work."""


@dataclass(frozen=True)
class Cost:
    """Processor seconds (median and least of the runs) and the largest peak memory in MiB."""

    seconds: float
    least_seconds: float
    peak_mebibytes: float


def agent_command(*words: str) -> list[str]:
    """The command line of the agent, with the interpreter that runs now."""
    return [sys.executable, "-P", "-m", "discovery_agent", *words]


def measuring_environment(**added: str) -> dict[str, str]:
    """The environment of what is measured: compiled modules are kept, as on an installed agent."""
    known = child_environment(**added)
    known.pop(_KEEPS_NO_BYTECODE, None)
    return known


def cost_of(
    command: Sequence[str], runs: int, environment: Mapping[str, str], prepare: Callable[[], None] | None = None
) -> Cost:
    """The cost of a command; the first run, which may compile and fill caches, does not count. Raises BenchError."""
    found: list[tuple[float, float]] = []
    for _ in range(runs + 1):
        if prepare is not None:
            prepare()
        found.append(_once(command, environment))
    found = found[1:]
    seconds = [entry[0] for entry in found]
    return Cost(median(seconds), min(seconds), max(entry[1] for entry in found))


def resident_mebibytes(command: Sequence[str], is_idle: Callable[[], bool]) -> float:
    """The resident memory of a program that stays, once it is idle and has no children. Raises BenchError."""
    with subprocess.Popen(  # noqa: S603 - the agent itself
        list(command), env=measuring_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            until = time.monotonic() + _LONGEST_SECONDS
            while not is_idle() or read_text(f"/proc/{process.pid}/task/{process.pid}/children"):
                if time.monotonic() > until or process.poll() is not None:
                    raise BenchError(f"the resident agent did not get to its first report: {' '.join(command)}")
                time.sleep(0.05)
            status = read_text(f"/proc/{process.pid}/status") or ""
            return int(status.partition("VmRSS:")[2].split()[0]) / 1024
        finally:
            process.send_signal(signal.SIGTERM)


def _once(command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float]:
    with subprocess.Popen(  # noqa: S603 - the agent itself or the peer it is measured beside
        list(command),
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise BenchError(f"{' '.join(command)} ended with exit code {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
