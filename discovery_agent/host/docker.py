"""Containers of Docker, from the file in which its daemon keeps what it was told of each."""

from discovery_agent.host.container_facts import ContainerReading
from discovery_agent.host.container_workload import compose_workload, container, published_port
from discovery_agent.host.environment import needs_of_environment
from discovery_agent.host.foreign_json import entries, json_at, mapping, text
from discovery_agent.host.system import System

ROOT = "/var/lib/docker"
_SETTINGS = "/etc/docker/daemon.json"


def docker_root(system: System) -> str:
    """Where Docker keeps its containers."""
    return text(mapping(json_at(system, _SETTINGS)).get("data-root")).rstrip("/") or ROOT


def docker_container(system: System, root: str, identity: str, *, reads_environment: bool) -> ContainerReading | None:
    """A container by its id; None where Docker has none."""
    settings = mapping(json_at(system, f"{root}/containers/{identity}/config.v2.json"))
    if not settings:
        return None
    configuration, network = mapping(settings.get("Config")), mapping(settings.get("NetworkSettings"))
    name = text(settings.get("Name")).lstrip("/")
    found = container(
        name, text(configuration.get("Image")), "docker", compose_workload(mapping(configuration.get("Labels")))
    )
    networks = mapping(network.get("Networks"))
    found["networks"] = sorted(networks)
    for inner, bindings in mapping(network.get("Ports")).items():
        inside, _, protocol = inner.partition("/")
        for binding in map(mapping, entries(bindings)):
            found["published"] += published_port(binding.get("HostIp"), binding.get("HostPort"), protocol, inside)
    said = [entries(mapping(one).get(kind)) for one in networks.values() for kind in ("Aliases", "DNSNames")]
    found["aliases"] = sorted({name, *(text(alias) for aliases in said for alias in aliases)} - {""})
    if reads_environment:
        found["needs"] = needs_of_environment(configuration.get("Env"), name)
    return found
