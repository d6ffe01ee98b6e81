"""Containers as an agent reports them: the programs in them are the same when they are made anew."""

from dataclasses import replace
from pathlib import Path

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest, IngestResult
from cmdb_server.ingest.validation import decode
from discovery_agent.host.machine import Machine
from discovery_agent.runner import Limits, Sender, host_collectors, take_inventory
from graph_schema import load_registry
from graph_schema.report import encode
from tests.discovery_agent.host.test_containers import shop
from tests.ingest.graph import open_relationships, statuses

REGISTRY = load_registry()


def send(ingest: Ingest, machine: Machine, minute: int) -> None:
    chosen = [entry for entry in host_collectors() if entry.name != "packages"]
    report = take_inventory(machine, Sender("a" * 32), chosen, Limits(30.0), remember=False)
    sent = replace(report, observed_at=f"2026-01-01T00:{minute:02}:00Z")
    result = ingest.accept(decode(encode(sent), REGISTRY), "test")
    assert isinstance(result, IngestResult)
    assert result.waiting == 0


def test_containers_that_are_made_anew_stay_the_cis_they_were(store: GraphStore, tmp_path: Path) -> None:
    ingest = Ingest(store, REGISTRY)
    send(ingest, shop(tmp_path / "1"), 1)
    before = open_relationships(store)

    send(ingest, shop(tmp_path / "2", web_address="172.18.0.9", ids=("c" * 64, "d" * 64)), 2)

    assert {
        ("shop-web-1", "RUNS_ON", "shop-web-1"),
        ("shop-web-1", "DEPENDS_ON", "shop-db-1"),
        ("0.0.0.0:8080/tcp", "PROVIDED_BY", "shop-web-1"),
        ("shop-web-1", "HOSTED_ON", "docker"),
    } <= before
    assert open_relationships(store) == before
    assert statuses(store, "remote_peer") == {"10.0.0.9": "active"}
    assert set(statuses(store, "container").values()) == {"active"}
    assert set(statuses(store, "software_instance").values()) == {"active"}
