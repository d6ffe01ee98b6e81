"""The cables between the same two devices as one link."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from cmdb_server.network_map.facts import Cable, Facts, Port

_BOND = "bond"
_STALE = "stale"
_SURE = 1.0


class Run(NamedTuple):
    """All that is said of a cable between two ports, the more certain first; `port` is at the first device."""

    port: Port
    peer: Port
    said: tuple[Cable, ...]

    @property
    def confidence(self) -> float:
        """How sure the best of those who say so is."""
        return max(confidence_of(cable) for cable in self.said)

    @property
    def is_stale(self) -> bool:
        """Whether one of its ends is not seen any longer."""
        return _STALE in {self.port.status, self.peer.status}


class Bundle(NamedTuple):
    """All cables between two devices, which are in the order of their uids."""

    devices: tuple[str, str]
    runs: tuple[Run, ...]

    @property
    def members(self) -> int:
        """How many cables there are, without the bond that some of them form."""
        return sum(not _is_bond(run) for run in self.runs) or len(self.runs)


def confidence_of(cable: Cable) -> float:
    """How sure its sources are; what a neighbour says of itself is certain."""
    said = cable.properties.get("confidence")
    return _SURE if said is None else float(said)


def is_inferred(confidence: float) -> bool:
    """Whether nobody said so: it was concluded."""
    return confidence < _SURE


def bundles(facts: Facts) -> list[Bundle]:
    """One bundle for each two devices of the facts that are linked."""
    found: dict[tuple[str, str], dict[tuple[str, str], list[Cable]]] = {}
    for cable, ends in _turned(facts.cables, facts.ports):
        if ends[0] != ends[1] and all(end in facts.devices for end in ends):
            found.setdefault(ends, {}).setdefault((cable.port, cable.peer), []).append(cable)
    return [Bundle(ends, _runs(runs, facts.ports)) for ends, runs in sorted(found.items())]


def _turned(cables: Iterable[Cable], ports: Mapping[str, Port]) -> Iterator[tuple[Cable, tuple[str, str]]]:
    """Each cable from the device with the lower uid to the other: both ends may tell of it."""
    for cable in cables:
        here, there = ports[cable.port].device, ports[cable.peer].device
        if here <= there:
            yield cable, (here, there)
        else:
            yield cable._replace(port=cable.peer, peer=cable.port), (there, here)


def _runs(said: Mapping[tuple[str, str], list[Cable]], ports: Mapping[str, Port]) -> tuple[Run, ...]:
    runs = [
        Run(ports[port], ports[peer], tuple(sorted(cables, key=lambda cable: -confidence_of(cable))))
        for (port, peer), cables in said.items()
    ]
    return tuple(sorted(runs, key=lambda run: (_is_bond(run), run.port.name, run.peer.name, run.port.uid)))


def _is_bond(run: Run) -> bool:
    return _BOND in {run.port.kind, run.peer.kind}
