"""Undo restores: what an event changed is again as it was before, or what stands against that is named."""

import json
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.errors import CmdbError
from cmdb_server.export.ndjson import export
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.history.past import PastEvent
from cmdb_server.history.reading import events_between
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from cmdb_server.manual_edits.editing import ManualEdits, Signature
from cmdb_server.undo.plan import Plan
from cmdb_server.undo.undoing import Undo
from graph_schema import Registry, load_registry
from graph_schema.report import Report, encode
from tests.engine import wipe
from tests.ingest.estates import reports
from tests.law import law

LAW = law(12)
ANNA = Signature("anna", "by mistake")


class Facts(NamedTuple):
    """What is said of each CI, and which relationships are there."""

    cis: dict[str, dict[str, Any]]
    relationships: set[str]


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The declarations."""
    return load_registry()


def facts(store: GraphStore, registry: Registry) -> Facts:
    """The values of the CIs and the open relationships."""
    lines = [json.loads(line) for line in export(store, registry)]
    cis = {
        line["uid"]: {**line["attributes"], "name": line["name"], "status": line["status"]}
        for line in lines
        if line["kind"] == "ci"
    }
    return Facts(cis, {line["attributes"]["uid"] for line in lines if line["kind"] == "relationship"})


def undone(before: dict[str, Any], event: PastEvent, plan: Plan) -> dict[str, Any]:
    """The values of a CI before the event, as far as that told them."""
    old = {change["attribute"]: change.get("old") for change in event.changes if change.get("attribute") in before}
    wanted = {**before, **plan.attributes, **({"status": plan.status} if plan.status else {})}
    assert plan.status or all(wanted[name] == value for name, value in old.items() if name in plan.attributes)
    return {name: value for name, value in wanted.items() if value is not None}


def done(undo: Undo, event: PastEvent) -> Plan | CmdbError | None:
    """What undoing did, or why it was refused."""
    try:
        return undo.undo(event.ci_uid, event.uid, ANNA)
    except CmdbError as refused:
        return refused


@LAW
@given(sent=st.lists(reports(), min_size=2, max_size=5), data=st.data())
def test_undo_restores_or_names_what_stands_against_it(
    store: GraphStore, registry: Registry, sent: list[Report], data: st.DataObject
) -> None:
    wipe(store)
    ingest = Ingest(store, registry)
    for one in sent:
        ingest.accept(decode(encode(one), registry), "test")
    event = data.draw(st.sampled_from(store.read(lambda tx: events_between(tx, -1))))
    before = facts(store, registry)

    plan = done(Undo(store, registry, ManualEdits(store, registry, ingest)), event)

    assert plan
    if not isinstance(plan, Plan):
        assert plan.errors
        assert all(error.value and error.remedy for error in plan.errors)
        assert facts(store, registry).cis == before.cis
        return
    after = facts(store, registry)
    # What its identifier alone makes is in no export once it is retired.
    expected = undone(before.cis.get(event.ci_uid, {}), event, plan)
    shown = after.cis.get(event.ci_uid, {**expected, "status": "retired"})
    found = {name: value for name, value in shown.items() if value is not None}
    assert {name: found.get(name) for name in expected} == expected
    opened = {bond.uid for bond in plan.relationships if bond.is_open}
    closed = {bond.uid for bond in plan.relationships if not bond.is_open}
    assert opened <= after.relationships
    assert not closed & after.relationships
