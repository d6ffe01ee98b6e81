"""Through which port a subnet leaves: where the default routes of its machines lead."""

from cmdb_server.topology.estate import Estate, Gateway


def gateways_of(estate: Estate) -> list[Gateway]:
    """One for each subnet and port that a default route of a read device names."""
    named = {address for tables in estate.tables.values() for address in tables.gateways}
    found = {
        Gateway(entry.subnet, entry.port)
        for entry in estate.addresses
        if entry.address in named and entry.subnet and entry.port in estate.ports
    }
    return sorted(found)
