"""Networks whose authors wrote their links down: what their recordings come to."""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest, now_in_microseconds
from cmdb_server.ingest.stored import OPEN
from cmdb_server.ingest.validation import decode
from cmdb_server.topology.topology import Topology
from discovery_agent.snmp.facts import Facts
from discovery_agent.snmp.replay import facts_of
from discovery_agent.snmp.report import Origin, report_of
from graph_schema import load_registry
from graph_schema.report import encode

DATA = os.environ.get("PLUMBLINE_TEST_DATA", "")
REGISTRY = load_registry()
LINKS = Query(
    "test.wired",
    """
    MATCH (a:CI)-[r:CONNECTED_TO]->(b:CI)
    WHERE r.valid_to = $open
    MATCH (d:CI {uid: a.owner_uid})
    MATCH (e:CI {uid: b.owner_uid})
    RETURN d.name AS device, a.name AS port, e.name AS other, b.name AS other_port
    """,
)
Ends = frozenset[tuple[str, str]]


@dataclass
class Case:
    """The links that were written down, and those that follow."""

    expected: set[Ends]
    found: set[Ends]

    def missed(self) -> set[Ends]:
        return self.expected - self.found

    def wrong(self) -> set[Ends]:
        return self.found - self.expected


def port_of(facts: Facts, said: str | int) -> str:
    """A port as it is reported: the corpus names it, or has its ifIndex or its number on the bridge."""
    if isinstance(said, int):
        return facts.interface_name(facts.bridge_ports.get(said, said)) or str(said)
    rows = facts.interfaces.values()
    return next((row.name for row in rows if said in (row.name, row.description)), said)


def case_of(store: GraphStore, name: str) -> Case:
    folder = Path(DATA) / "corpora/topologies/opennms" / name
    told: dict[str, Any] = json.loads((folder / "expected.json").read_text())
    facts = {node["node"]: facts_of(folder / node["recording"]) for node in told["nodes"]}
    ingest = Ingest(store, REGISTRY)
    for node, known in facts.items():
        report = report_of(known, Origin(f"snmp:default/{node}", "default", datetime.now(UTC)))
        ingest.accept(decode(encode(report), REGISTRY), "test")
    Topology(store, REGISTRY, ingest, now_in_microseconds).derive("default")
    shown = {node: known.name or known.model or node for node, known in facts.items()}
    expected: set[Ends] = set()
    for link in told["links"]:
        ends = [(link[end], link[f"{end}_port"]) for end in ("a", "b")]
        key = frozenset((shown[node], port_of(facts[node], port)) for node, port in ends if node in facts)
        if len(key) == len(ends):
            expected.add(key)
    rows = store.read(lambda tx: tx.run(LINKS, open=OPEN))
    found = {frozenset(((row["device"], row["port"]), (row["other"], row["other_port"]))) for row in rows}
    return Case(expected, found)


@pytest.mark.skipif(not DATA, reason="PLUMBLINE_TEST_DATA names no folder with recordings")
@pytest.mark.parametrize("name", ["nms1055", "nms17216", "nms4005", "nms4930"])
def test_links_are_those_that_were_written_down(store: GraphStore, name: str) -> None:
    case = case_of(store, name)

    assert (case.missed(), case.wrong()) == (set(), set())
