"""Who has a hardware address, a name or a port of a name. What several have leads to none of them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from cmdb_server.topology.estate import Device, Estate, Port
from graph_schema.telling import telling_host_name

_CABLES = ("ethernet", "wireless")
_ORDER = (*_CABLES, "bond", "bridge", "vlan", "other", "tunnel", "loopback")
_NUMBERED = re.compile(r"([a-z][a-z -]*)[ _-]?(\d[\d/.:_-]*)\Z")
_LEAST_PREFIX = 2
_HEX = re.compile(r"[0-9a-f]{12}\Z")
# Prefixes that hypervisors give to virtual machines; local addresses (second bit of the first octet) are nobody's.
_VIRTUAL = ("005056", "000c29", "000569", "00155d", "00163e", "080027", "001c42", "0242")
_LOCAL_DIGITS = frozenset("26ae")


@dataclass
class Stations:
    """Look-ups over an estate, made once for a decision."""

    estate: Estate
    ports_of: dict[str, list[Port]] = field(default_factory=dict[str, list[Port]])
    ports_by_mac: dict[str, str] = field(default_factory=dict[str, str])
    devices_by_mac: dict[str, str] = field(default_factory=dict[str, str])
    devices_by_name: dict[str, str] = field(default_factory=dict[str, str])
    ports_by_address: dict[str, str] = field(default_factory=dict[str, str])
    wholes: dict[str, str] = field(default_factory=dict[str, str])
    _port_names: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])

    def device_of_mac(self, mac: str) -> str:
        """The device that has a hardware address, "" for none or several."""
        return self.devices_by_mac.get(mac, "")

    def port_of_mac(self, mac: str) -> Port | None:
        """The port of a machine that has a hardware address: the one with the cable, or the aggregate."""
        return self.estate.ports.get(self.ports_by_mac.get(mac, ""))

    def device_called(self, name: str) -> str:
        """The device of a host name, "" for none or several."""
        return self.devices_by_name.get(telling_host_name(name) or "", "")

    def device_at(self, address: str) -> str:
        """The device that has an address."""
        port = self.estate.ports.get(self.ports_by_address.get(address, ""))
        return port.device if port else ""

    def port_at(self, address: str) -> str:
        """The port that has an address, "" for none or several."""
        return self.ports_by_address.get(address, "")

    def port_called(self, device: str, said: str) -> Port | None:
        """The port that a device or another one names so: in full, by its address, or abbreviated as is usual."""
        if device not in self._port_names:
            self._port_names[device] = _by_text(self.ports_of.get(device, ()))
        known = self._port_names[device]
        folded = said.casefold().strip()
        found = next((known[name] for name in _spellings(folded) if known.get(name)), "")
        return self.estate.ports.get(found)

    def whole_of(self, port: str) -> str:
        """The aggregate that a port is a member of, itself where it is in none."""
        return self.wholes.get(port) or port

    def members_of(self, whole: str) -> Sequence[str]:
        """The members of an aggregate, as far as its device tells them."""
        port = self.estate.ports.get(whole)
        tables = self.estate.tables.get(port.device) if port else None
        return tables.aggregates.get(whole, ()) if tables else ()

    def name_of(self, port: str) -> str:
        """A port as people read it."""
        known = self.estate.ports.get(port)
        return f"{self.estate.devices[known.device].name} {known.name}" if known else port


def stations_of(estate: Estate) -> Stations:
    """The look-ups of an estate."""
    found = Stations(estate)
    for port in sorted(estate.ports.values()):
        found.ports_of.setdefault(port.device, []).append(port)
    by_mac: dict[str, list[Port]] = {}
    for port in estate.ports.values():
        if port.mac:
            by_mac.setdefault(port.mac, []).append(port)
    for mac, ports in by_mac.items():
        if len({port.device for port in ports}) == 1:
            found.ports_by_mac[mac] = _wired(ports).uid
    _fill(found.devices_by_mac, _macs(estate))
    _fill(found.devices_by_name, ((name, device.uid) for device in estate.devices.values() for name in device.names))
    for tables in estate.tables.values():
        _fill(found.wholes, ((port, whole) for whole, members in tables.aggregates.items() for port in members))
    _fill(found.ports_by_address, ((entry.address, entry.port) for entry in estate.addresses))
    return found


def is_virtual(mac: str) -> bool:
    """Whether software gave an address, so that the machine may be behind another one's port."""
    return mac.startswith(_VIRTUAL) or mac[1] in _LOCAL_DIGITS


def mac_digits(text: str) -> str:
    """The digits of a hardware address, "" where a text is none."""
    digits = re.sub(r"[:.-]", "", text.lower())
    return digits if _HEX.match(digits) else ""


def is_cable(port: Port) -> bool:
    """Whether something is plugged into a port itself."""
    return port.kind in _CABLES


def _macs(estate: Estate) -> Iterator[tuple[str, str]]:
    for device in estate.devices.values():
        yield from ((mac, device.uid) for mac in device.macs)
    yield from ((port.mac, port.device) for port in estate.ports.values() if port.mac)


def _fill(into: dict[str, str], pairs: Iterable[tuple[str, str]]) -> None:
    for key, value in pairs:
        into[key] = value if into.get(key, value) == value else ""


def _wired(ports: list[Port]) -> Port:
    cables = [port for port in ports if is_cable(port)]
    if len(cables) == 1:
        return cables[0]
    bonds = [port for port in ports if port.kind == "bond"]
    return min(bonds or ports, key=_preference)


def _preference(port: Port) -> tuple[int, str]:
    return (_ORDER.index(port.kind) if port.kind in _ORDER else len(_ORDER), port.name)


def _by_text(ports: Iterable[Port]) -> dict[str, str]:
    """The ports of a device by their names, abbreviations and addresses; exact names come before all others."""
    exact: dict[str, str] = {}
    others: dict[str, str] = {}
    for port in ports:
        folded = port.name.casefold()
        _fill(exact, [(folded, port.uid)])
        _fill(others, ((name, port.uid) for name in (*_spellings(folded)[1:], port.mac) if name))
    return {**others, **exact}


def _spellings(folded: str) -> list[str]:
    """A port's name and what others make of it: Gi0/1 for GigabitEthernet0/1, its address, without a unit of zero."""
    found = [folded]
    digits = mac_digits(folded)
    if digits:
        found.append(digits)
    plain = folded.removesuffix(".0")
    if plain != folded:
        found.append(plain)
    numbered = _NUMBERED.match(plain)
    if numbered and len(numbered[1].strip(" -")) >= _LEAST_PREFIX:
        found.append(f"{numbered[1][:_LEAST_PREFIX]}{numbered[2]}")
    return found


def name_keys(device_name: str, fqdn: str) -> frozenset[str]:
    """What a device is called among others."""
    return frozenset(filter(None, (telling_host_name(text) for text in (device_name, fqdn) if text)))


def network_gear(device: Device) -> bool:
    """Whether a device passes on what others send."""
    return device.ci_class in _GEAR


_GEAR = frozenset(("switch", "router", "firewall", "load_balancer", "network_device", "wireless_controller"))
