"""Machines whose package manager tells of packages, as an agent reports it."""

from collections.abc import Sequence
from typing import NamedTuple

import httpx

from discovery_agent.host.releases import release, upstream_version
from graph_schema.ci_classes.server import Server
from graph_schema.relationships import HAS_INSTALLED
from graph_schema.report import Report, Root, Section, encode
from tests.api.estate import uid_of
from tests.ingest.machines import START


class Deb(NamedTuple):
    """A package of Debian."""

    name: str
    version: str
    source: str = ""


def packaged(client: httpx.Client, name: str, packages: Sequence[Deb], os_version: str = "12") -> str:
    """The uid of a server with Debian of this version and these packages."""
    server = Server(
        name=name, serial_number=f"SN-{name}", manufacturer="Dell", os_name="Debian GNU/Linux", os_version=os_version
    )
    section = Section("packages", enumerates=("software_release",))
    root = section.add(server)
    for one in packages:
        told = {"package_type": "deb", "package_version": one.version, "architecture": "amd64"}
        if one.source:
            told["source_package"] = one.source
        section.relate(root, HAS_INSTALLED, release(one.name, upstream_version(one.version), "Debian"), **told)
    turn = abs(hash((tuple(packages), os_version)))
    report = Report(
        f"packages-{name}-{turn}", f"api:packages-{name}", START.isoformat(), Root(root, "server"), (section,)
    )
    answer = client.post("/reports", content=encode(report))
    assert answer.json()["status"] in ("stored", "unchanged"), answer.text
    return uid_of(client, "server", name)
