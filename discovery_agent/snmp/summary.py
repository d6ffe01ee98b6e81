"""The device summary: what is known of one device as one JSON object, absent facts null or empty."""

from typing import Any, TypeAlias

from discovery_agent.snmp.facts import Component, Facts, Neighbour

Summary: TypeAlias = dict[str, Any]


def summary_of(source: str, facts: Facts) -> Summary:
    """The summary of the vocabulary's format."""
    return {
        "source": source,
        "problems": facts.problems,
        "name": facts.name,
        "ci_class": facts.ci_class,
        "manufacturer": facts.manufacturer,
        "model": facts.model,
        "serial_number": facts.serial_number,
        "os_name": facts.os_name,
        "os_version": facts.os_version,
        "location": facts.location,
        "contact": facts.contact,
        "sys_object_id": facts.object_id,
        "interfaces": _interfaces(facts),
        "ip_addresses": [
            entry.address if entry.prefix_length is None else f"{entry.address}/{entry.prefix_length}"
            for entry in facts.addresses.values()
        ],
        "vlans": [{"id": vlan.id, "name": vlan.name} for _, vlan in sorted(facts.vlans.items())],
        "neighbours": [_neighbour(entry) for entry in facts.neighbours],
        "components": [_component(entry) for entry in facts.components if entry.model or entry.serial_number],
        "storage": [{"name": entry.name, "size_bytes": entry.size_bytes} for entry in facts.storage],
        "memory_bytes": memory_of(facts),
        "processors": facts.processors,
        "printer_supplies": [{"name": entry.name, "level_percent": entry.level_percent} for entry in facts.supplies],
    }


def memory_of(facts: Facts) -> int | None:
    """The largest pool that programs run in, else what the host says of its memory as a whole."""
    working = [pool.size_bytes for pool in facts.memory if pool.is_working]
    return max(working, default=None) or facts.memory_bytes


def _interfaces(facts: Facts) -> list[Summary]:
    return [
        {
            "index": entry.index,
            "name": entry.name,
            "description": entry.description,
            "alias": entry.alias,
            "mac_address": entry.mac_address,
            "type": entry.type,
            "is_admin_up": entry.is_admin_up,
            "is_up": entry.is_up,
            "speed_bps": entry.speed_bps,
        }
        for entry in facts.interfaces.values()
    ]


def _neighbour(entry: Neighbour) -> Summary:
    return {
        "protocol": entry.protocol,
        "local_interface": entry.local_interface,
        "remote_name": entry.remote_name or entry.remote_description,
        "remote_interface": entry.remote_interface,
        "remote_chassis_id": entry.remote_chassis_id,
    }


def _component(entry: Component) -> Summary:
    return {"name": entry.name, "model": entry.model, "serial_number": entry.serial_number, "kind": entry.kind}
