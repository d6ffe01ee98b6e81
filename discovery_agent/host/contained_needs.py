"""Needs of programs for others in containers of the same machine: told as such, as their addresses mean nothing."""

from collections.abc import Mapping
from typing import NamedTuple

from discovery_agent.host.activity import Activity
from discovery_agent.host.connection_kinds import ConnectionKinds, Kind, Peer
from discovery_agent.host.local_networks import LocalNetworks, local_networks_of
from discovery_agent.host.programs import Program, programs_of
from graph_schema.relationships import DEPENDS_ON, POOL, REPLICATES_FROM, REPLICATION
from graph_schema.report import Section
from graph_schema.values import is_address

_CONFIDENCE = 0.9


class _Reach(NamedTuple):
    """How a program reaches another one."""

    port: int
    kind: Kind
    derivation: str


def relate_contained(
    activity: Activity, kinds: ConnectionKinds, seen: Mapping[str, set[Peer]], section: Section
) -> set[tuple[str, str, int]]:
    """A relationship for each pair of programs of which one reaches the other in a container.

    `seen` holds for each program (by key) what it was seen reaching: addresses, or keys of programs in containers. The
    answer is what its configuration names that leads into a container, whoever is there.
    """
    networks = local_networks_of(activity)
    programs = {program.key: program for program in programs_of(activity)}
    configured: set[tuple[str, str, int]] = set()
    for program in programs.values():
        peers = seen.get(program.key, set())
        found = _seen(program, peers, kinds, networks)
        for (address, port), kind in kinds.unseen(program.key, peers).items():
            other = networks.reached(address, port, "tcp", program.main.get("network", ""))
            if other is not None:
                configured.add((program.key, address, port))
                found.setdefault(other, _Reach(port, kind, "configuration"))
        for other, reach in found.items():
            if other in programs and other != program.key:
                _relate(section, program, programs[other], reach)
    return configured


def _seen(program: Program, peers: set[Peer], kinds: ConnectionKinds, networks: LocalNetworks) -> dict[str, _Reach]:
    """Whom a program was seen reaching; of several ports the one that is needed most."""
    found: dict[str, _Reach] = {}
    network = program.main.get("network", "")
    for other, port in sorted(peers):
        if is_address(other):
            continue
        kind = kinds.of_reached(
            program.key, port, lambda address, port=port: networks.reached(address, port, "tcp", network), other
        )
        if other not in found or found[other].kind.strength == "soft":
            found[other] = _Reach(port, kind, "connection")
    return found


def _relate(section: Section, program: Program, other: Program, reach: _Reach) -> None:
    kind = reach.kind
    if kind.purpose == REPLICATION:
        section.relate(program.ref, REPLICATES_FROM, other.ref)
    elif kind.purpose != POOL:
        reason = {"strength_reason": kind.strength_reason} if kind.strength_reason else {}
        section.relate(
            program.ref,
            DEPENDS_ON,
            other.ref,
            port=reach.port,
            strength=kind.strength or "hard",
            confidence=_CONFIDENCE,
            derivation=reach.derivation,
            **reason,
        )
