"""The boxes in the racks: how many of each kind stand where, what they are called and how others name them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cmdb_server.demo.chance import Chance
from cmdb_server.demo.geography import COMMS_RACK, PLACES, Place, location_text
from graph_schema.ci_classes.device import Device
from graph_schema.ci_classes.firewall import Firewall
from graph_schema.ci_classes.load_balancer import LoadBalancer
from graph_schema.ci_classes.pdu import Pdu
from graph_schema.ci_classes.router import Router
from graph_schema.ci_classes.server import Server
from graph_schema.ci_classes.storage_array import StorageArray
from graph_schema.ci_classes.switch import Switch
from graph_schema.ci_classes.ups import Ups
from graph_schema.report import Target, target


@dataclass(frozen=True)
class Model:
    """A product of a maker.

    `feeds` is how many feeds power it: 2 has a power supply on each, 0 is part of the power distribution itself.
    `height_units` is 0 for what hangs beside the units of a rack.
    """

    role: str
    kind: type[Device]
    manufacturer: str
    model: str
    serial_prefix: str
    system_version: str = ""
    feeds: int = 1
    height_units: int = 1


@dataclass(frozen=True)
class Box:
    """One piece of hardware in its rack."""

    name: str
    place: Place
    rack: str
    index: int
    model: Model


ROUTER = Model("rt", Router, "Juniper Networks", "MX204", "JN", "23.4R2")
FIREWALL = Model("fw", Firewall, "Fortinet", "FortiGate 200F", "FG2H", "7.4.5", feeds=2)
CORE_SWITCH = Model("core", Switch, "Arista Networks", "DCS-7050SX3-48YC8", "JPE", "4.32.1F", feeds=2)
ACCESS_SWITCH = Model("acc", Switch, "Cisco Systems", "C9200L-24P", "FOC", "17.12.4")
BALANCER = Model("lb", LoadBalancer, "F5", "BIG-IP i2800", "F5-", "17.1.1", feeds=2)
HYPERVISOR = Model("hv", Server, "Dell Inc.", "PowerEdge R760", "", feeds=2, height_units=2)
STORAGE = Model("sto", StorageArray, "NetApp", "AFF A250", "7219", feeds=2, height_units=2)
UPS = Model("ups", Ups, "APC", "Smart-UPS SRT 10000VA", "AS", feeds=0, height_units=6)
PDU = Model("pdu", Pdu, "APC", "AP8858", "5A", feeds=0, height_units=0)

_PER_SITE = {
    "osl": {ROUTER: 2, FIREWALL: 2, CORE_SWITCH: 2, BALANCER: 2, STORAGE: 1, HYPERVISOR: 5, ACCESS_SWITCH: 5},
    "ber": {ROUTER: 2, FIREWALL: 2, CORE_SWITCH: 2, BALANCER: 2, STORAGE: 1, HYPERVISOR: 4, ACCESS_SWITCH: 3},
    "ham": {ROUTER: 2, FIREWALL: 2, CORE_SWITCH: 2, BALANCER: 2, STORAGE: 1, HYPERVISOR: 3, ACCESS_SWITCH: 2},
}
FEEDS = ("a", "b")
RACK_UNITS = 42


@cache
def boxes(place: Place, model: Model) -> tuple[Box, ...]:
    """The boxes of one model at a site, numbered from 1 in their names; `index` counts through the site."""
    before = 0
    for other, count in _PER_SITE[place.code].items():
        if other == model:
            return tuple(
                Box(
                    f"{place.code}-{model.role}-{number:02}", place, _rack(place, model, number), before + number, model
                )
                for number in range(1, count + 1)
            )
        before += count
    return ()


def ups_of(place: Place, feed: str) -> Box:
    """The uninterruptible supply behind a feed of a site."""
    return Box(f"{place.code}-ups-{feed}", place, COMMS_RACK, 60 + FEEDS.index(feed), UPS)


def pdu_of(place: Place, rack: str, feed: str) -> Box:
    """The power distribution unit of a rack on one feed."""
    racks = (*place.racks, COMMS_RACK)
    index = 70 + 2 * racks.index(rack) + FEEDS.index(feed)
    return Box(f"{place.code}-{rack.lower()}-pdu-{feed}", place, rack, index, PDU)


@cache
def lowest_units(place: Place) -> dict[str, int]:
    """The lowest rack unit of each box of a site by its name: heavy things at the bottom, the network on top."""
    found: dict[str, int] = {}
    for rack in (*place.racks, COMMS_RACK):
        low, high = 1, RACK_UNITS
        supplies = [ups_of(place, feed) for feed in FEEDS]
        heavy = (*supplies, *boxes(place, STORAGE), *boxes(place, HYPERVISOR))
        for box in heavy:
            if box.rack == rack:
                found[box.name] = low
                low += box.model.height_units
        for model in (ROUTER, CORE_SWITCH, ACCESS_SWITCH, FIREWALL, BALANCER):
            for box in boxes(place, model):
                if box.rack == rack:
                    found[box.name] = high
                    # A unit stays free between two boxes for the cables.
                    high -= 2
    return found


def wired(place: Place) -> tuple[Box, ...]:
    """The boxes that have a cable to each core switch of their site, in the order of the switches' ports."""
    models = (FIREWALL, BALANCER, STORAGE, HYPERVISOR, ACCESS_SWITCH)
    return tuple(box for model in models for box in boxes(place, model))


def all_boxes(*models: Model) -> Iterator[Box]:
    """The boxes of these models at all sites."""
    for place in PLACES:
        for model in models:
            yield from boxes(place, model)


def serial_number(chance: Chance, box: Box) -> str:
    """The serial number of a box."""
    return chance.serial_number(box.name, box.model.serial_prefix)


def identity(chance: Chance, box: Box) -> Target:
    """A box, as reports about other things name it."""
    kind = box.model.kind
    return target(kind(manufacturer=box.model.manufacturer, serial_number=serial_number(chance, box)))


def device(chance: Chance, box: Box) -> Device:
    """A box as a CI, with what is printed on it and on the label that the owner put on it."""
    return box.model.kind(
        name=box.name,
        manufacturer=box.model.manufacturer,
        model=box.model.model,
        serial_number=serial_number(chance, box),
        asset_tag=f"NH-{chance.number(f'tag:{box.name}', 100_000, 999_999)}",
        location=location_text(box.place, box.rack),
        environment="production",
    )


def _rack(place: Place, model: Model, number: int) -> str:
    if model == ACCESS_SWITCH:
        return COMMS_RACK
    racks = place.racks[2:] if model == HYPERVISOR else place.racks[:2]
    return racks[(number - 1) % len(racks)]
