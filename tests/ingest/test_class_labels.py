"""On an engine where labels are safe, people who browse the graph find CIs by their class and its parents."""

from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest
from graph_schema import load_registry
from tests.ingest.machines import Machine, of_class, report
from tests.ingest.test_pipeline import send

_LABELS = Query("test.labels", "MATCH (c:CI {ci_class: $ci_class}) RETURN labels(c) AS labels")
SERVER = ["CI", "Computer", "Device", "Server"]


def labels_of(store: GraphStore, ci_class: str) -> list[list[str]]:
    """The labels of each CI of a class, sorted."""
    return [sorted(row["labels"]) for row in store.read(lambda tx: tx.run(_LABELS, ci_class=ci_class))]


def test_a_ci_is_found_under_its_classes_where_the_engine_allows_it(store: GraphStore) -> None:
    registry = load_registry()

    send(Ingest(store, registry), registry, report(Machine("app1", packages=(("bash", "5.2"),))))

    has_labels = store.connection.labels_classes
    assert labels_of(store, "server") == [SERVER if has_labels else ["CI"]]
    assert labels_of(store, "software_release") == [["CI", "SoftwareRelease"] if has_labels else ["CI"]]


def test_the_labels_follow_the_class(store: GraphStore) -> None:
    registry = load_registry()
    ingest, first = Ingest(store, registry), report(Machine("app1"), at=1)
    send(ingest, registry, first)

    send(ingest, registry, of_class(report(Machine("app1"), at=2), "workstation"))

    has_labels = store.connection.labels_classes
    assert labels_of(store, "workstation") == [["CI", "Computer", "Device", "Workstation"] if has_labels else ["CI"]]
