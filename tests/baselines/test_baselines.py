"""What drifts from a baseline, and what people decide about it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from cmdb_server.baselines.baselines import Baselines, NotDriftedError, Target
from cmdb_server.ci_detail.detail import CIDetails
from cmdb_server.filter_language.errors import QueryError
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.ingest.pipeline import Ingest, now_in_microseconds
from cmdb_server.ingest.validation import decode
from cmdb_server.manual_edits.editing import ManualEdits, Signature
from cmdb_server.search_index.index import SearchIndex
from cmdb_server.undo.plan import FOLLOWS
from cmdb_server.undo.undoing import Undo
from graph_schema import Registry, load_registry
from graph_schema.report import Report, encode
from tests.ingest.machines import Machine, report

APP = Machine("app1", serial_number="S1")
DB = Machine("db1", "10.0.0.2")
ANNA = Signature("anna", "checked")
NEWER = replace(APP, kernel="6.12")
FAR = 4_000_000_000_000_000
Send = Callable[..., str]


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The declarations."""
    return load_registry()


@pytest.fixture
def baselines(store: GraphStore, registry: Registry) -> Baselines:
    """The baselines of an empty graph."""
    index = SearchIndex(store, registry, now_in_microseconds)
    index.build()
    return Baselines(store, registry, index, now_in_microseconds)


@pytest.fixture
def send(store: GraphStore, registry: Registry) -> Send:
    """Takes reports in; answers the root of the last one."""
    ingest = Ingest(store, registry)

    def take(*reports: Report) -> str:
        return [getattr(ingest.accept(decode(encode(one), registry), "test"), "root_uid", "") for one in reports][-1]

    return take


def drift(baselines: Baselines, uid: str) -> dict[str, str]:
    """What is in the inbox, by CI."""
    inbox = baselines.inbox(uid)
    assert inbox
    return {ci: entry.changes.kind for ci, entry in inbox.drift.items() if entry.to_look_at()}


def changed(baselines: Baselines, uid: str, ci: str) -> set[str]:
    """The attributes of a CI that are to be looked at, without those that follow from others."""
    inbox = baselines.inbox(uid)
    shown = inbox.drift[ci].to_look_at() if inbox and ci in inbox.drift else None
    return set(shown.names()) - FOLLOWS if shown else set()


def test_what_changes_comes_and_goes_is_drift(baselines: Baselines, send: Send) -> None:
    app = send(report(APP))
    baseline = baselines.create("servers", 'server and kernel_version = "6.1"', None, ANNA)
    assert drift(baselines, baseline.uid) == {}

    db = send(report(DB))
    send(report(replace(APP, serial_number="S2"), 2))
    assert drift(baselines, baseline.uid) == {app: "changed", db: "added"}

    send(report(NEWER, 3))
    assert drift(baselines, baseline.uid) == {app: "removed", db: "added"}


def test_a_baseline_of_the_past_holds_what_was_so_then(baselines: Baselines, send: Send) -> None:
    app = send(report(APP))
    at = now_in_microseconds()
    send(report(NEWER, 2))

    baseline = baselines.create("servers", "server", at, ANNA)

    assert drift(baselines, baseline.uid) == {app: "changed"}


def test_accepted_drift_is_the_baseline_until_it_changes_again(baselines: Baselines, send: Send) -> None:
    app = send(report(APP))
    baseline = baselines.create("servers", "server", None, ANNA)
    db = send(report(DB), report(NEWER, 2)) and send(report(DB))

    baselines.decide(baseline.uid, [Target(app), Target(db)], "accepted", ANNA)
    assert drift(baselines, baseline.uid) == {}

    send(report(replace(DB, kernel="6.12"), 3))
    assert drift(baselines, baseline.uid) == {db: "changed"}


def test_ignored_drift_comes_back_when_its_time_is_over(
    store: GraphStore, registry: Registry, baselines: Baselines, send: Send
) -> None:
    app = send(report(APP))
    baseline = baselines.create("servers", "server", None, ANNA)
    send(report(NEWER, 2))

    baselines.decide(baseline.uid, [Target(app)], "ignored", ANNA, FAR)
    assert drift(baselines, baseline.uid) == {}

    index = SearchIndex(store, registry, lambda: FAR)
    index.build()
    assert drift(Baselines(store, registry, index, lambda: FAR), baseline.uid) == {app: "changed"}


def _latest(store: GraphStore, registry: Registry, uid: str) -> str | None:
    page = CIDetails(store, registry).history(uid, "", 1)
    assert page
    return page.items[0].reason


