"""Scans over SNMP of simulated switches, some of them dead, on a network that loses packets; beside other programs."""

import asyncio
import resource
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from discovery_agent.bench import switch
from discovery_agent.bench.costs import BenchError
from discovery_agent.bench.responder import Network, Serving, serving
from discovery_agent.bench.snmp_peers import peers_beside
from discovery_agent.scan import outcomes
from discovery_agent.scan.job import Credential, Job, Limits
from discovery_agent.scan.run import run
from discovery_agent.scan.target_scan import load_methods
from discovery_agent.secret import Secret
from graph_schema.report import Report

GOAL_MILLISECONDS, AIM_MILLISECONDS = 5.0, 2.0
MOST_DEVICES = 60_000
_QUIET = 200  # devices that tell what one costs where nothing gets lost
_TRIES, _SECONDS = 6, 2.0
_LAST = 250  # addresses of a network, none of them one that hosts do not have


class Plan(NamedTuple):
    """How many devices are scanned, how many at once, and over which network."""

    devices: int
    at_once: int = 500
    network: Network = Network(0.1, 0.05)


@dataclass(frozen=True)
class SnmpFigures:
    """What came of all devices, and what that cost.

    `complete` are those of which everything was reported although packets got lost; `lost` answer, and were not read;
    `dead` never answer, and were told as silent. CPU milliseconds are those of a device: reading, and its report.
    """

    devices: int
    at_once: int
    loss: float
    complete: int
    partial: int
    lost: int
    dead: int
    wall_seconds: float
    milliseconds: float
    peak_mebibytes: float
    switch_milliseconds: float
    switch_requests: float
    peers: dict[str, float]

    def as_json(self) -> dict[str, Any]:
        """All figures, ours by those of the peers, and the goals."""
        goals = {"switch_milliseconds": GOAL_MILLISECONDS, "aim_milliseconds": AIM_MILLISECONDS}
        return {**asdict(self), "ratios": self.ratios(), "goals": goals}

    def ratios(self) -> dict[str, float]:
        """CPU of a switch by that of each peer."""
        return {name: self.switch_milliseconds / milliseconds for name, milliseconds in self.peers.items()}


def measure_snmp(plan: Plan) -> SnmpFigures:
    """Scan so many addresses of the loopback network. Raises BenchError."""
    addresses = _addresses(plan.devices)
    with serving(Network()) as devices:
        asyncio.run(_scanned(addresses[:1], plan.at_once, devices))  # what is loaded once is no cost of a device
        before = devices.asked()
        quiet = asyncio.run(_scanned(addresses[: min(_QUIET, plan.devices)], plan.at_once, devices))
        requests = (devices.asked() - before) / len(quiet.contents)
        peers = peers_beside(devices.port)
    whole = set(quiet.contents.values())
    if len(whole) != 1 or len(quiet.contents) != len(quiet.outcomes):
        raise BenchError("devices that lose nothing were not all read alike; is the machine overloaded?")
    with serving(plan.network) as devices:
        found = asyncio.run(_scanned(addresses, plan.at_once, devices))
    dead = {address for address in addresses if plan.network.is_dead(address)}
    told = Counter(found.outcomes[address] for address in addresses if address not in dead)
    complete = sum(contents in whole for contents in found.contents.values())
    return SnmpFigures(
        devices=len(addresses),
        at_once=plan.at_once,
        loss=plan.network.loss,
        complete=complete,
        partial=len(found.contents) - complete,
        lost=told.total() - told[outcomes.INVENTORIED.name] - told[outcomes.PARTIAL.name],
        dead=sum(found.outcomes[address] == outcomes.SNMP_SILENT.name for address in dead),
        wall_seconds=found.wall_seconds,
        milliseconds=1000 * found.own_seconds / len(addresses),
        peak_mebibytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        switch_milliseconds=1000 * quiet.own_seconds / len(quiet.contents),
        switch_requests=requests,
        peers=peers,
    )


def lines_of(found: SnmpFigures) -> Iterator[str]:
    """The figures, and what they are beside the goals and other programs."""
    yield _verdict("CPU ms a 24-port switch", found.switch_milliseconds, GOAL_MILLISECONDS)
    yield f"{found.switch_requests:.0f} requests for it; the aim is {AIM_MILLISECONDS:g} CPU ms"
    for name, ratio in found.ratios().items():
        yield f"{ratio:.2f} of the CPU of {name} ({found.peers[name]:.1f} ms)"
    answering = found.complete + found.partial + found.lost
    yield (
        f"{found.devices:,} devices, {found.at_once} at once, {found.loss:.0%} of all packets lost:"
        f" {found.wall_seconds:.1f} s, {found.milliseconds:.1f} CPU ms each, {found.peak_mebibytes:.0f} MiB at most"
    )
    yield f"{found.complete:,} of {answering:,} that answer complete, {found.partial:,} partial, {found.lost:,} lost"
    yield f"{found.dead:,} that never answer told as silent"


class _Scanned(NamedTuple):
    """What came of each address, how much was reported of each that was read, and what it took."""

    outcomes: dict[str, str]
    contents: dict[str, int]
    own_seconds: float
    wall_seconds: float


async def _scanned(addresses: Sequence[str], at_once: int, devices: Serving) -> _Scanned:
    contents: dict[str, int] = {}
    ended: dict[str, str] = {}

    async def keep(report: Report) -> None:
        contents[report.source] = sum(len(part.cis) + len(part.relationships) for part in report.sections)

    credential = Credential("bench", "snmp_v2c", "", {"community": Secret(switch.COMMUNITY)})
    limits = Limits(at_once=at_once, timeout_seconds=_SECONDS, tries=_TRIES)
    job = Job(
        "bench", "bench", "bench", tuple(addresses), ("snmp",), snmp_port=devices.port, credentials=(credential,),
        limits=limits,
    )  # fmt: skip
    begun, own = time.monotonic(), time.process_time()
    async for outcome in run(job, addresses, load_methods(job), keep):
        ended[outcome.address] = outcome.attempts[-1].outcome
    return _Scanned(ended, contents, time.process_time() - own, time.monotonic() - begun)


def _addresses(count: int) -> list[str]:
    numbers = range(min(max(1, count), MOST_DEVICES))
    return [f"127.{1 + at // (_LAST * _LAST)}.{at // _LAST % _LAST}.{1 + at % _LAST}" for at in numbers]


def _verdict(name: str, figure: float, goal: float) -> str:
    return f"{figure:.1f} {name}, goal {goal:g}: {'reached' if figure <= goal else 'missed'}"
