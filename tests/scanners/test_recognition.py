"""Scanners in the graph: recognised in whatever order machines report, and overruled by a person."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from cmdb_server.data_sources.sources import Sources
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from cmdb_server.known_unknowns.unknowns import KnownUnknowns
from cmdb_server.manual_edits.editing import ManualEdits, Signature
from cmdb_server.scanners.recognition import Scanners
from graph_schema import load_registry
from graph_schema.report import encode
from tests.ingest.clock import Clock
from tests.ingest.graph import open_relationships
from tests.ingest.machines import START, Machine, report

REGISTRY = load_registry()
TARGETS = tuple(Machine(f"m{n}", f"10.0.0.{n}", programs=(f"app{n}",), listens=(80,)) for n in range(1, 7))
PROBES = tuple((machine.address, 80) for machine in TARGETS)
SCANNER = Machine("look", "10.0.0.9", programs=("nmap",), connects=(*PROBES, ("10.9.9.9", 80)))
WEB = Machine("web", "10.0.0.8", programs=("nginx",), connects=PROBES)
PROGRAM = Query("test.program", "MATCH (c:CI {name: $name}) RETURN c.uid AS uid, c.scanner_reason AS reason")


class Plant:
    """A graph in which machines report."""

    def __init__(self, store: GraphStore) -> None:
        self.store, self.clock = store, Clock()
        self.ingest = Ingest(store, REGISTRY, self.clock)
        self.scanners = Scanners(store, REGISTRY, self.ingest, self.clock)

    def report(self, *machines: Machine, at: int = 1) -> None:
        for machine in machines:
            self.ingest.accept(decode(encode(report(machine, at)), REGISTRY, START), "test")

    def program(self, name: str) -> dict[str, str]:
        return self.store.read(lambda tx: tx.run(PROGRAM, name=name))[0]

    def needed(self, by: str) -> set[str]:
        found = open_relationships(self.store)
        return {target for source, kind, target in found if source == by and kind == "DEPENDS_ON"}


@pytest.mark.parametrize("turn", [0, 3, 7])
def test_in_whatever_order_machines_report_a_scanner_needs_nobody_and_a_proxy_what_it_is_connected_to(
    store: GraphStore, turn: int
) -> None:
    plant = Plant(store)
    machines: Sequence[Machine] = (*TARGETS, SCANNER, WEB)

    for machine in (*machines[turn:], *machines[:turn]):
        plant.report(machine)
        plant.scanners.run()

    assert plant.needed("nmap") == set()
    assert plant.needed("nginx") == {f"app{n}" for n in range(1, 7)}
    assert plant.program("nmap")["reason"] == "nmap is a scanner and touches 7 machines"


def test_a_person_overrules_and_what_only_scanners_talk_to_is_no_unknown_peer(store: GraphStore) -> None:
    plant = Plant(store)
    plant.report(*TARGETS, SCANNER)
    edits = ManualEdits(store, REGISTRY, plant.ingest)
    impact = ImpactAnalysis(store, REGISTRY, plant.clock)
    everybody = {f"app{n}" for n in range(1, 7)}

    before = plant.needed("nmap")
    unknown = [KnownUnknowns(store, impact.snapshot()).peers(9).total]
    plant.scanners.run()
    unknown.append(KnownUnknowns(store, impact.snapshot()).peers(9).total)
    of_target = KnownUnknowns(store, impact.snapshot()).among([plant.program("app1")["uid"]], 9).scanners
    edits.change(plant.program("nmap")["uid"], {"is_scanner": False}, Signature("anna", "it mirrors them"))
    plant.scanners.run()
    overruled = plant.needed("nmap")
    Sources(store, REGISTRY, plant.clock).withdraw("manual:anna", "anna", "")
    again = plant.needed("nmap")
    plant.report(replace(SCANNER, connects=PROBES[:3]), at=2)
    plant.clock.now += 1
    plant.scanners.run()

    assert (before, overruled, again) == (everybody, everybody, set())
    assert unknown == [1, 0]
    assert [(scanner.name, scanner.scanner_reason) for scanner in of_target] == [
        ("nmap", "nmap is a scanner and touches 7 machines")
    ]
    assert plant.needed("nmap") == {"app1", "app2", "app3"}


def plant_uid(store: GraphStore, name: str) -> str:
    return store.read(
        lambda tx: tx.run(Query("test.uid", "MATCH (c:CI {name: $name}) RETURN c.uid AS uid"), name=name)
    )[0]["uid"]
