"""What a network map answers; the fields are the names of the API. Times are RFC 3339."""

from collections.abc import Mapping
from dataclasses import dataclass

from cmdb_server.data_source_names import SourceName
from graph_schema.declare import AttributeValue


@dataclass(frozen=True)
class MapDevice:
    """A device of the map.

    `layer` is its distance from where the network is left, -1 for what lies beyond on another site, null without a
    known link; `attached_to` the one device through which a machine reaches everything else; `is_elsewhere`: it stands
    on another site than the map is of; `is_inferred`: nobody reads it, it follows from what others see; `gateway_of`
    are the subnets that are left through it; `is_on_the_way`: shown only because it lies on the way from what was
    asked for to where the network is left.
    """

    uid: str
    name: str
    ci_class: str
    class_label: str
    status: str
    site: str | None
    layer: int | None
    attached_to: str | None
    is_network_device: bool
    is_inferred: bool
    is_elsewhere: bool
    is_on_the_way: bool
    gateway_of: tuple[str, ...]


@dataclass(frozen=True)
class MapPort:
    """A port at the end of a cable; `speed_bps` null where nobody tells it."""

    uid: str
    name: str
    status: str
    speed_bps: int | None


@dataclass(frozen=True)
class MapCable:
    """What connects two ports, and how that is known.

    `port` belongs to the link's source, `peer` to its target. `is_inferred`: neither end said so, it follows from the
    evidence in `attributes`; `is_stale`: those who would see it do not any longer, or one of its ends is stale.
    """

    port: MapPort
    peer: MapPort
    confidence: float
    is_inferred: bool
    is_stale: bool
    vlans: tuple[int, ...]
    sources: tuple[SourceName, ...]
    first_seen_at: str | None
    last_seen_at: str | None
    attributes: Mapping[str, AttributeValue]


@dataclass(frozen=True)
class MapLink:
    """All cables between two devices as one; `source` is the one nearer to where the network is left.

    `members` counts them without the bond that they form; `vlans` are those that any of their ports carries.
    """

    source: str
    target: str
    members: int
    confidence: float
    is_inferred: bool
    is_stale: bool
    vlans: tuple[int, ...]
    cables: tuple[MapCable, ...]


@dataclass(frozen=True)
class MapVlan:
    """A VLAN on ports of the map, and how many ports it is on."""

    uid: str
    vlan_id: int
    name: str
    network_scope: str
    ports: int


@dataclass(frozen=True)
class MapSubnet:
    """A subnet in which devices of the map have addresses, and how many do."""

    uid: str
    cidr: str
    network_scope: str
    devices: int


@dataclass(frozen=True)
class MapLayer:
    """How many devices stand in a layer; `layer` null for those without a known link."""

    layer: int | None
    devices: int


@dataclass(frozen=True)
class NetworkMap:
    """Devices in layers and the links between them.

    `vlans` and `subnets` are what the map can be narrowed by, whatever it was narrowed by already. `hidden` counts the
    devices that are left out because the map would become too large: those furthest from where the network is left.
    """

    site: str | None
    devices: tuple[MapDevice, ...]
    links: tuple[MapLink, ...]
    layers: tuple[MapLayer, ...]
    vlans: tuple[MapVlan, ...]
    subnets: tuple[MapSubnet, ...]
    hidden: int


@dataclass(frozen=True)
class MapSite:
    """A site that there is a map of, null for the devices whose site nobody told, and how many devices it has."""

    site: str | None
    devices: int


@dataclass(frozen=True)
class MapSites:
    """The maps there are, the largest first."""

    items: tuple[MapSite, ...]
