"""The device summary of a machine that was read over SSH, in the format of recordings over SNMP."""

from typing import Any

from discovery_agent.ssh.links import LINKS
from discovery_agent.ssh.report import Scanned
from graph_schema.report import ReportedCI, ReportedRelationship, Section

_ROOT_FACTS = ("name", "manufacturer", "model", "serial_number", "os_name", "os_version", "location", "memory_bytes")
_PARTS = ("processor", "memory_module", "disk")


def summary_of(source: str, scanned: Scanned) -> dict[str, Any]:
    """Absent facts are null or empty, never guessed."""
    report = scanned.report
    sections = {section.name: section for section in report.sections}
    root = sections["computer"].cis.get(report.root.ref) if "computer" in sections else None
    known = dict(root.attributes) if root else {}
    found = [ci for section in report.sections for ci in section.cis.values()]
    return {
        "source": source,
        "problems": list(scanned.gaps),
        "ci_class": report.root.ci_class,
        **{name: known.get(name) for name in _ROOT_FACTS},
        "contact": None,
        "sys_object_id": None,
        "interfaces": [_interface(ci) for ci in _of(found, "network_interface")],
        "ip_addresses": _addresses(sections.get("network_interfaces")),
        "vlans": [],
        "neighbours": _neighbours(sections.get(LINKS)),
        "components": [_component(ci) for name in _PARTS for ci in _of(found, name)],
        "storage": [
            {"name": ci.attributes.get("mount_point"), "size_bytes": ci.attributes.get("size_bytes")}
            for ci in _of(found, "filesystem")
        ],
        "processors": known.get("processor_count"),
        "printer_supplies": [],
    }


def _of(found: list[ReportedCI], name: str) -> list[ReportedCI]:
    return [ci for ci in found if ci.ci_class == name]


def _interface(ci: ReportedCI) -> dict[str, Any]:
    told = ci.attributes
    return {
        "index": None,
        "name": told.get("name"),
        "description": None,
        "mac_address": told.get("mac_address"),
        "type": told.get("interface_type"),
        "is_admin_up": None,
        "is_up": told.get("is_up"),
        "speed_bps": told.get("speed_bps"),
    }


def _addresses(section: Section | None) -> list[str]:
    if section is None:
        return []
    assigned = [entry for entry in section.relationships if entry.type == "ASSIGNED_TO"]
    return [f"{section.cis[entry.source].attributes['address']}/{_length(entry)}" for entry in assigned]


def _neighbours(section: Section | None) -> list[dict[str, Any]]:
    return (
        [
            {
                "protocol": heard["protocol"],
                "local_interface": heard["port"].partition(":")[2],
                "remote_name": heard.get("name"),
                "remote_interface": heard.get("interface"),
                "remote_chassis_id": heard.get("chassis"),
            }
            for heard in (section.evidence or {}).get("neighbours", ())
        ]
        if section
        else []
    )


def _length(entry: ReportedRelationship) -> object:
    return entry.attributes.get("prefix_length")


def _component(ci: ReportedCI) -> dict[str, Any]:
    told = ci.attributes
    return {
        "name": told.get("name"),
        "model": told.get("model") or told.get("part_number"),
        "serial_number": told.get("serial_number"),
        "kind": ci.ci_class,
    }
