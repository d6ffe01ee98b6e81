"""Containers of Podman: names and images from its files, published ports from what it lists itself."""

from collections.abc import Collection, Iterable, Iterator

from discovery_agent.errors import DiscoveryError
from discovery_agent.host.container_facts import ContainerReading, PublishedPort
from discovery_agent.host.container_workload import container, published_port
from discovery_agent.host.files import decode
from discovery_agent.host.foreign_json import entries, json_at, mapping, parsed, text
from discovery_agent.host.oci_bundles import STORAGES, bundled_container
from discovery_agent.host.system import System, read_text

_MOST_BYTES = 16 << 20
_MOST_PORTS = 1000
_SECONDS = 10
_PERSONAL = tuple(f"/.local/share/containers/storage/{driver}-containers" for driver in ("overlay", "vfs", "btrfs"))
_HOME = 5  # field of passwd(5)


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
    found = dict(_kept(system, STORAGES, wanted))
    for identity, known in found.items():
        bundled = bundled_container(system, identity, "podman", reads_environment=reads_environment)
        if bundled is not None and "needs" in bundled:
            known["needs"] = bundled["needs"]
    return found


def personal_containers(system: System, wanted: Iterable[str]) -> dict[str, ContainerReading]:
    """Those that people run as themselves, by number and id (`1000/ID`), from the files in their homes.

    What these say is the word of that person, so that a workload of his is below his number. Their ports are not told.
    """
    of_persons: dict[str, set[str]] = {}
    for one in wanted:
        person, _, identity = one.partition("/")
        of_persons.setdefault(person, set()).add(identity)
    homes = _homes(system) if of_persons else {}
    return {
        f"{person}/{identity}": {**known, "workload": f"{person}/{known['workload']}"}
        for person, identities in sorted(of_persons.items())
        if person in homes
        for identity, known in _kept(system, [f"{homes[person]}{path}" for path in _PERSONAL], identities)
    }


def _kept(system: System, storages: Iterable[str], wanted: Collection[str]) -> Iterator[tuple[str, ContainerReading]]:
    for storage in storages:
        for entry in map(mapping, entries(json_at(system, f"{storage}/containers.json", _MOST_BYTES))):
            identity = text(entry.get("id"))
            if identity in wanted:
                name = text(next(iter(entries(entry.get("names"))), ""))
                image = text(mapping(parsed(text(entry.get("metadata")))).get("image-name"))
                yield identity, container(name, image, "podman")


def _homes(system: System) -> dict[str, str]:
    """The home of each person by his number, of passwd(5)."""
    lines = (line.split(":") for line in (read_text(system, "/etc/passwd") or "").splitlines())
    known = ((words[2], words[5].rstrip("/")) for words in lines if len(words) > _HOME)
    return {number: home for number, home in known if home.startswith("/")}


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
