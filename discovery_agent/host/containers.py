"""The containers that processes are in, by what their engines say of them."""

from collections import Counter
from collections.abc import Iterator, Mapping

from discovery_agent.errors import DiscoveryError
from discovery_agent.host.container_facts import ContainerReading
from discovery_agent.host.container_workload import container
from discovery_agent.host.docker import docker_container, docker_root
from discovery_agent.host.later import later
from discovery_agent.host.oci_bundles import bundled_container
from discovery_agent.host.placement import is_id
from discovery_agent.host.podman import add_ports, personal_containers, podman_containers
from discovery_agent.host.system import System

MOST_CONTAINERS = 1000
_SHORT = 12  # digits of an id that engines give as host name
_POD = later(r"pod([0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12})")
_MARKS = (("libpod", "podman"), ("lxc", "lxc"), ("crio", "cri-o"), ("docker", "docker"), ("machine", "systemd-nspawn"))


def read_containers(
    system: System, cgroups: Mapping[str, str], *, reads_environment: bool
) -> tuple[dict[str, ContainerReading], list[str]]:
    """Those of these ids that an engine knows, and what is not known of them; the ids are those of their cgroups.

    Of their environment only hosts and ports are kept, and nothing where it may not be read.
    """
    engines = {one: _engine(cgroups[one]) for one in sorted(cgroups)[:MOST_CONTAINERS]}
    of_podman = {one for one, engine in engines.items() if engine == "podman"}
    found = podman_containers(system, of_podman, reads_environment=reads_environment) if of_podman else {}
    remarks: list[str] = []
    if found:
        try:
            add_ports(system.podman_containers() or "", found)
        except DiscoveryError as error:
            remarks.append(str(error))
    found |= personal_containers(system, (one for one in of_podman if "/" in one and is_id(one)))
    root = docker_root(system) if engines else ""
    for one, engine in engines.items():
        known = found.get(one)
        if not is_id(one):
            known = container(one.rpartition("/")[2], "", engine, one)
        elif known is None and "/" not in one:
            known = docker_container(system, root, one, reads_environment=reads_environment)
            known = known or bundled_container(system, one, engine, reads_environment=reads_environment)
        if known is not None and known["name"]:
            found[one] = _with_run(known, one, cgroups[one])
    return dict(_numbered(found)), remarks


def _with_run(known: ContainerReading, one: str, cgroup: str) -> ContainerReading:
    """What tells this run of a container from others, as telemetry calls it."""
    if not is_id(one) or "/" in one:
        return known
    found: ContainerReading = {"host_name": one[:_SHORT], **known, "id": one}
    pod = _POD().search(cgroup)
    if pod:
        found["pod"] = pod[1].replace("_", "-")
    return found


def _engine(cgroup: str) -> str:
    return next((engine for mark, engine in _MARKS if mark in cgroup), "containerd")


def _numbered(found: Mapping[str, ContainerReading]) -> Iterator[tuple[str, ContainerReading]]:
    """Of several containers of one workload each gets a number, as replicas of a pod on one machine."""
    so_far: Counter[str] = Counter()
    for one, reading in sorted(found.items()):
        workload = reading["workload"]
        so_far[workload] += 1
        yield one, {**reading, "workload": f"{workload} #{so_far[workload]}" if so_far[workload] > 1 else workload}
