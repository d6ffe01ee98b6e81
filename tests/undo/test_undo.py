"""Undoing an event brings back what was before it, unless something newer stands against that."""

from dataclasses import replace

import pytest

from cmdb_server.ci_detail.answers import CIDetail, Event
from cmdb_server.ci_detail.detail import CIDetails
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.history.past import PastEvent
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from cmdb_server.manual_edits.editing import ManualEdits, Signature
from cmdb_server.undo.plan import NotUndoableError, UndoConflictError, plan_of
from cmdb_server.undo.undoing import Undo
from graph_schema import Registry, load_registry
from graph_schema.report import Report, encode
from tests.ingest.graph import open_relationships
from tests.ingest.machines import Machine, of_class, report

APP = Machine("app1", serial_number="S1", packages=(("curl", "8.1"), ("zlib", "1.2")))
ANNA = Signature("anna", "was right before")


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The declarations."""
    return load_registry()


@pytest.fixture
def undo(store: GraphStore, registry: Registry) -> Undo:
    """What undoes events, on an empty graph."""
    return Undo(store, registry, ManualEdits(store, registry, Ingest(store, registry)))


def send(store: GraphStore, registry: Registry, *reports: Report) -> str:
    """Take reports in; the root of the last one."""
    ingest, root = Ingest(store, registry), ""
    for sent in reports:
        root = getattr(ingest.accept(decode(encode(sent), registry), "test"), "root_uid", "")
    return root


def history(store: GraphStore, registry: Registry, uid: str) -> list[Event]:
    """The events of a CI, the newest first."""
    page = CIDetails(store, registry).history(uid, "", 100)
    assert page
    return list(page.items)


def values(store: GraphStore, registry: Registry, uid: str) -> tuple[str, dict[str, object]]:
    """The status and the attributes of a CI."""
    ci: CIDetail | None = CIDetails(store, registry).ci(uid)
    assert ci
    return ci.status, {attribute.name: attribute.value for attribute in ci.attributes}


def test_a_change_of_attributes_is_undone(store: GraphStore, registry: Registry, undo: Undo) -> None:
    uid = send(store, registry, report(APP))
    before = values(store, registry, uid)
    send(store, registry, report(replace(APP, kernel="6.12", serial_number=None), 2))
    event = history(store, registry, uid)[0]
    assert values(store, registry, uid) != before

    undo.undo(uid, event.uid, ANNA)

    assert values(store, registry, uid) == before
    told = history(store, registry, uid)[0]
    assert (told.actor, told.reason) == ("anna", "was right before")


def test_what_was_undone_stays_so_when_the_source_says_it_again(
    store: GraphStore, registry: Registry, undo: Undo
) -> None:
    uid = send(store, registry, report(APP))
    send(store, registry, report(replace(APP, kernel="6.12"), 2))
    undo.undo(uid, history(store, registry, uid)[0].uid, ANNA)

    send(store, registry, report(replace(APP, kernel="6.12", interfaces=("eth0", "eth1")), 3))

    assert values(store, registry, uid)[1]["kernel_version"] == "6.1"


def test_an_edit_that_is_undone_leaves_the_sources_their_say(store: GraphStore, registry: Registry, undo: Undo) -> None:
    uid = send(store, registry, report(APP))
    edits = ManualEdits(store, registry, Ingest(store, registry))
    edits.change(uid, {"kernel_version": "5.0", "serial_number": "S9"}, ANNA)

    undo.undo(uid, history(store, registry, uid)[0].uid, ANNA)

    assert values(store, registry, uid)[1]["kernel_version"] == "6.1"
    send(store, registry, report(replace(APP, kernel="6.12"), 2))
    attributes = values(store, registry, uid)[1]
    assert (attributes["kernel_version"], attributes["serial_number"]) == ("6.12", "S1")


def test_of_two_edits_the_first_counts_again_once_the_second_is_undone(
    store: GraphStore, registry: Registry, undo: Undo
) -> None:
    uid = send(store, registry, report(APP))
    edits = ManualEdits(store, registry, Ingest(store, registry))
    for version in ("5.0", "5.1"):
        edits.change(uid, {"kernel_version": version}, ANNA)

    undo.undo(uid, history(store, registry, uid)[0].uid, ANNA)

    assert values(store, registry, uid)[1]["kernel_version"] == "5.0"


def test_relationships_are_undone(store: GraphStore, registry: Registry, undo: Undo) -> None:
    uid = send(store, registry, report(APP))
    before = open_relationships(store)
    send(store, registry, report(replace(APP, packages=(("curl", "8.2"), ("zlib", "1.2"))), 2))
    assert open_relationships(store) != before

    undo.undo(uid, history(store, registry, uid)[0].uid, ANNA)

    assert open_relationships(store) == before


def test_a_newer_change_of_the_same_value_stands_against_it(store: GraphStore, registry: Registry, undo: Undo) -> None:
    uid = send(store, registry, report(APP), report(replace(APP, kernel="6.12"), 2))
    event = history(store, registry, uid)[0]
    send(store, registry, report(replace(APP, kernel="6.13"), 3))
    newer = history(store, registry, uid)[0]

    with pytest.raises(UndoConflictError) as refused:
        undo.undo(uid, event.uid, ANNA)

    assert [(error.field, error.value) for error in refused.value.errors] == [("kernel_version", newer.uid)]
    assert values(store, registry, uid)[1]["kernel_version"] == "6.13"


def test_a_newer_change_of_something_else_does_not(store: GraphStore, registry: Registry, undo: Undo) -> None:
    uid = send(store, registry, report(APP), report(replace(APP, kernel="6.12"), 2))
    event = history(store, registry, uid)[0]
    send(store, registry, report(replace(APP, kernel="6.12", serial_number="S2"), 3))

    undo.undo(uid, event.uid, ANNA)

    attributes = values(store, registry, uid)[1]
    assert (attributes["kernel_version"], attributes["serial_number"]) == ("6.1", "S2")


def test_a_change_of_the_class_is_undone_whatever_is_reported_later(
    store: GraphStore, registry: Registry, undo: Undo
) -> None:
    uid = send(store, registry, report(APP))
    send(store, registry, of_class(report(replace(APP, kernel="6.12"), at=2), "workstation"))
    changed = history(store, registry, uid)[0]

    plan = undo.undo(uid, changed.uid, ANNA)
    send(store, registry, of_class(report(replace(APP, kernel="6.13"), at=3), "workstation"))

    ci = CIDetails(store, registry).ci(uid)
    assert plan
    assert plan.attributes == {"ci_class": "server", "kernel_version": "6.1"}
    assert ci
    assert ci.ci_class == "server"


def test_an_event_of_another_ci_is_not_there(store: GraphStore, registry: Registry, undo: Undo) -> None:
    uid = send(store, registry, report(APP))
    other = send(store, registry, report(Machine("db1", "10.0.0.2")))

    assert undo.plan(other, history(store, registry, uid)[0].uid) is None
    assert undo.plan(uid, "ev_unknown") is None


def event(kind: str, *changes: dict[str, object]) -> PastEvent:
    """An event of one CI."""
    return PastEvent("ev_1", "ci_1", 1, 1, kind, changes, 1)


def test_undoing_the_first_event_retires_the_ci() -> None:
    created = event("created", {"attribute": "status", "old": None, "new": "active"})

    assert plan_of(created, []).status == "retired"


def test_undoing_a_retirement_restores_the_ci() -> None:
    retired = event("retired", {"attribute": "status", "old": "active", "new": "retired"})

    assert plan_of(retired, []).status == "active"


@pytest.mark.parametrize(
    "changes",
    [
        {"attribute": "identifiers", "old": ["a"], "new": ["b"]},
        {"attribute": "merged_into", "old": None, "new": "ci_2"},
        {"attribute": "status", "old": "stale", "new": "active"},
    ],
)
def test_what_edits_cannot_say_is_refused_with_the_remedy(changes: dict[str, object]) -> None:
    with pytest.raises(NotUndoableError):
        plan_of(event("changed", changes), [])
