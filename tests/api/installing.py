"""Machines with software that a program reports."""

from collections.abc import Sequence

import httpx

from graph_schema.ci_classes.server import Server
from graph_schema.ci_classes.software_release import SoftwareRelease
from graph_schema.relationships import HAS_INSTALLED
from graph_schema.report import Report, Root, Section, encode
from tests.api.estate import uid_of
from tests.ingest.machines import START


def installed_on(client: httpx.Client, name: str, *software: Sequence[str]) -> str:
    """The uid of a server with this software: publisher, product and version of each."""
    section = Section("software", enumerates=("software_release",))
    server = section.add(Server(name=name, serial_number=f"SN-{name}", manufacturer="Dell"))
    for publisher, product, version in software:
        release = section.add(SoftwareRelease(publisher=publisher or None, product=product, version=version))
        section.relate(server, HAS_INSTALLED, release)
    report = Report(f"software-{name}", f"api:software-{name}", START.isoformat(), Root(server, "server"), (section,))
    answer = client.post("/reports", content=encode(report))
    assert answer.json()["status"] == "stored", answer.text
    return uid_of(client, "server", name)
