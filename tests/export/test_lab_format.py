"""What the export says of the lab's servers is what the lab's own judge reads there."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cmdb_server.export.ndjson import export
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from graph_schema import load_registry
from graph_schema.ci_classes.ip_address import IPAddress
from graph_schema.ci_classes.network_interface import NetworkInterface
from graph_schema.ci_classes.server import Server
from graph_schema.ci_classes.subnet import Subnet
from graph_schema.relationships import ASSIGNED_TO, IN_SUBNET, PART_OF
from graph_schema.report import Report, Root, Section, encode, ref_of, target

LAB = Path(os.environ.get("PLUMBLINE_TEST_DATA", "")) / "lab"
EXACT = ("node class", "os_name", "os_version", "interfaces", "addresses", "subnets")


def reports_of(truth: dict[str, Any]) -> Iterator[Report]:
    """What agents on the lab's servers report of hardware and network."""
    for node in truth["nodes"]:
        if node["class"] != "server":
            continue
        root = Root(ref_of("server", node["name"]), "server")
        computer, network = Section("computer"), Section("network_interfaces")
        system = {"os_name": node["os"]["NAME"], "os_version": node["os"]["VERSION_ID"]}
        facts = {"name": node["hostname"], "fqdn": node["fqdn"], "machine_id": node["machine_id"], **system}
        computer.add(Server(**facts), ref=node["name"])
        for entry in node["interfaces"]:
            interface = network.add(NetworkInterface(name=entry["name"], mac_address=entry["mac"]))
            network.relate(interface, PART_OF, root.ref)
            for address in entry["addresses"]:
                configured = network.add(IPAddress(address=address))
                network.relate(configured, ASSIGNED_TO, interface)
                network.relate(configured, IN_SUBNET, target(Subnet(cidr=address)))
        yield Report(node["name"], f"agent:{node['name']}", "2026-01-01T00:00:00Z", root, (computer, network))


@pytest.mark.skipif(not (LAB / "compare").exists(), reason="PLUMBLINE_TEST_DATA is not set: the lab is not here")
def test_the_judge_of_the_lab_finds_every_server_once_and_nothing_wrong(store: GraphStore, tmp_path: Path) -> None:
    registry, truth = load_registry(), json.loads((LAB / "testdata" / "truth.json").read_text(encoding="utf-8"))
    ingest = Ingest(store, registry)
    for sent in reports_of(truth):
        ingest.accept(decode(encode(sent), registry), "test")
    exported = tmp_path / "export.ndjson"
    exported.write_bytes(b"".join(export(store, registry)))

    told = subprocess.run(
        [LAB / "compare", "discovery", exported, LAB / "testdata" / "truth.json", "--json"],
        capture_output=True,
        check=True,
    )

    figures = json.loads(told.stdout)
    servers = sum(node["class"] == "server" for node in truth["nodes"])
    assert (figures["nodes"]["right"], figures["nodes"]["wrong"], figures["nodes"]["duplicates"]) == (servers, 0, 0)
    assert all(figures[name]["wrong"] == figures[name]["duplicates"] == 0 < figures[name]["right"] for name in EXACT)
