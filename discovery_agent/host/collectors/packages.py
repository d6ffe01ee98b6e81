"""Installed software, from the package managers' databases."""

from typing import TypedDict

from discovery_agent.host.collector import Answer, Collector, NotAvailable, Reading
from discovery_agent.host.machine import Machine
from discovery_agent.host.package_databases import Package, has_database
from discovery_agent.host.releases import distribution_of, publisher_of, release, upstream_version
from graph_schema.ci_classes.software_release import SoftwareRelease
from graph_schema.declare import AttributeValue
from graph_schema.relationships import HAS_INSTALLED
from graph_schema.report import Ref, Section


class Facts(TypedDict):
    """Packages, and the distribution's id of os-release(5)."""

    packages: list[Package]
    distribution: str


def read(machine: Machine) -> Answer[Facts]:
    """Read every package database there is; one that fails is a gap beside the others."""
    system = machine.system
    if not has_database(system):
        return NotAvailable("no package manager that the agent knows (dpkg, rpm, apk, pacman)")
    packages, gaps = machine.packages
    facts: Facts = {"packages": list(packages), "distribution": distribution_of(system)}
    return Reading(facts, gaps)


def interpret(facts: Facts, section: Section, root: Ref) -> None:
    """One HAS_INSTALLED for each product and version; another architecture or packaging of the same joins it."""
    publisher = publisher_of(facts["distribution"])
    installed: dict[tuple[str, str], list[Package]] = {}
    for package in facts["packages"]:
        installed.setdefault((package["name"], upstream_version(package["version"])), []).append(package)
    for (product, version), packages in installed.items():
        section.relate(root, HAS_INSTALLED, release(product, version, publisher), **_details(version, packages))


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
