"""A group that is declared in place of its members: all of it or nothing."""

import pytest

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from cmdb_server.manual_edits.already_there import AlreadyThereError
from cmdb_server.manual_edits.editing import ManualEdits, Signature
from cmdb_server.search_index.index import SearchIndex
from graph_schema import load_registry
from graph_schema.report import encode
from tests.ingest.clock import Clock
from tests.ingest.graph import open_relationships
from tests.ingest.machines import START, Machine, report

REGISTRY = load_registry()
MACHINES = (
    Machine("lb", "10.0.0.9", programs=("haproxy",), connects=(("10.0.0.1", 80), ("10.0.0.2", 80))),
    Machine("web1", "10.0.0.1", programs=("nginx1",), listens=(80,)),
    Machine("web2", "10.0.0.2", programs=("nginx2",), listens=(80,)),
)


def test_a_group_takes_the_place_of_its_members_or_nothing_is_said(store: GraphStore) -> None:
    clock = Clock()
    ingest = Ingest(store, REGISTRY, clock)
    for machine in MACHINES:
        ingest.accept(decode(encode(report(machine)), REGISTRY, START), "test")
    index = SearchIndex(store, REGISTRY, clock)
    index.build()
    balancer, *members = (next(iter(index.search(name))).uid for name in ("haproxy", "nginx1", "nginx2"))
    edits, anna = ManualEdits(store, REGISTRY, ingest), Signature("anna")

    def needs() -> set[tuple[str, str]]:
        found = open_relationships(store)
        return {(source, target) for source, kind, target in found if kind in ("DEPENDS_ON", "HAS_MEMBER")}

    edits.create("redundancy_group", {"name": "taken", "k": 1}, anna)
    before = needs()
    with pytest.raises(AlreadyThereError):
        edits.create_group({"name": "taken", "k": 1}, members, [balancer], anna)
    refused = needs()
    edits.create_group({"name": "web", "k": 1}, members, [balancer], anna)

    assert before == refused == {("haproxy", "nginx1"), ("haproxy", "nginx2")}
    assert needs() == {("haproxy", "web"), ("web", "nginx1"), ("web", "nginx2")}
