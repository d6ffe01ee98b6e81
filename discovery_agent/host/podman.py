"""Containers of Podman: names and images from its files, published ports from what it lists itself."""

from collections.abc import Iterator

from discovery_agent.errors import DiscoveryError
from discovery_agent.host.container_facts import ContainerReading, PublishedPort
from discovery_agent.host.container_workload import container, published_port
from discovery_agent.host.files import decode
from discovery_agent.host.foreign_json import entries, json_at, mapping, parsed, text
from discovery_agent.host.oci_bundles import STORAGES, bundled_container
from discovery_agent.host.system import System

_MOST_BYTES = 16 << 20
_MOST_PORTS = 1000
_SECONDS = 10


class PodmanError(DiscoveryError):
    """Podman does not list its containers."""


def list_containers() -> str:
    """What `podman ps` prints of the containers that run, as JSON. Raises PodmanError."""
    import subprocess  # noqa: PLC0415 - only machines with containers of Podman pay for the import

    try:
        done = subprocess.run(
            ["podman", "ps", "--format", "json"],  # noqa: S607 - wherever the distribution has put it
            capture_output=True,
            check=True,
            timeout=_SECONDS,
            stdin=subprocess.DEVNULL,
        )
    except FileNotFoundError as error:
        raise PodmanError("containers of Podman run, but there is no program podman to tell their ports") from error
    except subprocess.CalledProcessError as error:
        said = decode(error.stderr).strip()[:200]
        raise PodmanError(f"podman ps failed, so published ports are not known: {said}") from error
    except subprocess.TimeoutExpired as error:
        raise PodmanError(f"podman ps did not answer within {_SECONDS} s, so published ports are not known") from error
    return decode(done.stdout)


def podman_containers(system: System, wanted: set[str], *, reads_environment: bool) -> dict[str, ContainerReading]:
    """Those of these ids that Podman keeps in its files, without their ports."""
    found: dict[str, ContainerReading] = {}
    listed = [
        entry for storage in STORAGES for entry in entries(json_at(system, f"{storage}/containers.json", _MOST_BYTES))
    ]
    for entry in map(mapping, listed):
        identity = text(entry.get("id"))
        if identity not in wanted:
            continue
        name = text(next(iter(entries(entry.get("names"))), ""))
        image = text(mapping(parsed(text(entry.get("metadata")))).get("image-name"))
        found[identity] = container(name, image, "podman")
        bundled = bundled_container(system, identity, "podman", reads_environment=reads_environment)
        if bundled is not None and "needs" in bundled:
            found[identity]["needs"] = bundled["needs"]
    return found


def add_ports(listed: str, found: dict[str, ContainerReading]) -> None:
    """Add the networks and published ports that `podman ps` tells."""
    for entry in map(mapping, entries(parsed(listed))):
        known = found.get(text(entry.get("Id")))
        if known is not None:
            known["networks"] = sorted(map(text, entries(entry.get("Networks"))))
            known["published"] = list(_ports(entry))


def _ports(entry: dict[str, object]) -> Iterator[PublishedPort]:
    for port in map(mapping, entries(entry.get("Ports"))):
        count, outside, inside = (port.get(name) for name in ("range", "host_port", "container_port"))
        if not isinstance(outside, int) or not isinstance(inside, int):
            continue
        for step in range(min(count, _MOST_PORTS) if isinstance(count, int) else 1):
            yield from published_port(port.get("host_ip"), outside + step, port.get("protocol"), inside + step)
