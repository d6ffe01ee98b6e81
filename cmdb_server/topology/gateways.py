"""Through which port a subnet leaves: where the default routes of its machines lead."""

from collections.abc import Iterator
from ipaddress import ip_address, ip_network

from cmdb_server.topology.estate import Estate, Gateway


def gateways_of(estate: Estate) -> list[Gateway]:
    """One for each subnet and port that a default route of a read device names.

    An address that several routers keep between them leads to the port of each.
    """
    named = {address for tables in estate.tables.values() for address in tables.gateways}
    found = {
        Gateway(entry.subnet, entry.port)
        for entry in estate.addresses
        if entry.address in named and entry.subnet and entry.port in estate.ports
    }
    return sorted(found | set(_kept_together(estate, named)))


def _kept_together(estate: Estate, named: set[str]) -> Iterator[Gateway]:
    """A router has an address of its own in the subnet of one that it keeps with others."""
    kept = {
        port: [ip_address(address) for address in addresses if address in named]
        for tables in estate.tables.values()
        for port, addresses in tables.virtual.items()
    }
    for entry in estate.addresses:
        addresses = kept.get(entry.port)
        if addresses and entry.subnet and entry.port in estate.ports:
            network = ip_network(entry.cidr)
            if any(address in network for address in addresses):
                yield Gateway(entry.subnet, entry.port)
