"""Where the estate stands: sites with rooms and racks, and the networks of each site."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network

from graph_schema.ci_classes.rack import Rack
from graph_schema.ci_classes.room import Room
from graph_schema.ci_classes.site import Site
from graph_schema.report import Target, target

DOMAIN = "nordhavn.example"
DATA_ROOM = "Data room"
COMMS_ROOM = "Comms room"
COMMS_RACK = "C01"
NETWORKS = {"management": 0, "servers": 1, "databases": 2, "platform": 3, "virtual": 4, "office": 8}
_BLOCK = IPv4Network("198.18.0.0/15")
_ADDRESSES_PER_SITE = 64 * 256
_FIRST_HOST = 10


@dataclass(frozen=True)
class Place:
    """A site of the estate; `racks` are those of its data room."""

    code: str
    name: str
    city: str
    country: str
    index: int
    racks: tuple[str, ...]

    def subnet(self, network: str) -> str:
        """The range of one of its networks."""
        return str(IPv4Network((self._first_address(network), 24)))

    def gateway(self, network: str) -> str:
        """The address through which the network is left."""
        return str(self._first_address(network) + 1)

    def address(self, network: str, index: int) -> str:
        """The address of the index-th host (from 0) of a network."""
        return str(self._first_address(network) + _FIRST_HOST + index)

    def _first_address(self, network: str) -> IPv4Address:
        return _BLOCK[self.index * _ADDRESSES_PER_SITE + NETWORKS[network] * 256]


@dataclass(frozen=True)
class Segment:
    """One of the networks of a site."""

    place: Place
    network: str

    @property
    def subnet(self) -> str:
        """Its range."""
        return self.place.subnet(self.network)


PLACES = (
    Place("osl", "Oslo Nydalen", "Oslo", "Norway", 0, ("A01", "A02", "A03", "A04", "A05")),
    Place("ber", "Bergen Sandsli", "Bergen", "Norway", 1, ("A01", "A02", "A03", "A04")),
    Place("ham", "Hamburg Altona", "Hamburg", "Germany", 2, ("A01", "A02", "A03")),
)
PLACE_OF = {place.code: place for place in PLACES}


def site_target(place: Place) -> Target:
    """The site, as reports about other things name it."""
    return target(Site(name=place.name))


def rack_target(place: Place, rack: str) -> Target:
    """A rack, as reports about what stands in it name it."""
    return target(Rack(name=rack), within=target(Room(name=room_of(rack)), within=site_target(place)))


def room_of(rack: str) -> str:
    """The room in which a rack stands."""
    return COMMS_ROOM if rack == COMMS_RACK else DATA_ROOM


def location_text(place: Place, rack: str) -> str:
    """The place of a rack as people write it."""
    return f"{place.name} / {room_of(rack)} / {rack}"
