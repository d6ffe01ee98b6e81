"""One CI as it was at a time: what its page said then."""

from dataclasses import replace

import pytest

from cmdb_server.ci_detail.answers import CIDetail, ConnectionPage, RelationshipPage, SoftwarePage
from cmdb_server.ci_detail.detail import CIDetails
from cmdb_server.ci_detail.past import PastCIDetails
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.history import instants
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from graph_schema import Registry, load_registry
from graph_schema.report import Report, encode
from tests.ingest.machines import Machine, report

ALL = (0, 500)
APP = Machine("app1", connects=(("10.0.0.2", 5432),), packages=(("curl", "8.1"), ("zlib", "1.2")), serial_number="S1")
DB = Machine("db1", "10.0.0.2", programs=("postgres",), listens=(5432,))
LATER = replace(APP, kernel="6.12", connects=(), packages=(("curl", "8.2"),), interfaces=("eth0", "eth1"))


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The declarations."""
    return load_registry()


def send(store: GraphStore, registry: Registry, *reports: Report) -> tuple[str, int]:
    """Take reports in; the root of the last one and the time of the last change."""
    ingest, root = Ingest(store, registry), ""
    for sent in reports:
        result = ingest.accept(decode(encode(sent), registry), "test")
        root = getattr(result, "root_uid", "")
    return root, instants.latest(store)


def shown(
    details: CIDetails | PastCIDetails, uid: str
) -> tuple[CIDetail, RelationshipPage, SoftwarePage, ConnectionPage]:
    """All of a CI's page, without what has no history: others' claims, and when a fact was seen last."""
    ci, bonds = details.ci(uid), details.relationships(uid, "both", (), ALL)
    software, connections = details.software(uid, "", ALL), details.connections(uid, ALL)
    assert ci
    assert bonds
    assert software
    assert connections
    attributes = [replace(attribute, claims=(), observed_at=None) for attribute in ci.attributes]
    return (
        replace(ci, attributes=attributes, last_seen_at=None, updated_at=""),
        replace(bonds, items=[replace(bond, last_seen_at=None) for bond in bonds.items]),
        software,
        replace(connections, items=[replace(c, last_seen_at=None, sightings=None) for c in connections.items]),
    )


def test_the_page_of_a_time_says_what_it_said_then(store: GraphStore, registry: Registry) -> None:
    uid, at = send(store, registry, report(DB), report(APP))
    then = shown(CIDetails(store, registry), uid)
    send(store, registry, report(LATER, 2), report(replace(LATER, serial_number=None), 3))

    past = shown(PastCIDetails(store, registry, at), uid)

    assert past == then
    assert past != shown(CIDetails(store, registry), uid)


def test_a_report_that_comes_late_changes_now_and_not_what_was_known_then(
    store: GraphStore, registry: Registry
) -> None:
    uid, at = send(store, registry, report(APP, 5))
    then = shown(CIDetails(store, registry), uid)
    send(store, registry, report(replace(APP, serial_number="S0"), 1, source="other"), report(LATER, 2, source="third"))

    assert shown(PastCIDetails(store, registry, at), uid) == then


def test_a_ci_is_not_there_before_it_came(store: GraphStore, registry: Registry) -> None:
    _, at = send(store, registry, report(DB))
    uid, _ = send(store, registry, report(APP))

    assert PastCIDetails(store, registry, at).ci(uid) is None
    assert PastCIDetails(store, registry, at).history(uid, "", 50) is None


def test_the_history_of_a_time_ends_there(store: GraphStore, registry: Registry) -> None:
    uid, at = send(store, registry, report(APP))
    send(store, registry, report(LATER, 2))
    now, past = CIDetails(store, registry).history(uid, "", 50), PastCIDetails(store, registry, at).history(uid, "", 50)
    assert now
    assert past

    assert past.items
    assert now.items[-len(past.items) :] == past.items
    assert len(now.items) > len(past.items)
