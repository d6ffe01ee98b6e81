"""What the graph says of the network of some devices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Device(NamedTuple):
    """A device; `is_asked` for those that the map is of, not for what they lead to elsewhere.

    `is_inferred`: nobody reads it, it follows from what its neighbours see.
    """

    uid: str
    name: str
    ci_class: str
    status: str
    site: str | None
    is_asked: bool
    is_inferred: bool = False


class Port(NamedTuple):
    """An interface of a device; `kind` is its interface type, `speed_bps` 0 where nobody tells it."""

    uid: str
    name: str
    device: str
    status: str
    kind: str
    speed_bps: int


class Cable(NamedTuple):
    """A CONNECTED_TO between two ports, with what is stored of it."""

    port: str
    peer: str
    properties: Mapping[str, Any]


class Vlan(NamedTuple):
    """A VLAN of a network scope."""

    uid: str
    vlan_id: int
    name: str
    network_scope: str


class Subnet(NamedTuple):
    """A subnet of a network scope."""

    uid: str
    cidr: str
    network_scope: str


class Address(NamedTuple):
    """An address of a device, the scope it means something in, and the subnet that it is said to be in, "" for none."""

    uid: str
    device: str
    address: str
    network_scope: str
    subnet: str


@dataclass(frozen=True)
class Facts:
    """The devices of a map and what carries their traffic; all by uid.

    `vlans_of` are the VLANs of ports, `gateways` the subnets that are left through a device, `scopes` the network
    scopes whose sources tell of a device.
    """

    devices: Mapping[str, Device]
    ports: Mapping[str, Port] = field(default_factory=dict[str, Port])
    cables: tuple[Cable, ...] = ()
    vlans: Mapping[str, Vlan] = field(default_factory=dict[str, Vlan])
    vlans_of: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    subnets: Mapping[str, Subnet] = field(default_factory=dict[str, Subnet])
    addresses: tuple[Address, ...] = ()
    gateways: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    scopes: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
