"""Sites with their rooms and racks."""

from collections.abc import Iterator

from cmdb_server.demo.estate import Estate, Part
from cmdb_server.demo.geography import COMMS_RACK, COMMS_ROOM, DATA_ROOM, PLACES, Place, room_of
from cmdb_server.demo.hardware import RACK_UNITS
from graph_schema.ci_classes.rack import Rack
from graph_schema.ci_classes.room import Room
from graph_schema.ci_classes.site import Site
from graph_schema.relationships import LOCATED_IN
from graph_schema.report import Ref, Report, Section


def _reports(estate: Estate) -> Iterator[Report]:
    for place in PLACES:
        yield _site(estate, place)


def _site(estate: Estate, place: Place) -> Report:
    section = Section("site", enumerates=("room", "rack"))
    site = section.add(Site(name=place.name, city=place.city, country=place.country), place.code)
    rooms: dict[str, Ref] = {}
    for name in (DATA_ROOM, COMMS_ROOM):
        rooms[name] = section.add(Room(name=name), f"{place.code}/{name}")
        section.relate(rooms[name], LOCATED_IN, site)
    for name in (*place.racks, COMMS_RACK):
        rack = section.add(Rack(name=name, height_units=RACK_UNITS), f"{place.code}/{name}")
        section.relate(rack, LOCATED_IN, rooms[room_of(name)])
    return estate.report(site, (section,))


part = Part("sites", _reports)
