"""Releases of software as packages make them: the same for what is installed and for what runs of it."""

import re

from discovery_agent.host.system import System, read_text
from graph_schema.declare import AttributeValue
from graph_schema.report import Target

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


def distribution_of(system: System) -> str:
    """The distribution's id of os-release(5), "" where it has none."""
    text = read_text(system, "/etc/os-release") or read_text(system, "/usr/lib/os-release") or ""
    found = _ID.search(text)
    return found[1] if found else ""


def publisher_of(distribution: str) -> str:
    """Who packages the software of a distribution."""
    return PUBLISHERS.get(distribution, distribution.capitalize())


def release(product: str, version: str, publisher: str) -> Target:
    """The release that a package is; `version` is the one its makers gave."""
    known: dict[str, AttributeValue] = {"product": product}
    if version:
        known["version"] = version
    if publisher:
        known["publisher"] = publisher
    return Target("software_release", known)


def upstream_version(version: str) -> str:
    """The version its makers gave: without epoch and packaging revision (deb-version(7), rpm, apk)."""
    if ":" in version:
        epoch, _, rest = version.partition(":")
        version = rest if rest and epoch.isdigit() else version
    return version.rpartition("-")[0] or version
