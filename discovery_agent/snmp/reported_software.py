"""Installed software of computers, in the words of the agent: what both tell of is one release."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from discovery_agent.host.releases import PUBLISHERS, upstream_version
from discovery_agent.snmp.facts import Facts
from discovery_agent.snmp.reported_device import is_computer
from graph_schema.declare import AttributeValue
from graph_schema.relationships import HAS_INSTALLED
from graph_schema.report import Ref, Section, Target

_DEB = re.compile(r"(?P<product>[a-z0-9][a-z0-9+.-]+)_(?P<version>(?:\d+:)?\d\S*?)(?:_(?P<architecture>\w+))?\Z")
_RPM = re.compile(r"(?P<product>[A-Za-z0-9_+.-]+?)-(?P<version>\d[\w.~+^]*-[\w.~+^]+)\Z")
_AS_TOLD = re.compile(r"(?P<product>\S.*?)[ -]+v?(?P<version>\d+(?:\.\w+)+)\Z")
_PACKAGES = (("deb", _DEB), ("rpm", _RPM))
_TEXT = 1024
_DISTRIBUTIONS = {
    "debian-archive-keyring": "debian",
    "ubuntu-keyring": "ubuntu",
    "redhat-release": "rhel",
    "redhat-release-server": "rhel",
    "fedora-release-common": "fedora",
    "centos-release": "centos",
    "centos-linux-release": "centos",
    "centos-stream-release": "centos",
    "rocky-release": "rocky",
    "almalinux-release": "almalinux",
    "oraclelinux-release": "ol",
    "sles-release": "sles",
    "openSUSE-release": "opensuse-leap",
}
"""The package that only one distribution has: it says who has packaged all the others."""


class Installed(NamedTuple):
    """A product as its maker numbers it; `kind` and the rest are of its package, where it came in one."""

    product: str
    version: str | None = None
    kind: str = ""
    package_version: str = ""
    architecture: str = ""


def add_software(section: Section, facts: Facts, root: Ref) -> Section:
    """What is installed on a computer, each product and version once."""
    if not is_computer(facts.ci_class):
        return section
    found = [installed_of(entry.name) for entry in facts.software]
    publisher = publisher_of(found)
    for entry in {(one.product, one.version): one for one in reversed(found)}.values():
        known: dict[str, AttributeValue] = {"product": entry.product}
        if entry.version:
            known["version"] = entry.version
        if publisher and entry.kind:
            known["publisher"] = publisher
        section.relate(root, HAS_INSTALLED, Target("software_release", known), **_details(entry))
    return section


def installed_of(name: str) -> Installed:
    """What a name tells, as Debian's and Red Hat's agents and Windows write it."""
    shown = name[:_TEXT]
    for kind, pattern in _PACKAGES:
        match = pattern.match(shown)
        if match:
            told = match.groupdict()
            version, architecture = told["version"], told.get("architecture") or ""
            return Installed(told["product"], upstream_version(version), kind, version, architecture)
    match = _AS_TOLD.match(shown)
    return Installed(match["product"], match["version"]) if match else Installed(shown)


def publisher_of(found: Iterable[Installed]) -> str:
    """Who has packaged what is installed; empty where nothing tells."""
    names = (_DISTRIBUTIONS[entry.product] for entry in found if entry.product in _DISTRIBUTIONS)
    return PUBLISHERS.get(next(names, ""), "")


def _details(entry: Installed) -> dict[str, AttributeValue]:
    details: dict[str, AttributeValue] = {}
    if entry.kind:
        details["package_type"] = entry.kind
    if entry.architecture:
        details["architecture"] = entry.architecture
    if entry.package_version and entry.package_version != entry.version:
        details["package_version"] = entry.package_version
    return details
