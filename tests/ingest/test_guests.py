"""Guests of libvirt: their host tells of them, and an agent inside speaks of the same CI."""

from dataclasses import replace
from pathlib import Path

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest, IngestResult
from cmdb_server.ingest.validation import decode
from discovery_agent.host.collectors.guests import collector
from discovery_agent.host.machine import Machine as AgentMachine
from discovery_agent.runner import section_of
from graph_schema import load_registry
from graph_schema.report import Report, encode
from tests.discovery_agent.host.fake_root import make
from tests.ingest.graph import open_relationships, statuses
from tests.ingest.machines import Machine, report

REGISTRY = load_registry()
UUID = "c7a5fdbd-edaf-9455-926a-d65c16db1809"
STATUS = f"""<!-- origin: documentation (libvirt, formatdomain) -->
<domstatus state='running' reason='booted' pid='4711'>
  <domain type='kvm' id='3'>
    <name>web-01</name>
    <uuid>{UUID}</uuid>
    <devices><interface type='network'><mac address='52:54:00:D8:65:C9'/></interface></devices>
  </domain>
</domstatus>
"""


def host(root: Path, guests: tuple[str, ...], at: int) -> Report:
    system = make(root, {f"run/libvirt/qemu/{name}.xml": STATUS.replace("web-01", name) for name in guests})
    sent = report(Machine("kvm1", "10.0.0.1"), at)
    return replace(sent, sections=(*sent.sections, section_of(collector, AgentMachine(system), sent.root.ref)))


def send(ingest: Ingest, sent: Report) -> None:
    result = ingest.accept(decode(encode(sent), REGISTRY), "test")
    assert isinstance(result, IngestResult)
    assert result.waiting == 0


def test_a_guest_is_one_virtual_machine_and_on_its_host_as_long_as_that_says_so(
    store: GraphStore, tmp_path: Path
) -> None:
    ingest = Ingest(store, REGISTRY)
    send(ingest, host(tmp_path / "1", ("web-01",), 1))
    send(ingest, report(Machine("inside", "10.0.0.2", system_uuid=UUID, macs=("52:54:00:d8:65:c9",)), 2))
    before = {entry for entry in open_relationships(store) if entry[1] == "HOSTED_ON"}

    (tmp_path / "2/run/libvirt/qemu").mkdir(parents=True)
    send(ingest, host(tmp_path / "2", (), 3))

    assert [(kind, on) for _, kind, on in before] == [("HOSTED_ON", "kvm1")]
    assert not {entry for entry in open_relationships(store) if entry[1] == "HOSTED_ON"}
    assert set((statuses(store, "virtual_machine") | statuses(store, "server")).values()) == {"active"}
    assert len(statuses(store, "virtual_machine") | statuses(store, "server")) == 2
