"""What SNMP says becomes one graph: neighbours meet, whichever of them is reported first."""

from datetime import UTC, datetime

import pytest

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest, IngestResult, now_in_microseconds
from cmdb_server.ingest.validation import decode
from cmdb_server.topology.topology import Topology
from discovery_agent.snmp.report import Origin, report_of
from graph_schema import Registry, load_registry
from graph_schema.report import Report, encode
from tests.discovery_agent.snmp.readings import INTERFACES, device, facts_of, port
from tests.ingest.graph import open_relationships, statuses

LLDP = "1.0.8802.1.1.2.1.4.1.1"
ACCESS_MAC, CORE_MAC = b"\x00\x1a\x2b\x0c\x4d\x5e", b"\x00\x1a\x2b\x0c\x4d\x5f"


@pytest.fixture
def registry() -> Registry:
    return load_registry()


def switch(name: str, own: bytes, its_port: str, other: bytes, remote_port: str) -> Report:
    facts = facts_of(
        {
            **device("Acme Switch", "1.3.6.1.4.1.5651.1"),
            **port(1, its_port),
            "1.3.6.1.2.1.1.5.0": name,
            f"{INTERFACES}.3.1": 6,
            f"{INTERFACES}.6.1": own,
            "1.3.6.1.2.1.17.7.1.4.3.1.1.20": "voice",
            "1.3.6.1.2.1.17.7.1.4.3.1.2.20": b"\x80",
            f"{LLDP}.4.0.1.1": 4,
            f"{LLDP}.5.0.1.1": other,
            f"{LLDP}.6.0.1.1": 5,
            f"{LLDP}.7.0.1.1": remote_port,
        }
    )
    return report_of(facts, Origin(f"snmp:default/{name}", "default", datetime(2026, 1, 31, 12, tzinfo=UTC)))


ACCESS = switch("access", ACCESS_MAC, "ge1", CORE_MAC, "xe9")
CORE = switch("core", CORE_MAC, "xe9", ACCESS_MAC, "ge1")


@pytest.mark.parametrize("order", [(ACCESS, CORE), (CORE, ACCESS)])
def test_a_link_leads_to_the_port_of_the_neighbour(
    store: GraphStore, registry: Registry, order: tuple[Report, ...]
) -> None:
    ingest = Ingest(store, registry)

    results = [ingest.accept(decode(encode(report), registry), "test") for report in order]

    assert [result.status for result in results if isinstance(result, IngestResult)] == ["stored", "stored"]
    Topology(store, registry, ingest, now_in_microseconds).derive("default")
    found = open_relationships(store)
    assert statuses(store, "switch") == {"access": "active", "core": "active"}
    assert len({("ge1", "CONNECTED_TO", "xe9"), ("xe9", "CONNECTED_TO", "ge1")} & found) == 1
    assert {("ge1", "IN_VLAN", "voice"), ("xe9", "IN_VLAN", "voice")} <= found
