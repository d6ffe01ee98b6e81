"""What the MIBs of LLDP have in common: their tables, how chassis and ports are named (IEEE 802.1AB)."""

from typing import NamedTuple

from discovery_agent.link_evidence import LLDP_CAPABILITIES
from discovery_agent.snmp.facts import Facts, Interface, Neighbour
from discovery_agent.snmp.ports import interface_called, interface_of_bridge_port
from discovery_agent.snmp.table import REFERRING, Table
from discovery_agent.snmp.values import Value, address, bits, mac, number, said, text
from discovery_agent.snmp.walk import Walk

CHASSIS_MAC, CHASSIS_ADDRESS = 4, 5
PORT_MAC, PORT_ADDRESS, PORT_LOCAL = 3, 4, 7
_FAMILY_BYTES = 1


class RemoteColumns(NamedTuple):
    """The columns of a table of remote systems."""

    chassis_kind: str
    chassis: str
    port_kind: str
    port: str
    port_description: str
    name: str
    description: str
    capabilities: str


def chassis_id(kind: int | None, value: Value | None) -> str | None:
    """A chassis as text: a MAC address, an address of the network, or a name."""
    return _identity(kind, value, CHASSIS_MAC, CHASSIS_ADDRESS)


def port_id(kind: int | None, value: Value | None) -> str | None:
    """A port as text."""
    return _identity(kind, value, PORT_MAC, PORT_ADDRESS)


def _identity(kind: int | None, value: Value | None, mac_kind: int, address_kind: int) -> str | None:
    if kind == mac_kind:
        return mac(value) or said(value)
    if kind == address_kind and isinstance(value, bytes):
        return address(value[_FAMILY_BYTES:]) or said(value)
    if isinstance(value, bytes) and any(byte < ord(" ") for byte in value.rstrip(b"\x00")):
        return mac(value) or said(value)  # bytes in the place of text
    return said(value)


class LocalPort(NamedTuple):
    """A port of this device as LLDP numbers and names it; `is_interface`: its number is an ifIndex."""

    number: int
    kind: int | None = None
    id: Value | None = None
    description: str | None = None
    is_interface: bool = False


def local_interface(facts: Facts, port: LocalPort) -> Interface | None:
    """The interface that a port is: by what LLDP calls it, else by its number as a bridge port or an ifIndex."""
    if port.is_interface and port.number in facts.interfaces:
        return facts.interfaces[port.number]
    shown = port_id(port.kind, port.id)
    if port.kind == PORT_MAC:
        found = facts.interfaces_by("mac_address").get(shown or "")
    else:
        found = interface_called(facts, shown)
    found = found or interface_called(facts, port.description)
    return found or interface_of_bridge_port(facts, port.number) or facts.interfaces.get(port.number)


def neighbour(facts: Facts, port: LocalPort, row: dict[str, Value | None], columns: RemoteColumns) -> Neighbour:
    """The neighbour that a row of remote systems tells of."""
    interface = local_interface(facts, port)
    port_kind = number(row[columns.port_kind])
    shown, described = port_id(port_kind, row[columns.port]), said(row[columns.port_description])
    is_name = port_kind not in (PORT_MAC, PORT_LOCAL, None)
    return Neighbour(
        protocol="lldp",
        local_interface=interface.name
        if interface
        else port_id(port.kind, port.id) or port.description or str(port.number),
        local_index=interface.index if interface else None,
        remote_name=said(row[columns.name]),
        remote_interface=(shown if is_name else described or shown) or described,
        remote_chassis_id=chassis_id(number(row[columns.chassis_kind]), row[columns.chassis]),
        remote_description=text(row[columns.description]),
        remote_port_id=shown,
        remote_capabilities=_capabilities(row[columns.capabilities]),
    )


def _capabilities(value: Value | None) -> str | None:
    """What is enabled of LldpSystemCapabilitiesMap."""
    numbers = bits(value, 8 * len(LLDP_CAPABILITIES))
    return " ".join(LLDP_CAPABILITIES[at - 1] for at in numbers if at <= len(LLDP_CAPABILITIES)) or None


def remote_rows(walk: Walk, columns: RemoteColumns) -> dict[str, dict[str, Value | None]]:
    """The rows of a table of remote systems by their index."""
    read = {column: walk.column(column) for column in columns}
    indexes: dict[str, None] = {}
    for rows in read.values():
        indexes |= dict.fromkeys(rows)
    return {index: {column: rows.get(index) for column, rows in read.items()} for index in indexes}


def lldp_table(name: str, objects: str, *, is_by_interface: bool) -> Table:
    """The table of a MIB of LLDP whose objects lie below one.

    `is_by_interface`: ports have their ifIndex for a number, and the index of a remote system has its destination
    address too. The columns follow the parts of the index.
    """
    local, remote = f"{objects}.3", f"{objects}.4.1.1"
    chassis_kind, chassis = f"{local}.1", f"{local}.2"
    port_columns = tuple(f"{local}.7.1.{at}" for at in (2, 3, 4))
    index_parts = 4 if is_by_interface else 3  # time mark, port, destination address, index
    kept = (*range(index_parts + 1, index_parts + 8), index_parts + 9)  # what is supported but off tells nothing
    columns = RemoteColumns(*(f"{remote}.{at}" for at in kept))

    def read(walk: Walk, facts: Facts) -> None:
        """The device's own chassis id, and one neighbour for each remote system."""
        facts.chassis_id = facts.chassis_id or chassis_id(number(walk.scalar(chassis_kind)), walk.scalar(chassis))
        kinds, ids, descriptions = (walk.column(column) for column in port_columns)
        for index, row in remote_rows(walk, columns).items():
            parts = index.split(".")
            if len(parts) == index_parts:
                at = parts[1]
                told = number(kinds.get(at)), ids.get(at), said(descriptions.get(at))
                facts.neighbours.append(neighbour(facts, LocalPort(int(at), *told, is_by_interface), row, columns))

    return Table(
        name=name,
        columns=(*port_columns, *columns),
        read=read,
        stage=REFERRING,
        scalars=(chassis_kind, chassis),
    )
