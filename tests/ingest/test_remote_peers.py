"""A remote peer is there as long as anybody talks to it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from graph_schema import load_registry
from graph_schema.report import encode
from tests.ingest.graph import open_relationships, statuses
from tests.ingest.machines import Machine, report, scanned

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


def test_an_address_that_a_machine_has_is_not_one(store: GraphStore) -> None:
    """What answers at the port is not known at first: the connection leads to the machine, then to the program."""
    ingest = Ingest(store, REGISTRY)
    db = Machine("db", "10.0.0.3")
    found: list[set[tuple[str, str]]] = []
    peers: list[dict[str, str]] = []

    for sent in (
        report(replace(ONE, connects=(("10.0.0.3", 5432),)), 1),
        report(db, 2),
        report(replace(db, programs=("postgres",), listens=(5432,)), 3),
        report(db, 4),
    ):
        ingest.accept(decode(encode(sent), REGISTRY), "test")
        held = open_relationships(store)
        found.append({(kind, to) for _, kind, to in held if kind in ("CONNECTS_TO", "DEPENDS_ON")})
        peers.append(statuses(store, "remote_peer"))

    to_machine = {("CONNECTS_TO", "db")}
    to_program = {("CONNECTS_TO", "0.0.0.0 5432 tcp"), ("DEPENDS_ON", "postgres")}
    assert found == [{("CONNECTS_TO", "10.0.0.3")}, to_machine, to_program, to_machine]
    assert peers == [{"10.0.0.3": "active"}, *[{"10.0.0.3": "retired"}] * 3]


@pytest.mark.parametrize("order", [("10.0.0.1", "10.0.0.2"), ("10.0.0.2", "10.0.0.1")])
def test_machines_that_swap_their_addresses_are_found_there_by_whoever_talks_to_them(
    store: GraphStore, order: Sequence[str]
) -> None:
    """Scans know machines by address: each source speaks of the other machine now, and the one it left has lost it."""
    ingest = Ingest(store, REGISTRY)
    web, mail = Machine("web", "10.0.0.1", listens=(80,)), Machine("mail", "10.0.0.2", listens=(25,))
    client = Machine("client", "10.0.0.3", connects=(("10.0.0.1", 25), ("10.0.0.2", 80)))
    swapped = {"10.0.0.1": replace(mail, address="10.0.0.1"), "10.0.0.2": replace(web, address="10.0.0.2")}

    for machine in (client, web, mail):
        ingest.accept(decode(encode(scanned(machine, 1, machine.address)), REGISTRY), "test")
    for address in order:
        ingest.accept(decode(encode(scanned(swapped[address], 2, address)), REGISTRY), "test")

    assert set(statuses(store, "remote_peer").values()) <= {"retired"}
    led_to = sorted(to for _, kind, to in open_relationships(store) if kind == "CONNECTS_TO")
    assert led_to == ["0.0.0.0 25 tcp", "0.0.0.0 80 tcp"]


def test_a_machine_that_comes_back_to_an_address_is_found_there(store: GraphStore) -> None:
    ingest = Ingest(store, REGISTRY)
    one, other = Machine("app1", "10.0.0.2"), Machine("app2", "10.0.0.2")
    client = Machine("app1", "10.0.0.1", connects=(("10.0.0.2", 5432),))

    for machine, at in ((client, 1), (one, 1), (other, 1), (one, 2)):
        ingest.accept(decode(encode(scanned(machine, at, machine.address)), REGISTRY), "test")

    assert statuses(store, "remote_peer") == {"10.0.0.2": "retired"}
    assert [to for _, kind, to in open_relationships(store) if kind == "CONNECTS_TO"] == ["app1"]
