"""One sweep: all methods at once over all addresses of a job, and what each address's attempts were."""

import asyncio
import socket
from collections.abc import Coroutine, Sequence
from typing import Any, NamedTuple, TypeAlias

from discovery_agent.scan import outcomes
from discovery_agent.scan.job import Attempt, Job, Method, attempt_of
from discovery_agent.sweep.arp import arp, proxied, segment_of, segments
from discovery_agent.sweep.icmp import echo
from discovery_agent.sweep.pace import Pace
from discovery_agent.sweep.probe import probe
from discovery_agent.sweep.sighting import Plan, Sighting
from discovery_agent.sweep.tcp import Connections

_HEAD_START = 0.06  # of the time of the sweep, for whoever answers an echo need not be asked over TCP
_FAMILIES = (socket.AF_INET, socket.AF_INET6)
_Seen: TypeAlias = dict[Method, Sighting]


class Presence(NamedTuple):
    """What a sweep found at an address."""

    is_there: bool
    attempts: tuple[Attempt, ...]


async def sweep(job: Job, addresses: Sequence[str]) -> dict[str, Presence]:
    """Who is there, of some of a job's addresses.

    On an own segment ARP alone decides: nobody hides from it, and asking those who are not there anything else would
    only fill the kernel's table of neighbours.
    """
    clock = asyncio.get_running_loop().time
    limits = job.limits
    plan = Plan(Pace(limits.packets_per_second, clock), limits.timeout_seconds, limits.tries, set())
    known = segments() if "arp" in job.methods else []
    near = {address: None for address in addresses if segment_of(address, known)}
    far = [address for address in addresses if address not in near]
    by_arp, seen = await asyncio.gather(arp(list(near), plan, known), _ask_all(job, far, plan))
    unsure = {*proxied(by_arp), *(a for a in near if by_arp[a].outcome == outcomes.NOT_POSSIBLE.name)}
    plan.heard.difference_update(unsure)
    seen |= await _ask_all(job, [address for address in near if address in unsure], plan)
    found: dict[str, Presence] = {}
    for address in addresses:
        others = seen.get(address, {})
        of_arp: _Seen = {"arp": by_arp[address]} if address in by_arp else {}
        decisive = others if address in unsure or not of_arp else of_arp
        is_there = any(sighting.is_answer for sighting in decisive.values())
        found[address] = Presence(is_there, _attempts({**of_arp, **others}))
    return found


async def _ask_all(job: Job, addresses: Sequence[str], plan: Plan) -> dict[str, _Seen]:
    """What every method of a job but ARP found, by address."""
    work: list[Coroutine[Any, Any, tuple[Method, dict[str, Sighting]]]] = []
    for family in _FAMILIES:
        of_family = [address for address in addresses if (":" in address) == (family == socket.AF_INET6)]
        if of_family and "icmp" in job.methods:
            work.append(_named("icmp", echo(of_family, plan, family)))
        if of_family and "snmp" in job.methods:
            targets = {address: job.credentials_for(address, "snmp") for address in of_family}
            work.append(_named("snmp", probe(targets, job.snmp_port, plan, family)))
    if addresses and "tcp" in job.methods and job.tcp_ports:
        work.append(_named("tcp", _connect(job, addresses, plan)))
    seen: dict[str, _Seen] = {address: {} for address in addresses}
    for name, found in await asyncio.gather(*work):
        for address, sighting in found.items():
            seen[address][name] = sighting
    return seen


async def _named(name: Method, work: Coroutine[Any, Any, dict[str, Sighting]]) -> tuple[Method, dict[str, Sighting]]:
    return name, await work


async def _connect(job: Job, addresses: Sequence[str], plan: Plan) -> dict[str, Sighting]:
    head_start = plan.seconds * _HEAD_START
    await asyncio.sleep(head_start)
    return await Connections(plan).ask(addresses, job.tcp_ports, plan.seconds - head_start)


def _attempts(seen: _Seen) -> tuple[Attempt, ...]:
    """The attempts of a sweep at an address."""
    return tuple(
        attempt_of(name, None, _outcome(name, sighting), sighting.detail, sighting.milliseconds)
        for name, sighting in seen.items()
    )


def _outcome(name: Method, sighting: Sighting) -> str:
    is_silence_of_snmp = name == "snmp" and sighting.outcome == outcomes.SILENT.name
    return outcomes.SNMP_SILENT.name if is_silence_of_snmp else sighting.outcome  # which has causes of its own
