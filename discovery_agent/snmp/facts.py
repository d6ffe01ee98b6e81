"""What is known of one device, filled by tables and vendor rules. Absent facts are None or empty, never guessed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass
class Interface:
    """A row of IF-MIB. `speed_bps` 0 is no speed that is known."""

    index: int
    name: str
    description: str | None = None
    alias: str | None = None
    mac_address: str | None = None
    type: int | None = None
    mtu: int | None = None
    speed_bps: int | None = None
    is_admin_up: bool | None = None
    is_up: bool | None = None
    members: list[int] = field(default_factory=list[int])
    untagged_vlan: int | None = None
    tagged_vlans: set[int] = field(default_factory=set[int])
    is_powering: bool | None = None


class Address(NamedTuple):
    """An address on an interface; `prefix_length` None: nothing tells it."""

    address: str
    prefix_length: int | None = None
    interface: int | None = None


@dataclass
class Vlan:
    """A VLAN that the device knows."""

    id: int
    name: str | None = None


class Neighbour(NamedTuple):
    """What another device said of itself at an interface of this one."""

    protocol: str
    local_interface: str | None
    remote_name: str | None = None
    remote_interface: str | None = None
    remote_chassis_id: str | None = None
    remote_description: str | None = None
    remote_address: str | None = None
    remote_platform: str | None = None
    remote_port_id: str | None = None
    remote_capabilities: str | None = None
    local_index: int | None = None


@dataclass
class Component:
    """A part of the device that tells a model or a serial number."""

    name: str
    kind: str
    model: str | None = None
    serial_number: str | None = None
    manufacturer: str | None = None
    hardware_version: str | None = None
    firmware_version: str | None = None
    software_version: str | None = None
    index: int | None = None
    inside: int | None = None
    description: str | None = None
    is_replaceable: bool | None = None
    position: int | None = None
    vendor_type: str | None = None


class Storage(NamedTuple):
    """A filesystem or another place for bytes."""

    name: str
    size_bytes: int
    kind: str = "fixed_disk"


class Memory(NamedTuple):
    """A pool of memory; `is_working` is set where it is what programs run in."""

    name: str
    size_bytes: int
    is_working: bool = True


class Supply(NamedTuple):
    """Toner, ink, paper and the like of a printer."""

    name: str
    kind: str
    level_percent: int | None = None


class Software(NamedTuple):
    """An installed package as the device names it."""

    name: str


class Forwarding(NamedTuple):
    """An address in the bridge's table: it was seen at this interface."""

    mac_address: str
    interface: int
    vlan: int | None = None


class Resolved(NamedTuple):
    """An entry of the ARP or neighbour discovery table."""

    address: str
    mac_address: str
    interface: int


class Gateway(NamedTuple):
    """Where the default route leads."""

    address: str
    interface: int | None = None


class Sensor(NamedTuple):
    """A measuring point."""

    name: str
    kind: str
    value: float | None = None
    unit: str | None = None


class Outlet(NamedTuple):
    """A socket of a power distribution unit or a port that gives power over Ethernet."""

    name: str
    is_on: bool | None = None


@dataclass
class Facts:
    """Everything that is known of one device."""

    name: str | None = None
    description: str | None = None
    object_id: str | None = None
    location: str | None = None
    contact: str | None = None
    services: int | None = None
    uptime_seconds: int | None = None
    ci_class: str | None = None
    manufacturer: str | None = None
    model: str | None = None
    serial_number: str | None = None
    os_name: str | None = None
    os_version: str | None = None
    chassis_id: str | None = None
    base_mac: str | None = None
    processors: int | None = None
    memory_bytes: int | None = None
    bridge_ports: dict[int, int] = field(default_factory=dict[int, int])
    interfaces: dict[int, Interface] = field(default_factory=dict[int, Interface])
    addresses: dict[str, Address] = field(default_factory=dict[str, Address])
    vlans: dict[int, Vlan] = field(default_factory=dict[int, Vlan])
    neighbours: list[Neighbour] = field(default_factory=list[Neighbour])
    components: list[Component] = field(default_factory=list[Component])
    storage: list[Storage] = field(default_factory=list[Storage])
    memory: list[Memory] = field(default_factory=list[Memory])
    supplies: list[Supply] = field(default_factory=list[Supply])
    software: list[Software] = field(default_factory=list[Software])
    forwarding: list[Forwarding] = field(default_factory=list[Forwarding])
    resolved: list[Resolved] = field(default_factory=list[Resolved])
    gateways: list[Gateway] = field(default_factory=list[Gateway])
    virtual_addresses: list[Address] = field(default_factory=list[Address])
    sensors: list[Sensor] = field(default_factory=list[Sensor])
    outlets: list[Outlet] = field(default_factory=list[Outlet])
    evidence: set[str] = field(default_factory=set[str])
    problems: list[str] = field(default_factory=list[str])
    _interfaces_by: dict[str, dict[str, Interface]] = field(default_factory=dict[str, dict[str, Interface]])

    def add_vlan(self, vlan_id: int | None, name: str | None = None) -> None:
        """A VLAN; the first name that is said of it stays."""
        if vlan_id is None or not 1 <= vlan_id <= LAST_VLAN:
            return
        known = self.vlans.setdefault(vlan_id, Vlan(vlan_id))
        known.name = known.name or name

    def add_address(self, found: Address) -> None:
        """An address; a later source completes what an earlier one left open."""
        known = self.addresses.get(found.address)
        if known is None or (known.prefix_length is None and found.prefix_length is not None):
            self.addresses[found.address] = found

    def interfaces_by(self, attribute: str) -> dict[str, Interface]:
        """The interfaces by a text of theirs, for tables that refer to them: when it is asked for, all are known."""
        known = self._interfaces_by.get(attribute)
        if known is None:
            known = self._interfaces_by[attribute] = _by_text(self.interfaces.values(), attribute)
        return known

    def interface_name(self, index: int | None) -> str | None:
        """The name of the interface with this ifIndex."""
        known = self.interfaces.get(index) if index is not None else None
        return known.name if known else None


def _by_text(interfaces: Iterable[Interface], attribute: str) -> dict[str, Interface]:
    """Interfaces by a text; one that several share leads to none."""
    found: dict[str, Interface] = {}
    shared: set[str] = set()
    for interface in interfaces:
        said = getattr(interface, attribute)
        folded = said.casefold() if said else ""
        if folded in found:
            shared.add(folded)
        elif folded:
            found[folded] = interface
    return {name: interface for name, interface in found.items() if name not in shared}


LAST_VLAN = 4094
