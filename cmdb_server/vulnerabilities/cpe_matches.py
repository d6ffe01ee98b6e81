"""Configurations of CPE matches, as NVD and CVE records have them; pure.

Only what is said to be vulnerable counts: "on Windows" is a condition, and what runs beside is not looked at.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cmdb_server.vulnerabilities.ecosystems import CPE
from cmdb_server.vulnerabilities.entry import Affected, EntryError, Range, package_key
from cmdb_server.vulnerabilities.json_values import listed, mapped, text

_FIELDS = re.compile(r"(?<!\\):")
_ANY, _NONE = "*", "-"
_VENDOR, _PRODUCT, _VERSION, _UPDATE = 3, 4, 5, 6
_COUNT = 13


def of_configurations(configurations: Iterable[Mapping[str, Any]]) -> Iterator[Affected]:
    """What configurations say is vulnerable. Raises EntryError."""
    for configuration in configurations:
        for node in listed(configuration, "nodes"):
            for match in listed(mapped(node, "nodes"), "cpeMatch"):
                said = mapped(match, "cpeMatch")
                if said.get("vulnerable") is True:
                    yield _affected(said)


def together(found: Iterable[Affected]) -> tuple[Affected, ...]:
    """One for each package."""
    ranges: dict[str, dict[Range, None]] = {}
    versions: dict[str, dict[str, None]] = {}
    for one in found:
        ranges.setdefault(one.package, {}).update(dict.fromkeys(one.ranges))
        versions.setdefault(one.package, {}).update(dict.fromkeys(one.versions))
    return tuple(Affected(package=p, ranges=tuple(ranges[p]), versions=tuple(versions[p])) for p in ranges)


def _affected(said: Mapping[str, Any]) -> Affected:
    criteria = text(said, "criteria", is_required=True)
    fields = [field.replace("\\", "") for field in _FIELDS.split(criteria)]
    if len(fields) != _COUNT or fields[:2] != ["cpe", "2.3"]:
        raise EntryError("criteria", "is no name of CPE 2.3")
    package = package_key(CPE, f"{fields[_VENDOR]}:{fields[_PRODUCT]}".casefold())
    version, update = fields[_VERSION], fields[_UPDATE]
    if version not in (_ANY, _NONE):
        exact = version if update in (_ANY, _NONE) else f"{version}-{update}"
        return Affected(package=package, versions=(exact,))
    first, after = text(said, "versionStartIncluding"), text(said, "versionStartExcluding")
    ends = text(said, "versionEndExcluding"), text(said, "versionEndIncluding")
    return Affected(package=package, ranges=(Range(first or after or "0", *ends, is_after=bool(after and not first)),))
