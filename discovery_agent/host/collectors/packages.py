"""Installed software, from the package managers' databases."""

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from itertools import chain
from operator import itemgetter
from typing import TypeAlias, TypedDict

from discovery_agent.host.collector import Answer, Collector, NotAvailable, Reading
from discovery_agent.host.machine import Machine
from discovery_agent.host.package_databases import Package, has_database
from discovery_agent.host.releases import distribution_of, publisher_of, release, upstream_version
from graph_schema.ci_classes.software_release import SoftwareRelease
from graph_schema.declare import AttributeValue
from graph_schema.relationships import HAS_INSTALLED
from graph_schema.report import KnownRelationship, Ref, ReportedRelationship, Section

_MOST_REMEMBERED, _LONGEST_REMEMBERED = 20_000, 120
_FIELDS = itemgetter("name", "version", "architecture", "source", "kind")


class Facts(TypedDict):
    """Packages, and the distribution's id of os-release(5)."""

    packages: list[Package]
    distribution: str


_Fields: TypeAlias = tuple[str, str, str, str | None, str]
_Product: TypeAlias = tuple[str, str]  # and its version
_Told: TypeAlias = tuple[_Product, ReportedRelationship]  # and that it is installed


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
    fields: list[_Fields] = [_FIELDS(package) for package in facts["packages"]]
    longest = max(map(len, filter(None, chain.from_iterable(fields))), default=0)
    tell = partial(_told if longest <= _LONGEST_REMEMBERED else _told.__wrapped__, root, publisher)
    told = list(map(tell, fields))
    installed = dict(told)
    if len(installed) < len(told):
        for name, package in _joined(zip((name for name, _ in told), facts["packages"], strict=True)):
            installed[name] = _installed(root, (*name, publisher), package)
    section.relationships += installed.values()


def _joined(named: Iterable[tuple[_Product, Package]]) -> Iterator[tuple[_Product, Package]]:
    """What is there several times, as one."""
    known: dict[_Product, Package] = {}
    several: set[_Product] = set()
    for name, package in named:
        if name in known:
            several.add(name)
        known[name] = _both(known[name], package) if name in known else package
    yield from ((name, known[name]) for name in several)


def _both(known: Package, other: Package) -> Package:
    """Both as one: the architectures and versions of both, in order and each once."""
    architectures = {*known["architecture"].split(","), other["architecture"]} - {""}
    versions = {*known["version"].split(", "), other["version"]}
    return {**known, "architecture": ",".join(sorted(architectures)), "version": ", ".join(sorted(versions))}


@lru_cache(maxsize=_MOST_REMEMBERED)
def _told(root: Ref, publisher: str, fields: _Fields) -> _Told:
    """What a package says; most of what is installed on one machine of a network is on many others."""
    name, version, architecture, source, kind = fields
    package: Package = {"name": name, "version": version, "architecture": architecture, "source": source, "kind": kind}
    product = name, upstream_version(version)
    return product, _installed(root, (*product, publisher), package)


def _installed(root: Ref, named: tuple[str, str, str], package: Package) -> ReportedRelationship:
    """What a package of this product, version and publisher says."""
    details: dict[str, AttributeValue] = {"package_type": package["kind"]}
    if package["architecture"]:
        details["architecture"] = package["architecture"]
    if package["version"] != named[1]:
        details["package_version"] = package["version"]
    if package["source"]:
        details["source_package"] = package["source"]
    return KnownRelationship(HAS_INSTALLED.name, root, release(*named), details)


collector = Collector(name="packages", enumerates=(SoftwareRelease,), read=read, interpret=interpret)
