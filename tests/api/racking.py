"""Racks with devices in them, as reports tell them, for tests of the API and of pages."""

import httpx

from graph_schema.ci_classes.device import Device
from graph_schema.ci_classes.rack import Rack
from graph_schema.ci_classes.room import Room
from graph_schema.ci_classes.server import Server
from graph_schema.ci_classes.site import Site
from graph_schema.relationships import LOCATED_IN
from graph_schema.report import Section, Target, target
from tests.api.wiring import send


def send_site(client: httpx.Client, name: str, rooms: dict[str, dict[str, int | None]]) -> None:
    """Report a site with rooms, each with racks of so many units."""
    section = Section("site", enumerates=("room", "rack"))
    site = section.add(Site(name=name), name)
    for room, racks in rooms.items():
        of_room = section.add(Room(name=room), f"{name}/{room}")
        section.relate(of_room, LOCATED_IN, site)
        for rack, height in racks.items():
            of_rack = section.add(Rack(name=rack, height_units=height), f"{name}/{room}/{rack}")
            section.relate(of_rack, LOCATED_IN, of_room)
    send(client, "site", name, section)


def rack_at(rack: str, room: str, site: str) -> Target:
    """A rack, as the reports of devices name it."""
    return target(Rack(name=rack), within=target(Room(name=room), within=target(Site(name=site))))


def send_device(client: httpx.Client, name: str, *places: tuple[Target, dict[str, int | str]]) -> None:
    """Report a server that stands in some places."""
    section = Section("device")
    made: Device = Server(name=name, manufacturer="Acme", serial_number=f"SN-{name}")
    ref = section.add(made, name)
    for place, facts in places:
        section.relate(ref, LOCATED_IN, place, **facts)
    send(client, "server", name, section)


def uid_of(client: httpx.Client, name: str, ci_class: str = "server") -> str:
    """The uid of the one CI of a class that is called so."""
    items = client.get("/cis", params={"q": name, "ci_class": ci_class, "limit": 500}).json()["items"]
    (found,) = [entry["uid"] for entry in items if entry["name"] == name]
    return str(found)
