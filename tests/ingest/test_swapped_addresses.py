"""Two machines that swap their addresses under a scanner, whose records are of addresses: each stays the CI it was."""

from dataclasses import replace
from itertools import product

import pytest

from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest, IngestResult
from cmdb_server.ingest.validation import decode
from graph_schema import load_registry
from graph_schema.report import encode
from tests.ingest.machines import Machine, digits, scanned

REGISTRY = load_registry()
SERVERS = Query(
    "test.swapped_servers",
    """
    MATCH (c:CI {ci_class: 'server', status: 'active'})
    RETURN collect(c.uid) AS uid, collect(c.serial_number) AS serial
    """,
)
FIRST, SECOND = "10.0.0.1", "10.0.0.2"


def machine(serial: str, address: str, nic: str) -> Machine:
    """A machine under the ref that a scanner gives every machine."""
    return Machine(
        "host", address, interfaces=(nic,), programs=(), machine_id=digits(serial), serial_number=serial,
        fqdn=f"{serial}.example.net".lower(),
    )  # fmt: skip


OLD, NEW = machine("SN-OLD", FIRST, "eth0"), machine("SN-NEW", SECOND, "eth1")


def by_serial(store: GraphStore) -> dict[str, str]:
    """The active servers: their uids by their serial numbers."""
    row = store.read(lambda tx: tx.run(SERVERS))[0]
    return dict(zip(row["serial"], row["uid"], strict=True))


@pytest.mark.parametrize(("scanners", "is_first_first"), list(product((1, 2), (True, False))))
def test_each_machine_stays_its_ci(store: GraphStore, scanners: int, is_first_first: bool) -> None:  # noqa: FBT001 - a parameter of the test
    ingest = Ingest(store, REGISTRY)

    def scan(seen: Machine, scanner: int, at: int) -> None:
        source = f"{'ssh' if scanner == 0 else 'snmp'}-{seen.address}"
        sent = decode(encode(scanned(seen, at, source)), REGISTRY)
        assert isinstance(ingest.accept(sent, "test"), IngestResult)

    for scanner in range(scanners):
        scan(OLD, scanner, 1)
        scan(NEW, scanner, 1)
    before = by_serial(store)
    swapped = [replace(NEW, address=FIRST), replace(OLD, address=SECOND)]
    for scanner in range(scanners):
        for seen in swapped if is_first_first else swapped[::-1]:
            scan(seen, scanner, 2)

    assert set(before) == {"SN-OLD", "SN-NEW"}
    assert by_serial(store) == before
