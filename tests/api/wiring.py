"""Devices with ports and cables, as reports tell them, for tests of the network map."""

import httpx

from graph_schema.ci_classes.device import Device
from graph_schema.ci_classes.network_interface import NetworkInterface
from graph_schema.ci_classes.router import Router
from graph_schema.ci_classes.site import Site
from graph_schema.ci_classes.switch import Switch
from graph_schema.ci_classes.workstation import Workstation
from graph_schema.relationships import LOCATED_IN, PART_OF
from graph_schema.report import Report, Root, Section, Target, encode, ref_of, target
from tests.ingest.machines import START

CLASSES: dict[str, tuple[str, type[Device]]] = {
    "rt": ("router", Router),
    "sw": ("switch", Switch),
    "=p": ("workstation", Workstation),
}
PATH = "/network-map"


def device(name: str) -> Device:
    """A device, known by its serial number; its first letters tell its class."""
    return CLASSES[name[:2]][1](name=name, manufacturer="Acme", serial_number=f"SN-{name}")


def port_of(name: str, port: str) -> Target:
    """A port, as other devices' reports name it."""
    return target(NetworkInterface(name=port), within=target(device(name)))


def reported(name: str, *ports: str, site: str = "Oslo") -> Section:
    """Report a device with ports; answers the section for more."""
    made = device(name)
    section = Section("network", enumerates=("network_interface",))
    root = section.add(made, name)
    if site:
        section.relate(root, LOCATED_IN, target(Site(name=site)))
    for port in ports:
        section.relate(section.add(NetworkInterface(name=port), f"{name}/{port}"), PART_OF, root)
    return section


def send(client: httpx.Client, kind: str, name: str, section: Section) -> None:
    """Send what was said of a device or a site."""
    root = Root(ref_of(kind, name), kind)
    answer = client.post("/reports", content=encode(Report(name, f"api:{name}", START.isoformat(), root, (section,))))
    assert answer.json()["status"] == "stored", answer.text
