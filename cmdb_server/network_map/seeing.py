"""The facts of a network map as somebody may see them: what is hidden neither shows nor can be asked by."""

from collections.abc import Mapping
from dataclasses import replace

from cmdb_server.network_map.facts import Cable, Device, Facts, Port
from cmdb_server.permissions.sight import NAME, REDACTED, Place, Places, Sight
from graph_schema.relationships import NAMING_OTHERS

_PORT_CLASS = "network_interface"
_SHOWN = ("uid", "confidence", "first_seen_at", "last_seen_at")


def seen_by(facts: Facts, sight: Sight, places: Places) -> Facts:
    """The facts without devices that may not be seen, their cables, and names and numbers that may not be read."""
    if sight.reads_all:
        return facts
    devices = {uid: _shown(device, sight) for uid, device in facts.devices.items() if sight.sees(_place(device))}
    ports = {
        uid: _port(port, devices[port.device], sight) for uid, port in facts.ports.items() if port.device in devices
    }
    values = _Values(sight, places({*facts.vlans, *facts.subnets, *(entry.uid for entry in facts.addresses)}))
    vlans = {
        uid: vlan if values.shows(uid, NAME) else vlan._replace(name="")
        for uid, vlan in facts.vlans.items()
        if values.shows(uid, "vlan_id")
    }
    subnets = {uid: subnet for uid, subnet in facts.subnets.items() if values.shows(uid, "cidr")}
    return replace(
        facts,
        devices=devices,
        ports=ports,
        cables=tuple(_cable(cable, ports, facts) for cable in facts.cables if {cable.port, cable.peer} <= ports.keys()),
        vlans=vlans,
        vlans_of={port: uids & vlans.keys() for port, uids in facts.vlans_of.items() if port in ports},
        subnets=subnets,
        addresses=tuple(entry for entry in facts.addresses if values.shows(entry.uid, "address")),
    )


class _Values:
    """Whether an attribute of a CI may be read."""

    def __init__(self, sight: Sight, places: Mapping[str, Place]) -> None:
        self._sight = sight
        self._places = places

    def shows(self, uid: str, attribute: str) -> bool:
        place = self._places.get(uid)
        return place is not None and self._sight.sees(place) and attribute not in self._sight.hidden(place)


def _place(device: Device) -> Place:
    return Place(device.ci_class, device.site)


def _shown(device: Device, sight: Sight) -> Device:
    return device._replace(name=REDACTED) if NAME in sight.hidden(_place(device)) else device


def _port(port: Port, device: Device, sight: Sight) -> Port:
    """A port with what may be read of it; of one that may not be seen only that it is there."""
    place = Place(_PORT_CLASS, device.site)
    hidden = sight.hidden(place)
    named = port._replace(name=REDACTED) if NAME in hidden or not sight.sees(place) else port
    return named._replace(speed_bps=0) if "speed_bps" in hidden else named


def _cable(cable: Cable, ports: Mapping[str, Port], facts: Facts) -> Cable:
    """A cable; what it rests on is told only to who may read both its ends, and nothing that may name others."""
    is_read = all(ports[end].name == facts.ports[end].name for end in (cable.port, cable.peer))
    told = cable.properties.keys() - NAMING_OTHERS if is_read else _SHOWN
    return cable._replace(properties={name: value for name, value in cable.properties.items() if name in told})
