"""A remote peer is there as long as anybody talks to it."""

from dataclasses import replace

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from graph_schema import load_registry
from graph_schema.report import encode
from tests.ingest.graph import statuses
from tests.ingest.machines import Machine, report

REGISTRY = load_registry()
PEER = "192.0.2.1"
ONE = Machine("one", "10.0.0.1", connects=((PEER, 443), (PEER, 80)))
OTHER = Machine("other", "10.0.0.2", connects=((PEER, 443),))


def test_it_is_there_until_the_last_one_left_and_again_once_one_is_back(store: GraphStore) -> None:
    ingest = Ingest(store, REGISTRY)
    found: list[str] = []

    for at, machine in enumerate(
        (
            ONE,
            OTHER,
            replace(ONE, connects=((PEER, 8443),)),
            replace(ONE, connects=()),
            replace(OTHER, connects=()),
            replace(ONE, connects=((PEER, 80),)),
        ),
        1,
    ):
        ingest.accept(decode(encode(report(machine, at)), REGISTRY), "test")
        found.append(statuses(store, "remote_peer")[PEER])

    assert found == ["active", "active", "active", "active", "retired", "active"]
