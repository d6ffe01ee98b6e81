"""Installed software, from the package managers' databases."""

import re
from typing import TypedDict

from discovery_agent.host.collector import Answer, Collector, NotAvailable, Reading
from discovery_agent.host.machine import Machine
from discovery_agent.host.package_databases import (
    Package,
    has_database,
    read_apk,
    read_dpkg,
    read_listed,
    read_pacman,
    read_rpm,
)
from discovery_agent.host.rpm import PackageError
from discovery_agent.host.system import read_text
from graph_schema.ci_classes.software_release import SoftwareRelease
from graph_schema.declare import AttributeValue
from graph_schema.relationships import HAS_INSTALLED
from graph_schema.report import Ref, Section, Target

PUBLISHERS = {
    "debian": "Debian",
    "ubuntu": "Ubuntu",
    "rhel": "Red Hat",
    "fedora": "Fedora",
    "centos": "CentOS",
    "rocky": "Rocky Linux",
    "almalinux": "AlmaLinux",
    "alpine": "Alpine Linux",
    "arch": "Arch Linux",
    "ol": "Oracle",
    "amzn": "Amazon",
    "sles": "SUSE",
    "opensuse-leap": "openSUSE",
    "opensuse-tumbleweed": "openSUSE",
}
_ID = re.compile(r"^ID=[\"']?([\w.\-]+)", re.MULTILINE)


class Facts(TypedDict):
    """Packages, and the distribution's id of os-release(5)."""

    packages: list[Package]
    distribution: str


def read(machine: Machine) -> Answer[Facts]:
    """Read every package database there is; one that fails is a gap beside the others."""
    system = machine.system
    if not has_database(system):
        return NotAvailable("no package manager that the agent knows (dpkg, rpm, apk, pacman)")
    packages: list[Package] = []
    gaps: list[str] = []
    for read_database in (read_dpkg, read_rpm, read_apk, read_pacman, read_listed):
        try:
            packages += read_database(system) or []
        except PackageError as error:
            gaps.append(str(error))
    release = read_text(system, "/etc/os-release") or read_text(system, "/usr/lib/os-release") or ""
    found = _ID.search(release)
    facts: Facts = {"packages": packages, "distribution": found[1] if found else ""}
    return Reading(facts, tuple(gaps))


def interpret(facts: Facts, section: Section, root: Ref) -> None:
    """One HAS_INSTALLED for each product and version; another architecture or packaging of the same joins it."""
    distribution = facts["distribution"]
    publisher = PUBLISHERS.get(distribution, distribution.capitalize())
    installed: dict[tuple[str, str], list[Package]] = {}
    for package in facts["packages"]:
        installed.setdefault((package["name"], upstream_version(package["version"])), []).append(package)
    for (product, version), packages in installed.items():
        known: dict[str, AttributeValue] = {"product": product}
        if version:
            known["version"] = version
        if publisher:
            known["publisher"] = publisher
        section.relate(root, HAS_INSTALLED, Target("software_release", known), **_details(version, packages))


def upstream_version(version: str) -> str:
    """The version its makers gave: without epoch and packaging revision (deb-version(7), rpm, apk)."""
    epoch, _, rest = version.partition(":")
    without_epoch = rest if rest and epoch.isdigit() else version
    return without_epoch.rpartition("-")[0] or without_epoch


def _details(version: str, packages: list[Package]) -> dict[str, AttributeValue]:
    first = packages[0]
    details: dict[str, AttributeValue] = {"package_type": first["kind"]}
    architectures, versions = first["architecture"], first["version"]
    if len(packages) > 1:
        architectures = ",".join(sorted({package["architecture"] for package in packages} - {""}))
        versions = ", ".join(sorted({package["version"] for package in packages}))
    if architectures:
        details["architecture"] = architectures
    if versions != version:
        details["package_version"] = versions
    if first["source"]:
        details["source_package"] = first["source"]
    return details


collector = Collector(name="packages", enumerates=(SoftwareRelease,), read=read, interpret=interpret)
