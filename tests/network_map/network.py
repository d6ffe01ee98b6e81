"""A small network as facts: only what matters is spelt out."""

from collections.abc import Mapping
from typing import Any

from cmdb_server.network_map.answers import NetworkMap
from cmdb_server.network_map.choosing import Wish
from cmdb_server.network_map.facts import Address, Cable, Device, Facts, Port, Subnet, Vlan
from cmdb_server.network_map.maps import made_of
from cmdb_server.permissions.sight import Place
from graph_schema import load_registry

REGISTRY = load_registry()
SITE = "Oslo"
CLASSES = {"r": "router", "s": "switch", "p": "workstation", "v": "server"}


class Network:
    """Collects devices, ports and cables; the first letter of a device's name tells its class."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.devices: dict[str, Device] = {}
        self.ports: dict[str, Port] = {}
        self.cables: list[Cable] = []
        self.vlans: dict[str, Vlan] = {}
        self.vlans_of: dict[str, set[str]] = {}
        self.subnets: dict[str, Subnet] = {}
        self.addresses: list[Address] = []
        self.gateways: dict[str, set[str]] = {}

    def device(self, name: str, site: str = SITE, status: str = "active") -> str:
        """A device."""
        made = Device(name, name, CLASSES[name[0]], status, site, is_asked=site == SITE)
        self.devices.setdefault(name, made)
        return name

    def port(self, text: str, kind: str = "ethernet", status: str = "active") -> str:
        """A port, named as device/port."""
        device, name = text.split("/", 1)
        self.ports.setdefault(text, Port(text, name, self.device(device), status, kind, 0))
        return text

    def cable(self, one: str, other: str, **properties: Any) -> None:  # noqa: ANN401 - what a relationship holds
        """A cable between two ports; what is said of it."""
        self.cables.append(Cable(self.port(one), self.port(other), {"uid": str(len(self.cables)), **properties}))

    def vlan(self, number: int, *ports: str, scope: str = "default") -> None:
        """A VLAN on some ports."""
        uid = f"vlan{number}-{scope}"
        self.vlans[uid] = Vlan(uid, number, f"name {number}", scope)
        for port in ports:
            self.vlans_of.setdefault(self.port(port), set()).add(uid)

    def address(self, device: str, address: str, cidr: str = "", scope: str = "default") -> None:
        """An address of a device."""
        if cidr:
            self.subnets[cidr] = Subnet(cidr, cidr, scope)
        self.addresses.append(Address(address, self.device(device), address, scope, cidr))

    def gateway(self, device: str, cidr: str) -> None:
        """A subnet that is left through a device."""
        self.subnets[cidr] = Subnet(cidr, cidr, "default")
        self.gateways.setdefault(self.device(device), set()).add(cidr)

    def facts(self, scopes: Mapping[str, str] | None = None) -> Facts:
        """What was collected."""
        return Facts(
            devices=self.devices,
            ports=self.ports,
            cables=tuple(self.cables),
            vlans=self.vlans,
            vlans_of={port: frozenset(uids) for port, uids in self.vlans_of.items()},
            subnets=self.subnets,
            addresses=tuple(self.addresses),
            gateways={device: frozenset(uids) for device, uids in self.gateways.items()},
            scopes={device: frozenset((scope,)) for device, scope in (scopes or {}).items()},
        )

    def map(self, wish: Wish = Wish(), scopes: Mapping[str, str] | None = None) -> NetworkMap:  # noqa: B008 - a wish never changes
        """The map of it."""
        return made_of(REGISTRY, self.facts(scopes), wish, SITE)

    def places(self) -> dict[str, Place]:
        """The class and the site of all that has one."""
        found = {uid: Place(device.ci_class, device.site) for uid, device in self.devices.items()}
        found |= dict.fromkeys(self.vlans, Place("vlan", None)) | dict.fromkeys(self.subnets, Place("subnet", None))
        return found | {entry.uid: Place("ip_address", None) for entry in self.addresses}


def office() -> Network:
    """A router, a switch with two machines, one more switch with one; VLAN 10 reaches the first machine."""
    network = Network()
    network.cable("r1/ge0", "s1/1", sources=["snmp:r1"])
    network.cable("s1/2", "s2/1")
    network.cable("p1/eth0", "s1/11")
    network.cable("p2/eth0", "s1/12")
    network.cable("p3/eth0", "s2/11")
    network.vlan(10, "r1/ge0", "s1/1", "s1/11")
    network.vlan(20, "s1/12", "s1/2", "s2/1", "s2/11")
    network.address("p1", "10.0.10.5", "10.0.10.0/24")
    network.address("p3", "10.0.20.5", "10.0.20.0/24")
    return network
