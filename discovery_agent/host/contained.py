"""Containers with the programs in them and the networks that they are in."""

from functools import lru_cache
from typing import NamedTuple

from discovery_agent.host.activity import Activity
from discovery_agent.host.application_facts import NeedReading
from discovery_agent.host.container_facts import ContainerReading
from discovery_agent.host.placement import placement_of
from discovery_agent.host.programs import AT_ONCE, Program, Same, programs_by_pid, programs_of
from graph_schema.report import Ref, ref_of


class Contained(NamedTuple):
    """A container; its programs, the oldest first, and its network namespaces, "" for the machine's own."""

    reading: ContainerReading
    programs: tuple[Program, ...]
    networks: frozenset[str]


def contained_of(activity: Activity) -> list[Contained]:
    """The containers of a reading of which an engine tells."""
    return _contained_of(Same(activity)) if activity.get("contained") else []


@lru_cache(maxsize=AT_ONCE)
def _contained_of(same: Same) -> list[Contained]:
    known = same.activity.get("contained", {})
    of_pid = programs_by_pid(programs_of(same.activity))
    programs: dict[str, dict[str, Program]] = {container: {} for container in known}
    networks: dict[str, set[str]] = {container: set() for container in known}
    for process in sorted(same.activity["processes"], key=lambda entry: (entry["started"], entry["pid"])):
        place = placement_of(process["cgroup"]).name
        if place in known:
            networks[place].add(process.get("network", ""))
            program = of_pid.get(process["pid"])
            if program is not None:
                programs[place][program.key] = program
    return [
        Contained(reading, tuple(programs[container].values()), frozenset(networks[container]))
        for container, reading in known.items()
    ]


def container_refs(activity: Activity) -> dict[str, Ref]:
    """The refs of the containers that programs (by their keys) run in."""
    return {
        program.key: ref_of("container", entry.reading["workload"])
        for entry in contained_of(activity)
        for program in entry.programs
    }


def environment_needs(activity: Activity) -> dict[str, list[NeedReading]]:
    """What the environment of their containers names, by the keys of programs."""
    return {
        program.key: needs
        for entry in contained_of(activity)
        if (needs := entry.reading.get("needs"))
        for program in entry.programs
    }


def hosts_beside(activity: Activity) -> dict[str, dict[str, list[str]]]:
    """The addresses of containers by the names that programs (by their keys) in the same networks call them."""
    addresses = {name: network["addresses"] for name, network in activity.get("networks", {}).items()}
    contained = contained_of(activity)
    known: dict[frozenset[str], dict[str, list[str]]] = {}
    found: dict[str, dict[str, list[str]]] = {}
    for entry in contained:
        networks = frozenset(entry.reading["networks"])
        if networks not in known:
            known[networks] = {
                alias: sorted({address for name in other.networks for address in addresses.get(name, ())})
                for other in contained
                if not networks.isdisjoint(other.reading["networks"])
                for alias in other.reading["aliases"]
            }
        found |= {program.key: known[networks] for program in entry.programs if known[networks]}
    return found
