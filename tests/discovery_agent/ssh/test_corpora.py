"""Outputs of commands that other projects recorded, where they are at hand (PLUMBLINE_TEST_DATA)."""

import json
import os
from ipaddress import ip_address, ip_interface
from pathlib import Path
from typing import Any

import pytest

from discovery_agent.ssh.interface_texts import Interfaces, interfaces_in

DATA = os.environ.get("PLUMBLINE_TEST_DATA", "")
HOSTS = Path(DATA) / "corpora" / "hosts"
pytestmark = pytest.mark.skipif(not DATA, reason="PLUMBLINE_TEST_DATA is not set: no recordings of other projects")


def cases(*families: str) -> list[Path]:
    return [path.parent for family in families for path in sorted((HOSTS / family).glob("*/expected.json"))]


def text_of(case: Path) -> tuple[str, dict[str, Any]]:
    known = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    return (case / known["inputs"][0]["file"]).read_text(encoding="utf-8"), known["expected"]


def macs_of(found: Interfaces) -> dict[str, str]:
    return {link.name: link.hardware_address for link in found.links}


@pytest.mark.parametrize(
    "case", cases("glpi-agent/ip-addr", "glpi-agent/ifconfig", "glpi-agent/macos-ifconfig"), ids=lambda path: path.name
)
def test_interfaces_are_read_as_the_glpi_agent_reads_them(case: Path) -> None:
    text, expected = text_of(case)

    found = interfaces_in(text)

    entries = expected["interfaces"]
    is_named_by_system = "macos" not in case.parent.name  # there the agent tells the ports by the names that people see
    names = {entry["DESCRIPTION"].partition(":")[0].partition("@")[0] for entry in entries if is_named_by_system}
    assert {link.name for link in found.links} >= names
    told = {str(ip_address(address.address)) for address in found.addresses}
    for entry in entries:
        name = entry["DESCRIPTION"].partition(":")[0].partition("@")[0]
        addresses = [entry[key] for key in ("IPADDRESS", "IPADDRESS6") if entry.get(key)]
        assert {str(ip_interface(address).ip) for address in addresses} <= told
        if entry.get("MACADDR"):
            assert entry["MACADDR"].lower() in ([macs_of(found)[name]] if name in names else macs_of(found).values())
        if entry.get("IPMASK") and entry.get("IPADDRESS"):
            length = ip_interface(f"0.0.0.0/{entry['IPMASK']}").network.prefixlen
            assert (entry["IPADDRESS"], length) in {(a.address, a.prefix_length) for a in found.addresses}


@pytest.mark.parametrize("case", cases("jc/ifconfig"), ids=lambda path: path.name)
def test_interfaces_are_read_as_jc_reads_them(case: Path) -> None:
    text, expected = text_of(case)

    found = interfaces_in(text)

    entries: list[dict[str, Any]] = next(iter(expected.values()))
    assert sorted(link.name for link in found.links) == sorted(entry["name"] for entry in entries)
    mtus = {link.name: link.mtu for link in found.links}
    told = {str(ip_address(address.address)) for address in found.addresses}
    for entry in entries:
        assert mtus[entry["name"]] == (entry["mtu"] or 0)
        if entry.get("mac_addr"):
            assert macs_of(found)[entry["name"]] == entry["mac_addr"].lower()
        listed: list[dict[str, str]] = [*(entry.get("ipv4") or ()), *(entry.get("ipv6") or ())]
        assert {address["address"] for address in listed} <= told
