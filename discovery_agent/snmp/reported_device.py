"""The device itself: what its class has attributes for."""

import importlib
from functools import cache
from ipaddress import ip_address
from typing import Any

from discovery_agent.snmp.facts import Facts
from discovery_agent.snmp.summary import memory_of
from graph_schema import ci_classes
from graph_schema.declare import CIClassSpec, spec_of
from graph_schema.report import Ref, ReportedCI, Section
from graph_schema.values import address, host_name, mac_address

_ETHERNET = frozenset((6, 62, 69, 117, 71))  # IANAifType: ethernetCsmacd and its older kin, ieee80211
MAX_ADDRESSES = 1000


def add_device(section: Section, facts: Facts, root: Ref) -> Section:
    """Add the root with every fact that its class has an attribute for."""
    name = facts.ci_class or "unclassified_device"
    known = _known(facts)
    if is_computer(name):
        known |= _names(facts.name)
    attributes = {
        key: value for key, value in known.items() if value not in (None, [], "") and key in attributes_of(name)
    }
    section.cis[root] = ReportedCI(root, name, attributes)
    return section


def attributes_of(name: str) -> frozenset[str]:
    """The attributes of a CI class."""
    return frozenset(_spec(name).attributes)


def is_computer(name: str | None) -> bool:
    """Whether a class is one of machines for general use."""
    return name is not None and _spec(name).is_general_purpose


@cache
def _spec(name: str) -> CIClassSpec:
    module = importlib.import_module(f"{ci_classes.__name__}.{name}")
    declared = next(value for value in vars(module).values() if getattr(value, "__module__", "") == module.__name__)
    return spec_of(declared)


def _known(facts: Facts) -> dict[str, Any]:
    return {
        "name": facts.name or facts.model,
        "manufacturer": facts.manufacturer,
        "model": facts.model,
        "serial_number": facts.serial_number,
        "os_name": facts.os_name,
        "os_version": facts.os_version,
        "location": facts.location,
        "memory_bytes": memory_of(facts),
        "processor_count": facts.processors,
        "mac_addresses": hardware_addresses(facts),
        "ip_addresses": reachable_addresses(facts),
    }


def _names(told: str | None) -> dict[str, str | None]:
    """A computer's name as the agent tells it: apart from that of its domain."""
    first, dot, _ = (told or "").partition(".")
    is_name = bool(dot) and bool(first) and not first.isdigit() and " " not in (told or "")
    return {"name": first, "fqdn": host_name(told or "")} if is_name else {}


def hardware_addresses(facts: Facts) -> list[str]:
    """The lasting hardware addresses: the bridge's or chassis' own and those of its Ethernet ports."""
    ports = (entry.mac_address for entry in facts.interfaces.values() if entry.type in _ETHERNET)
    return sorted(filter(None, {facts.base_mac, _mac(facts.chassis_id), *ports}))[:MAX_ADDRESSES]


def reachable_addresses(facts: Facts) -> list[str]:
    """Addresses that others can reach it by."""
    return [shown for entry in facts.addresses.values() if (shown := address(entry.address)) and _is_reachable(shown)]


def _is_reachable(shown: str) -> bool:
    parsed = ip_address(shown)
    return not (parsed.is_loopback or parsed.is_link_local or parsed.is_multicast)


def _mac(value: str | None) -> str | None:
    try:
        return mac_address(value) if value else None
    except ValueError:
        return None