def test_reverted_drift_is_an_edit_that_brings_the_baseline_back(
    store: GraphStore, registry: Registry, baselines: Baselines, send: Send
) -> None:
    app = send(report(APP))
    baseline = baselines.create("servers", "server", None, ANNA)
    send(report(replace(NEWER, serial_number=None), 2))

    undo = Undo(store, registry, ManualEdits(store, registry, Ingest(store, registry)))
    baselines.revert(baseline.uid, [Target(app)], undo, ANNA)

    ci = CIDetails(store, registry).ci(app)
    assert ci
    values = {attribute.name: attribute for attribute in ci.attributes}
    assert (values["kernel_version"].value, values["serial_number"].value) == ("6.1", "S1")
    source = values["kernel_version"].source
    assert source
    assert source.kind == "manual"
    assert _latest(store, registry, app) == "back to baseline servers: checked"
    inbox = baselines.inbox(baseline.uid)
    assert inbox
    assert inbox.drift == {}


def test_single_changes_are_decided_each_by_itself(
    store: GraphStore, registry: Registry, baselines: Baselines, send: Send
) -> None:
    app = send(report(APP))
    baseline = baselines.create("servers", "server", None, ANNA)
    send(report(replace(NEWER, serial_number="S2", fqdn="app1.example"), 2))
    assert changed(baselines, baseline.uid, app) == {"kernel_version", "serial_number", "fqdn"}

    baselines.decide(baseline.uid, [Target(app, "kernel_version")], "accepted", ANNA)
    baselines.decide(baseline.uid, [Target(app, "fqdn")], "ignored", ANNA, FAR)
    assert changed(baselines, baseline.uid, app) == {"serial_number"}
    undo = Undo(store, registry, ManualEdits(store, registry, Ingest(store, registry)))
    baselines.revert(baseline.uid, [Target(app, "serial_number")], undo, ANNA)
    assert changed(baselines, baseline.uid, app) == set()

    send(report(replace(NEWER, serial_number="S2", fqdn="app1.example", kernel="6.13"), 3))
    assert changed(baselines, baseline.uid, app) == {"kernel_version"}
    with pytest.raises(NotDriftedError):
        baselines.decide(baseline.uid, [Target(app, "serial_number")], "accepted", ANNA)


def test_a_ci_with_a_single_ignored_change_is_listed_and_counts_as_ignored(baselines: Baselines, send: Send) -> None:
    app = send(report(APP))
    baseline = baselines.create("servers", "server", None, ANNA)
    send(report(replace(NEWER, fqdn="app1.example"), 2))
    inbox = baselines.inbox(baseline.uid)
    assert inbox
    assert not inbox.drift[app].has_ignored()

    baselines.decide(baseline.uid, [Target(app, "fqdn")], "ignored", ANNA, FAR)

    inbox = baselines.inbox(baseline.uid)
    assert inbox
    assert inbox.drift[app].has_ignored()
    assert changed(baselines, baseline.uid, app) == {"kernel_version"}


def test_what_was_accepted_stays_so_when_newer_drift_is_ignored(baselines: Baselines, send: Send) -> None:
    app = send(report(APP))
    baseline = baselines.create("servers", "server", None, ANNA)
    send(report(NEWER, 2))
    baselines.decide(baseline.uid, [Target(app)], "accepted", ANNA)
    send(report(replace(NEWER, serial_number="S2"), 3))

    baselines.decide(baseline.uid, [Target(app)], "ignored", ANNA, FAR)

    inbox = baselines.inbox(baseline.uid)
    assert inbox
    assert "kernel_version" not in inbox.drift[app].changes.names()


def test_what_has_not_drifted_cannot_be_decided(baselines: Baselines, send: Send) -> None:
    app = send(report(APP))
    baseline = baselines.create("servers", "server", None, ANNA)

    with pytest.raises(NotDriftedError):
        baselines.decide(baseline.uid, [Target(app)], "accepted", ANNA)


def test_a_question_that_cannot_be_read_is_no_baseline(baselines: Baselines) -> None:
    with pytest.raises(QueryError):
        baselines.create("broken", "server and (", None, ANNA)


def test_a_removed_baseline_is_gone(baselines: Baselines) -> None:
    baseline = baselines.create("servers", "server", None, ANNA)

    assert baselines.all() == [baseline]
    baselines.remove(baseline.uid)

    assert baselines.all() == []
    assert baselines.inbox(baseline.uid) is None
