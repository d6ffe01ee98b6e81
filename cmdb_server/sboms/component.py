"""A component of a list: what it is called, of which package manager, and in which version; pure."""

from typing import NamedTuple

from packageurl import PackageURL

from graph_schema.values import clean_text

DISTRIBUTIONS = {
    "debian": "Debian",
    "ubuntu": "Ubuntu",
    "alpine": "Alpine Linux",
    "rocky": "Rocky Linux",
    "redhat": "Red Hat",
    "rhel": "Red Hat",
    "almalinux": "AlmaLinux",
    "fedora": "Fedora",
    "centos": "CentOS",
    "suse": "SUSE",
    "opensuse": "openSUSE",
    "amzn": "Amazon",
    "arch": "Arch Linux",
    "wolfi": "Wolfi",
}
_SYSTEM = frozenset(("deb", "rpm", "apk", "alpm"))
LANGUAGE_TYPES = frozenset(("pypi", "npm", "maven", "golang", "cargo", "gem", "nuget", "composer", "hex", "pub"))
_NAMES = {"alpm": "pacman"}
SYSTEM_TYPES = frozenset(("deb", "rpm", "apk", "pacman"))
_SEPARATORS = {"maven": ":"}
SEVERAL_VERSIONS = ", "
"""What stands between versions of one package that are installed beside each other, as agents tell them."""


class Component(NamedTuple):
    """A component; "" where nothing is told. `distribution_version` is that of a package of a distribution."""

    publisher: str
    name: str
    version: str
    type: str = ""
    source: str = ""
    distribution_version: str = ""


def component(name: str, version: str, publisher: str, purl: str) -> Component:
    """A component by its package URL where it has one that can be read, else by its name."""
    try:
        url = PackageURL.from_string(purl) if purl else None
    except ValueError:
        url = None
    if url is None:
        found = Component(publisher, name, version)
    else:
        found = _packaged(url, version) if url.type in _SYSTEM else _of_language(url, version, publisher)
    return Component(*(clean_text(text) or "" for text in found))


def _packaged(url: PackageURL, version: str) -> Component:
    told = url.qualifiers
    _, _, release = str(told.get("distro", "")).rpartition("-")
    upstream = str(told.get("upstream", "")).partition("@")[0]
    epoch = str(told.get("epoch", ""))
    found = url.version or version
    full = f"{epoch}:{found}" if epoch and ":" not in found else found
    publisher = DISTRIBUTIONS.get(url.namespace or "", (url.namespace or "").capitalize())
    source = upstream if upstream != url.name else ""
    return Component(publisher, url.name, full, _NAMES.get(url.type, url.type), source, release)


def _of_language(url: PackageURL, version: str, publisher: str) -> Component:
    parts = (part for part in (url.namespace, url.name) if part)
    name = _SEPARATORS.get(url.type, "/").join(parts)
    kind = url.type if url.type in LANGUAGE_TYPES else "generic"
    return Component(publisher, name, url.version or version, kind)
