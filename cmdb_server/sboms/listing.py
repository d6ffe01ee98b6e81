"""What is installed on CIs, as documents list it: names, versions and package URLs as package managers tell them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from packageurl import PackageURL

from cmdb_server.graph_store.queries import vulnerabilities as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.sboms.component import DISTRIBUTIONS, LANGUAGE_TYPES, SEVERAL_VERSIONS, SYSTEM_TYPES
from cmdb_server.sboms.writing import Installed
from cmdb_server.software.naming import Found, Namer
from cmdb_server.software.packs import load_packs
from cmdb_server.timestamps import OPEN

_AT_ONCE = 200
_GONE = ["retired", "merged"]
_OF_PUBLISHER = {publisher: name for name, publisher in reversed(DISTRIBUTIONS.items())}
_PURL_TYPES = {"pacman": "alpm"}
_COLUMNS = ("holder", "release", "version", "type", "source", "distribution")


def installed_on(store: GraphStore, holders: Sequence[str]) -> set[Installed]:
    """What is installed on any of these CIs (uids), each product and version once."""
    namer, found = Namer(load_packs()), set[Installed]()
    for start in range(0, len(holders), _AT_ONCE):
        uids = list(holders[start : start + _AT_ONCE])
        found |= store.read(lambda tx, uids=uids: set(_read(tx, uids, namer)))
    return found


def _read(tx: Transaction, uids: list[str], namer: Namer) -> Iterator[Installed]:
    row = tx.run(queries.PACKAGES_OF_HOLDERS, uids=uids, open=OPEN, gone=_GONE)[0]
    releases = _releases(tx, sorted(set(row["release"])))
    told = tx.run(queries.OS_VERSIONS, uids=uids)[0]
    versions = dict(zip(told["uid"], told["os_version"], strict=True))
    for holder, release, version, kind, source, distribution in zip(*(row[name] for name in _COLUMNS), strict=True):
        found = releases[release]
        named = namer.name(found._replace(package_type=kind, source_package=source))
        for shown in (version or found.version).split(SEVERAL_VERSIONS):
            purl = _purl(found, kind, shown, distribution or versions.get(holder, ""))
            yield Installed(found.publisher, found.product, shown, purl, named.cpe)


def _releases(tx: Transaction, uids: Iterable[str]) -> dict[str, Found]:
    row: dict[str, Any] = tx.run(queries.RELEASES, uids=list(uids))[0]
    names = ("publisher", "product", "version", "edition")
    return {uid: Found(*told) for uid, *told in zip(row["uid"], *(row[name] for name in names), strict=True)}


def _purl(found: Found, kind: str, version: str, os_version: str) -> str:
    """The package URL of a package, "" of what no package manager tells of."""
    if kind in SYSTEM_TYPES:
        namespace = _OF_PUBLISHER.get(found.publisher, found.publisher.lower())
        distro = {"distro": f"{namespace}-{os_version}"} if os_version and namespace else {}
        return PackageURL(
            _PURL_TYPES.get(kind, kind), namespace or None, found.product, version or None, distro
        ).to_string()
    if kind not in LANGUAGE_TYPES:
        return ""
    separator = ":" if kind == "maven" else "/"
    namespace, _, name = found.product.rpartition(separator)
    return PackageURL(kind, namespace or None, name, version or None).to_string()
