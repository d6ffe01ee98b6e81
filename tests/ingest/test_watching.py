"""Who waits for what: popularity costs nobody anything, and the lists of versions before become nodes."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import pytest

from cmdb_server.graph_store.connection import Connection
from cmdb_server.graph_store.counting import CountingStore
from cmdb_server.graph_store.migrations import m0004_watches_of_their_own
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from graph_schema import load_registry
from graph_schema.report import Report, encode
from tests.ingest.graph import open_relationships
from tests.ingest.machines import Machine, report, scanned

REGISTRY = load_registry()
HUB = Machine("hub", "10.0.0.1", programs=("postgres",), listens=(5432,))
_AS_BEFORE = Query(
    "test.lists_as_before",
    """
    MATCH (w:Watch)
    MATCH (i:Identifier {key: w.key})
    SET i.watchers = [w.ci_uid]
    DELETE w
    """,
)
_SPOTS = Query("test.spots", "MATCH (w:Watch) WHERE w.key STARTS WITH 'address:' RETURN collect(w.spot) AS spot")


@pytest.fixture
def counting(store: GraphStore, engine_connection: Connection) -> Iterator[CountingStore]:
    """A store on the empty graph that counts what it reads."""
    assert store is not None
    counted = CountingStore(engine_connection)
    yield counted
    counted.close()


def client(number: int) -> Machine:
    return Machine(f"app{number}", f"10.0.1.{number}", connects=(("10.0.0.1", 5432),))


def send(store: GraphStore, sent: Report) -> None:
    Ingest(store, REGISTRY).accept(decode(encode(sent), REGISTRY), "test")


def values_read(store: CountingStore, sent: Report) -> int:
    before = store.values_read
    send(store, sent)
    return store.values_read - before


def test_neither_a_client_nor_another_port_of_a_hub_costs_more_with_many_clients(counting: CountingStore) -> None:
    numbers = count(1)
    hubs = [report(replace(HUB, listens=(5432, 9001 + turn % 2)), turn) for turn in range(4)]
    for known in hubs[:2]:
        send(counting, known)
    found: list[tuple[int, int]] = []

    for clients, changed in zip((3, 12), hubs[2:], strict=True):
        for _ in range(clients):
            send(counting, report(client(next(numbers))))
        new_client = values_read(counting, report(client(next(numbers))))
        found.append((new_client, values_read(counting, changed)))

    assert found[0] == found[1]


def test_who_waits_at_a_port_follows_the_program_that_comes_to_it(store: GraphStore) -> None:
    silent = replace(HUB, listens=())
    send(store, report(silent))
    send(store, report(client(1)))

    send(store, report(HUB, 2))
    came = open_relationships(store)
    send(store, report(silent, 3))

    assert ("app", "DEPENDS_ON", "postgres") in came
    assert ("app", "DEPENDS_ON", "postgres") not in open_relationships(store)


def test_lists_of_versions_before_become_watches_that_learn_their_port(store: GraphStore) -> None:
    send(store, report(client(1)))
    store.write(lambda tx: tx.run(_AS_BEFORE))

    m0004_watches_of_their_own.migrate(store)
    moved = store.read(lambda tx: tx.run(_SPOTS))[0]["spot"]
    send(store, report(HUB))

    assert moved == ["address:default:10.0.0.1"]
    assert ("app", "DEPENDS_ON", "postgres") in open_relationships(store)
    assert store.read(lambda tx: tx.run(_SPOTS))[0]["spot"] == ["address:default:10.0.0.1#5432"]


def test_who_needs_something_no_longer_waits_for_it_no_longer(store: GraphStore) -> None:
    def waits() -> list[str]:
        return sorted(store.read(lambda tx: tx.run(_SPOTS))[0]["spot"])

    both, one = (("10.0.0.1", 5432), ("192.0.2.9", 443)), (("10.0.0.1", 5432),)
    send(store, report(replace(client(1), connects=both)))
    send(store, scanned(replace(client(1), connects=both), 1, "scan"))
    found = [waits()]
    for at, told, connects in ((2, report, one), (3, scanned, one), (4, report, ()), (5, scanned, ())):
        source = "scan" if told is scanned else ""
        send(store, told(replace(client(1), connects=connects), at, source))
        found.append(waits())

    hub, other = "address:default:10.0.0.1#5432", "address:default:192.0.2.9#443"
    assert found == [[hub, other], [hub, other], [hub], [hub], []]
