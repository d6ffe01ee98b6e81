"""Links between routers from addresses alone, where nothing better tells: two ports that know only each other."""

from collections.abc import Collection, Iterator
from ipaddress import ip_network

from cmdb_server.topology.estate import ARP, SUBNET, Link
from cmdb_server.topology.stations import Stations

_ONE_SUBNET, _ONLY_EACH_OTHER = 0.7, 0.6
_PAIR_BITS = 2  # host bits of a subnet that has room for two
_NO_CABLES = frozenset(("tunnel", "loopback", "vlan", "bridge"))


def point_to_point(stations: Stations, placed: Collection[str]) -> list[Link]:
    """Links between ports that are not in `placed`."""
    found = [*_by_subnet(stations), *_by_arp(stations)]
    return [link for link in found if not link.ends & set(placed) and _may_be(stations, link)]


def _may_be(stations: Stations, link: Link) -> bool:
    ports = [stations.estate.ports[uid] for uid in sorted(link.ends)]
    return ports[0].device != ports[-1].device and all(port.kind not in _NO_CABLES for port in ports)


def _by_subnet(stations: Stations) -> Iterator[Link]:
    """The two ports of a subnet that has room for no third one."""
    members: dict[str, set[str]] = {}
    for entry in stations.estate.addresses:
        network = ip_network(entry.cidr)
        if network.max_prefixlen - network.prefixlen <= _PAIR_BITS and entry.port in stations.estate.ports:
            members.setdefault(entry.cidr, set()).add(entry.port)
    for cidr, ports in sorted(members.items()):
        if len(ports) == 2:  # noqa: PLR2004 - both ends
            first, second = sorted(ports)
            told = f"{stations.name_of(first)} and {stations.name_of(second)} are alone in {cidr}"
            yield Link(first, second, "", (SUBNET,), _ONE_SUBNET, told)


def _by_arp(stations: Stations) -> Iterator[Link]:
    """The ports that have resolved nobody but each other."""
    only: dict[str, str] = {}
    for tables in stations.estate.tables.values():
        for port, pairs in tables.resolved.items():
            macs = {mac for _, mac in pairs if stations.device_of_mac(mac) != tables.device}
            at = stations.port_of_mac(macs.pop()) if len(macs) == 1 else None
            if at is not None and not tables.forwarding:
                only[port] = at.uid
    for first, second in sorted(only.items()):
        if first < second and only.get(second) == first:
            told = f"{stations.name_of(first)} and {stations.name_of(second)} have resolved nobody but each other"
            yield Link(first, second, "", (ARP,), _ONLY_EACH_OTHER, told)
