"""What is known of a network scope, and what follows from it. Hardware addresses are 12 hexadecimal digits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cmdb_server.ingest.link_evidence import Heard

ACCESS, UPLINK, AGGREGATE, MEMBER = "access", "uplink", "aggregate", "member"
LLDP, CDP, FORWARDING, ARP, SUBNET = "lldp", "cdp", "forwarding", "arp", "subnet"


class Port(NamedTuple):
    """A network interface; `kind` is its interface type."""

    uid: str
    device: str
    name: str
    mac: str = ""
    kind: str = "ethernet"


class Device(NamedTuple):
    """A machine or network gear; `host` is the machine that a virtual one runs on, "" where nothing tells it."""

    uid: str
    ci_class: str
    name: str
    macs: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    host: str = ""


@dataclass(frozen=True)
class Tables:
    """What the tables of one device show, by port; the addresses of a forwarding table as one run each.

    `virtual` are the addresses that it keeps at a port together with others, whichever of them holds them now.
    `observed_at` is when all of them were last read (microseconds); `is_stale`: nobody could read the device for long.
    """

    device: str
    forwarding: Mapping[str, str] = field(default_factory=dict[str, str])
    resolved: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict[str, Sequence[tuple[str, str]]])
    neighbours: Sequence[Heard] = ()
    aggregates: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    gateways: Sequence[str] = ()
    virtual: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    observed_at: int = 0
    is_stale: bool = False


class Addressed(NamedTuple):
    """An address on a port, with its subnet."""

    address: str
    port: str
    subnet: str
    cidr: str


@dataclass(frozen=True)
class Estate:
    """Everything that the decisions look at, by uid."""

    devices: Mapping[str, Device]
    ports: Mapping[str, Port]
    tables: Mapping[str, Tables]
    addresses: Sequence[Addressed] = ()


class Link(NamedTuple):
    """One link between two ports (uids, or refs of inferred ports), with how sure it is, by what, and why in words.

    `through` names what lies between where the link is no single cable. `missing_since` is when it was first not seen
    by those who would see it (RFC 3339), "" while it is seen.
    """

    source: str
    target: str
    kind: str
    evidence: tuple[str, ...]
    confidence: float
    explanation: str
    through: str = ""
    missing_since: str = ""

    @property
    def ends(self) -> frozenset[str]:
        """Both ports, in no order."""
        return frozenset((self.source, self.target))


class UnmanagedSwitch(NamedTuple):
    """A switch that nobody reads: inferred from what is seen at the port of another one, which names it.

    `members` are the ports at it: that one first.
    """

    at: str
    name: str
    members: tuple[str, ...]
    confidence: float
    evidence: str
    explanation: str


class Gateway(NamedTuple):
    """The port through which a subnet leaves (uids)."""

    subnet: str
    port: str


@dataclass(frozen=True)
class Derived:
    """What follows: links, switches that must be there, gateways."""

    links: tuple[Link, ...] = ()
    switches: tuple[UnmanagedSwitch, ...] = ()
    gateways: tuple[Gateway, ...] = ()
