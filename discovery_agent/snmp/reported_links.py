"""What tables show of others: who is seen and heard at which port, aggregates, gateways, addresses kept together."""

from collections.abc import Iterable, Iterator, Mapping

from discovery_agent.link_evidence import Shown, add_evidence
from discovery_agent.snmp.facts import Address, Facts, Neighbour
from discovery_agent.snmp.reported_device import hardware_addresses
from graph_schema.report import Ref, ReportedCI, Section, ref_of
from graph_schema.telling import is_shared_mac

_MAX_TEXT = 255


def add_links(section: Section, facts: Facts, interfaces: Mapping[Ref, ReportedCI]) -> Section:
    """Add what is shown at those ports that are reported."""
    ports = {index: ref for index in facts.interfaces if (ref := ref_of("network_interface", str(index))) in interfaces}
    return add_evidence(
        section,
        Shown(
            hardware_addresses(facts),
            ((ports[entry.interface], entry.mac_address) for entry in facts.forwarding if entry.interface in ports),
            (
                (ports[entry.interface], entry.address, entry.mac_address)
                for entry in facts.resolved
                if entry.interface in ports
            ),
            list(_neighbours(facts.neighbours, ports)),
            {
                ports[index]: [ports[member] for member in interface.members if member in ports]
                for index, interface in facts.interfaces.items()
                if index in ports
            },
            (entry.address for entry in facts.gateways),
            ((ports[at], entry.address) for entry in _kept(facts) if (at := entry.interface) in ports),
        ),
    )


def _kept(facts: Facts) -> Iterator[Address]:
    """What tables of virtual routers tell, and the addresses of interfaces that have such a router's MAC address."""
    yield from facts.virtual_addresses
    shared = {index for index, port in facts.interfaces.items() if is_shared_mac(port.mac_address or "")}
    yield from (entry for entry in facts.addresses.values() if entry.interface in shared)


def _neighbours(entries: Iterable[Neighbour], ports: Mapping[int, Ref]) -> Iterator[dict[str, str]]:
    """What is said at ports of this device, each once."""
    known: set[tuple[str, ...]] = set()
    for entry in entries:
        port = ports.get(-1 if entry.local_index is None else entry.local_index)
        told = {
            "port": port,
            "protocol": entry.protocol,
            "name": entry.remote_name,
            "interface": entry.remote_interface,
            "chassis": entry.remote_chassis_id,
            "port_id": entry.remote_port_id,
            "address": entry.remote_address,
            "capabilities": entry.remote_capabilities,
        }
        heard = {name: value[:_MAX_TEXT] for name, value in told.items() if value}
        if port is None or len(heard) <= len(("port", "protocol")) or tuple(heard.values()) in known:
            continue
        known.add(tuple(heard.values()))
        yield {**heard, "port": port}
