"""Which program of this machine is behind what only means something here: addresses of containers, published ports.

Addresses of containers are the same on many machines and others after each start. So what is behind them is found on
the machine itself, and none of them leaves it.
"""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import ip_address
from typing import NamedTuple

from discovery_agent.host.activity import Activity
from discovery_agent.host.contained import contained_of
from discovery_agent.host.listening import Listener, owners_of
from discovery_agent.host.placement import placement_of
from discovery_agent.host.programs import AT_ONCE, Program, Same
from discovery_agent.host.system import Socket

_EVERYWHERE = ""
_OF_PERSONS = "/user.slice/"


class _Published(NamedTuple):
    """The program to which a published port leads, and the port that it listens at."""

    program: Program
    port: int


class LocalNetworks:
    """The networks of the containers of a reading, and the programs that listen in them."""

    def __init__(self, activity: Activity) -> None:
        """Looks nothing up yet."""
        self._activity = activity
        self._owners = owners_of(activity)
        self._listening: dict[tuple[str, int, str], list[Socket]] = {}
        self._networks_at: dict[str, set[str]] = {}
        self._of_containers = _networks_of_containers(activity)
        for name, network in activity.get("networks", {}).items():
            for address in network["addresses"]:
                self._networks_at.setdefault(address, set()).add(name)
            for entry in network["sockets"]:
                if entry["remote_address"] is None:
                    self._listening.setdefault((name, entry["port"], entry["protocol"]), []).append(entry)
        self._published = self._find_published()

    def reached(self, address: str, port: int, protocol: str, network: str = "") -> str | None:
        """The key of the program behind an address as seen from a network; "" where it is not known which it is.

        None for an address that does not lead into a container of this machine.
        """
        if network and ip_address(address).is_loopback:
            found = {network}
        else:
            found = self._networks_at.get(address, set())
            found = {network} if network in found else found & self._of_containers
        if not found:
            return None
        program = self._listener(found, port, protocol) if len(found) == 1 else None
        return program.key if program is not None else ""

    def provider(self, listener: Listener, sockets: list[Socket]) -> Program | None:
        """The program behind an endpoint of the machine: that of the container to which the port leads, if any."""
        published = self._published_at(listener)
        return published.program if published is not None else self._owners.program_of(sockets)

    def port_behind(self, listener: Listener) -> int:
        """The port that the program behind an endpoint of the machine listens at."""
        published = self._published_at(listener)
        return published.port if published is not None else listener.port

    def _published_at(self, listener: Listener) -> _Published | None:
        places = ((address, listener.port, listener.protocol) for address in (listener.address, _EVERYWHERE))
        return next((found for place in places if (found := self._published.get(place)) is not None), None)

    def _listener(self, networks: Iterable[str], port: int, protocol: str) -> Program | None:
        sockets = [entry for network in networks for entry in self._listening.get((network, port, protocol), ())]
        return self._owners.program_of(sockets)

    def _find_published(self) -> dict[tuple[str, int, str], _Published]:
        found: dict[tuple[str, int, str], _Published] = {}
        for entry in contained_of(self._activity):
            for port in entry.reading["published"]:
                listener = self._listener(entry.networks, port["inside"], port["protocol"])
                program = listener or next(iter(entry.programs), None)
                if program is not None:
                    found[port["address"], port["port"], port["protocol"]] = _Published(program, port["inside"])
        return found


def _networks_of_containers(activity: Activity) -> set[str]:
    """The networks of containers that others may reach; in one of his own anybody takes any address that he likes."""
    return {
        network
        for process in activity["processes"]
        if (network := process.get("network"))
        and _OF_PERSONS not in process["cgroup"]
        and placement_of(process["cgroup"]).kind == "container"
    }


def local_networks_of(activity: Activity) -> LocalNetworks:
    """The networks of a reading. Several collectors ask for those of the same one."""
    return _local_networks_of(Same(activity))


@lru_cache(maxsize=AT_ONCE)
def _local_networks_of(same: Same) -> LocalNetworks:
    return LocalNetworks(same.activity)
