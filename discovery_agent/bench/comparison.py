"""An inventory, its delivery and the resident agent, measured beside fusioninventory-agent where that is installed."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from discovery_agent.bench.acceptor import Acceptor, running_acceptor
from discovery_agent.bench.costs import Cost, agent_command, cost_of, measuring_environment, resident_mebibytes

PEER = "fusioninventory-agent"
GOAL_SECONDS_RATIO, GOAL_MEMORY_RATIO, GOAL_RESIDENT_MEBIBYTES = 0.20, 0.40, 24.0
_TOKEN = "DISCOVERY_AGENT_ENROLMENT_TOKEN"  # noqa: S105 - the name of a variable


@dataclass(frozen=True)
class Comparison:
    """The figures. `full` and `unchanged` include inventory, spool and delivery over the loopback interface."""

    inventory: Cost
    full: Cost
    unchanged: Cost
    full_bytes: int
    unchanged_bytes: int
    resident_mebibytes: float
    peer: Cost | None

    def ratios(self) -> dict[str, float]:
        """Ours by the peer's; empty without a peer."""
        if self.peer is None:
            return {}
        return {
            "seconds": self.inventory.seconds / self.peer.seconds,
            "memory": self.inventory.peak_mebibytes / self.peer.peak_mebibytes,
        }

    def as_json(self) -> dict[str, Any]:
        """All figures, and the goals."""
        goals = {"seconds_ratio": GOAL_SECONDS_RATIO, "memory_ratio": GOAL_MEMORY_RATIO}
        goals["resident_mebibytes"] = GOAL_RESIDENT_MEBIBYTES
        return {**asdict(self), "ratios": self.ratios(), "goals": goals}


def compare(runs: int) -> Comparison:
    """Measure, so many runs each. Raises BenchError."""
    with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as folder, running_acceptor() as acceptor:
        state = Path(folder) / "state"
        inventory = cost_of(agent_command("show", "--state", str(state)), runs, measuring_environment())
        forget = (state / "acknowledged.json").unlink
        full = _delivery(acceptor, state, runs, lambda: forget(missing_ok=True))
        full_bytes = acceptor.last_bytes
        unchanged = _delivery(acceptor, state, runs)
        unchanged_bytes = acceptor.last_bytes
        peer = _peer_cost(Path(folder), runs)
        resident = _resident(acceptor, state)
    return Comparison(inventory, full, unchanged, full_bytes, unchanged_bytes, resident, peer)


def lines_of(found: Comparison) -> Iterator[str]:
    """The figures as a table, and what they are beside the goals."""
    yield f"{'':<44}{'CPU s':>8}{'least':>8}{'peak MiB':>10}"
    named = [
        ("inventory with sockets (show)", found.inventory),
        (f"full report, delivered ({found.full_bytes} bytes)", found.full),
        (f"unchanged report, delivered ({found.unchanged_bytes} bytes)", found.unchanged),
    ]
    for name, cost in [*named, *([(f"{PEER} --local", found.peer)] if found.peer else [])]:
        yield f"{name:<44}{cost.seconds:>8.3f}{cost.least_seconds:>8.3f}{cost.peak_mebibytes:>10.1f}"
    yield f"{'resident between its turns (run)':<44}{'':>16}{found.resident_mebibytes:>10.1f}"
    ratios = found.ratios()
    if ratios:
        yield _verdict(f"CPU of {PEER}", ratios["seconds"], GOAL_SECONDS_RATIO)
        yield _verdict(f"peak memory of {PEER}", ratios["memory"], GOAL_MEMORY_RATIO)
    else:
        yield f"{PEER} is not installed, so there is nothing to compare with (apt-get install {PEER})"
    yield _verdict("MiB resident", found.resident_mebibytes, GOAL_RESIDENT_MEBIBYTES)


def _verdict(name: str, figure: float, goal: float) -> str:
    return f"{figure:.2f} {name}, goal {goal:g}: {'reached' if figure <= goal else 'missed'}"


def _delivery(acceptor: Acceptor, state: Path, runs: int, prepare: Callable[[], None] | None = None) -> Cost:
    command = agent_command("once", "--server", acceptor.url, "--state", str(state))
    return cost_of(command, runs, measuring_environment(**{_TOKEN: "bench"}), prepare)


def _peer_cost(folder: Path, runs: int) -> Cost | None:
    program = shutil.which(PEER)
    command = [str(program), f"--local={folder / 'peer.xml'}"]
    return None if program is None else cost_of(command, runs, measuring_environment())


def _resident(acceptor: Acceptor, state: Path) -> float:
    acceptor.came.clear()
    command = agent_command("run", "--server", acceptor.url, "--state", str(state))
    return resident_mebibytes(command, acceptor.came.is_set)
