"""The cables between the same two devices as one link."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from cmdb_server.network_map.facts import Cable, Facts, Port

# Whoever says what is at the other end of its own cable is not guessing.
_TOLD = frozenset(("lldp", "cdp"))
_BOND = "bond"
_AGGREGATE = "aggregate"
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
    def is_inferred(self) -> bool:
        """Whether neither end says so: it was concluded."""
        return not any(map(_is_told, self.said))

    @property
    def is_stale(self) -> bool:
        """Whether it, or one of its ends, is not seen any longer."""
        is_missing = all(cable.properties.get("missing_since") for cable in self.said)
        return is_missing or _STALE in {self.port.status, self.peer.status}

    @property
    def is_bond(self) -> bool:
        """Whether it is what other cables form together."""
        return _BOND in {self.port.kind, self.peer.kind} or self.said[0].properties.get("link_kind") == _AGGREGATE


class Bundle(NamedTuple):
    """All cables between two devices, which are in the order of their uids."""

    devices: tuple[str, str]
    runs: tuple[Run, ...]

    @property
    def members(self) -> int:
        """How many cables there are, without the bond that some of them form."""
        return sum(not run.is_bond for run in self.runs) or len(self.runs)


def confidence_of(cable: Cable) -> float:
    """How sure its sources are; what a neighbour says of itself is certain."""
    said = cable.properties.get("confidence")
    return _SURE if said is None else float(said)


def _is_told(cable: Cable) -> bool:
    evidence = cable.properties.get("evidence")
    return bool(_TOLD & set(evidence)) if evidence else confidence_of(cable) >= _SURE


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
    return tuple(sorted(runs, key=lambda run: (run.is_bond, run.port.name, run.peer.name, run.port.uid)))
