"""kill -9 of the server and of the engine at any moment: what was acknowledged is there, once and whole."""

import random
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cmdb_server.export.canonical import export_canonical
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest, IngestResult
from cmdb_server.ingest.validation import decode
from graph_schema import load_registry
from graph_schema.report import encode
from tests.cli.programs import Server
from tests.faults.hosting import Host
from tests.faults.senders import VERSIONS, Agent, Senders, enrolled
from tests.waiting import wait_until

AGENTS = 14
THREADS = 6
ROWS = 700
# A busy machine is slow, and Neo4j takes its time to start after a crash.
_PATIENCE_SECONDS = 600
_TIMEOUT_SECONDS = 1800


def undisturbed(store: GraphStore, agents: list[Agent]) -> str:
    """The facts after the same reports where nothing went wrong."""
    registry = load_registry()
    ingest = Ingest(store, registry)
    for agent in agents:
        for sent in agent.reports():
            assert isinstance(ingest.accept(decode(encode(sent), registry), "test"), IngestResult)
    return b"".join(export_canonical(store, registry)).decode()


@pytest.mark.timeout(_TIMEOUT_SECONDS)
def test_what_was_acknowledged_survives_kill_9_once_and_whole(host: Host, store: GraphStore) -> None:
    agents = enrolled(host.server, AGENTS)
    moments = sorted(random.sample(range(10, AGENTS * VERSIONS - 20), 3))
    actions = random.sample([host.kill_engine, host.kill_server, host.kill_both], 3)
    senders = Senders(host.server.url, agents)

    with ThreadPoolExecutor(THREADS) as threads:
        senders.start(threads)
        try:
            for moment, act in zip(moments, actions, strict=True):
                wait_until(partial(senders.has_delivered, moment), _PATIENCE_SECONDS)
                wait_until(host.server.has_engine, _PATIENCE_SECONDS)
                act()
            wait_until(partial(senders.has_delivered, AGENTS * VERSIONS), _PATIENCE_SECONDS)
        finally:
            senders.stop()

    assert senders.waits > 0
    with host.server.client() as client:
        facts = client.get("/export", params={"canonical": "true"}).text
        parked = client.get("/parked").json()["total"]
        histories = [client.get(f"/cis/{agent.root_uid}/history", params={"limit": 500}).json() for agent in agents]
    expected = undisturbed(store, agents)
    assert parked == 0
    assert sorted(facts.splitlines()) == sorted(expected.splitlines())
    assert facts == expected
    kernels = [f"6.{version}" for version in range(1, VERSIONS + 1)]
    for history in histories:
        changes = [change for event in reversed(history["items"]) for change in event["changes"]]
        told = [(entry["old"], entry["new"]) for entry in changes if entry["attribute"] == "kernel_version"]
        assert told == list(zip([None, *kernels], kernels, strict=False))


@pytest.mark.timeout(_TIMEOUT_SECONDS)
def test_an_import_that_kill_9_cut_off_goes_on_and_stores_each_row_once(host: Host, tmp_path: Path) -> None:
    file = tmp_path / "servers.csv"
    lines = [f"import{number},Dell,SN-{number}" for number in range(ROWS)]
    file.write_text("\n".join(["Name,Manufacturer,Serial", *lines]), encoding="utf-8")
    installation = host.server.installation

    with ThreadPoolExecutor(1) as threads:
        importing = threads.submit(installation.run, "import", str(file), "--yes")
        wait_until(lambda: committed_chunks(host.server) > 0, _PATIENCE_SECONDS)
        host.kill_both()
        interrupted = importing.result(_PATIENCE_SECONDS)
    [batch] = imports(host.server)
    resumed = installation.run("imports", "resume", batch["uid"])

    assert interrupted.code != 0 or batch["state"] == "committed"
    assert (resumed.code, f"{ROWS} rows are stored" in resumed.output) == (0, True), resumed.complaints
    with host.server.client() as client:
        told = client.get("/cis", params={"query": 'name contains "import"', "limit": 1}).json()
        last = client.get("/cis", params={"query": f'name = "import{ROWS - 1}"'}).json()["items"]
        history = client.get(f"/cis/{last[0]['uid']}/history").json()["items"]
    assert told["total"] == ROWS
    assert [event["kind"] for event in history] == ["created"]


def imports(server: Server) -> list[dict[str, Any]]:
    """All imports, as the API lists them."""
    with server.client() as client:
        return client.get("/imports").json()["items"]


def committed_chunks(server: Server) -> int:
    """How many parts of an import are stored, 0 before it began."""
    return sum(batch["done"] for batch in imports(server) if batch["state"] == "committing")
