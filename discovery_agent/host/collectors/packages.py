"""Installed software, from the package managers' databases."""

from functools import lru_cache
from typing import TypedDict

from discovery_agent.host.collector import Answer, Collector, NotAvailable, Reading
from discovery_agent.host.machine import Machine
from discovery_agent.host.package_databases import Package, has_database
from discovery_agent.host.releases import distribution_of, publisher_of, release, upstream_version
from graph_schema.ci_classes.software_release import SoftwareRelease
from graph_schema.declare import AttributeValue
from graph_schema.relationships import HAS_INSTALLED
from graph_schema.report import Ref, ReportedRelationship, Section

_MOST_REMEMBERED = 20_000


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
    installed: dict[tuple[str, str], Package] = {}
    for package in facts["packages"]:
        name = package["name"], upstream_version(package["version"])
        known = installed.setdefault(name, package)
        if known is not package:
            installed[name] = _joined(known, package)
    for (product, version), package in installed.items():
        packaged = package["version"], package["source"]
        named = product, version, publisher
        section.relationships.append(_installed(root, named, package["kind"], package["architecture"], packaged))


def _joined(known: Package, other: Package) -> Package:
    """Both as one: the architectures and versions of both, in order and each once."""
    architectures = {*known["architecture"].split(","), other["architecture"]} - {""}
    versions = {*known["version"].split(", "), other["version"]}
    return {**known, "architecture": ",".join(sorted(architectures)), "version": ", ".join(sorted(versions))}


@lru_cache(maxsize=_MOST_REMEMBERED)
def _installed(
    root: Ref, named: tuple[str, str, str], kind: str, architecture: str, packaged: tuple[str, str | None]
) -> ReportedRelationship:
    """What a package says; most of what is installed on one machine of a network is on many others.

    `named` are product, version and publisher, `packaged` the package's own version and its source package.
    """
    version, source = packaged
    details: dict[str, AttributeValue] = {"package_type": kind}
    if architecture:
        details["architecture"] = architecture
    if version != named[1]:
        details["package_version"] = version
    if source:
        details["source_package"] = source
    return ReportedRelationship(HAS_INSTALLED.name, root, release(*named), details)


collector = Collector(name="packages", enumerates=(SoftwareRelease,), read=read, interpret=interpret)
