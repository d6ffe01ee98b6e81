"""A comparison of two instants tells exactly what differs between the exports of these instants."""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.comparison.answers import CIDifference
from cmdb_server.comparison.comparing import Comparisons, Page
from cmdb_server.comparison.scopes import Between, scope_of_query, scope_of_service
from cmdb_server.export.ndjson import export
from cmdb_server.filter_language.query import parse
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.history import instants
from cmdb_server.history.comparison import compare
from cmdb_server.history.past import PastEvent
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.impact_analysis.question import Question
from cmdb_server.ingest.pipeline import Ingest
from cmdb_server.ingest.validation import decode
from cmdb_server.search_index.index import SearchIndex
from graph_schema import Registry, load_registry
from graph_schema.report import Report, encode
from tests.engine import wipe
from tests.ingest.estates import reports
from tests.ingest.machines import Machine, report
from tests.law import law

LAW = law(10)
ALL = Page(0, 10_000)
DB = Machine("db1", "10.0.0.2", programs=("postgres",), listens=(5432,))
APP = Machine("app1", connects=(("10.0.0.2", 5432),))
LONELY = Machine("app1", kernel="6.12")


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The declarations."""
    return load_registry()


def send(store: GraphStore, registry: Registry, sent: Sequence[Report]) -> list[int]:
    """Take reports in; the time of the last change after each."""
    ingest, times = Ingest(store, registry), [instants.latest(store)]
    for one in sent:
        ingest.accept(decode(encode(one), registry), "test")
        times.append(instants.latest(store))
    return times


def comparisons(store: GraphStore, registry: Registry) -> Comparisons:
    """The questions about two instants."""
    return Comparisons(store, registry, ImpactAnalysis(store, registry))


def facts(store: GraphStore, registry: Registry, at: int) -> tuple[dict[str, dict[str, Any]], set[str]]:
    """The attributes of the CIs in use, and the relationships between any, as an export of a time tells them."""
    lines = [json.loads(line) for line in export(store, registry, at)]
    cis = {line["uid"]: line for line in lines if line["kind"] == "ci" and line["status"] == "active"}
    open_then = {line["attributes"]["uid"] for line in lines if line["kind"] == "relationship"}
    return {uid: {**ci["attributes"], "name": ci["name"]} for uid, ci in cis.items()}, open_then


def told(item: CIDifference, names: Collection[str]) -> dict[str, tuple[Any, Any]]:
    """The changes of attributes that an export shows."""
    return {entry.name: (entry.old, entry.new) for entry in item.attributes if entry.name in names}


def test_what_a_ci_gave_up_that_another_one_took_the_place_of_is_told_as_closed(
    store: GraphStore, registry: Registry
) -> None:
    here, there = report(DB), replace(report(DB, at=2), network_scope="branch")

    _, first, second = send(store, registry, [here, there])
    found = comparisons(store, registry).cis(None, Between(first, second), ALL).items

    (gone,) = [item for item in found if item.change == "removed"]
    assert {(bond.type, bond.change) for bond in gone.relationships} == {
        ("ASSIGNED_TO", "closed"),
        ("IN_SUBNET", "closed"),
    }


@LAW
@given(sent=st.lists(reports(), min_size=2, max_size=5), picked=st.tuples(*[st.integers(0, 5)] * 2))
def test_a_comparison_tells_what_differs_between_two_exports(
    store: GraphStore, registry: Registry, sent: list[Report], picked: tuple[int, int]
) -> None:
    wipe(store)
    times = send(store, registry, sent)
    since, until = sorted(times[place % len(times)] for place in picked)
    (before, open_before), (after, open_after) = (facts(store, registry, at) for at in (since, until))
    wanted: dict[str, dict[str, tuple[Any, Any]]] = {}
    for uid in before.keys() & after.keys():
        names = before[uid].keys() | after[uid].keys()
        pairs = {name: (before[uid].get(name), after[uid].get(name)) for name in names}
        wanted[uid] = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}

    found = comparisons(store, registry).cis(None, Between(since, until), ALL).items

    named = {name for spec in registry.classes.values() for name in spec.attributes}
    kinds = {item.uid: item.change for item in found}
    assert {uid for uid, kind in kinds.items() if kind == "added"} >= after.keys() - before.keys()
    assert {uid for uid, kind in kinds.items() if kind == "removed"} >= before.keys() - after.keys()
    changes = {item.uid: told(item, named) for item in found if item.uid in wanted}
    assert {uid: entry for uid, entry in changes.items() if entry} == {u: entry for u, entry in wanted.items() if entry}
    changed = {(bond.uid, bond.change) for item in found for bond in item.relationships if bond.change != "changed"}
    assert {uid for uid, change in changed if change == "opened"} >= open_after - open_before
    assert {uid for uid, change in changed if change == "closed"} >= open_before - open_after
    assert not {uid for uid, _ in changed} & (open_before & open_after)


def test_a_ci_is_compared_with_what_leads_to_it(store: GraphStore, registry: Registry) -> None:
    times = send(store, registry, [report(DB), report(APP), report(LONELY, 2)])
    analysis = ImpactAnalysis(store, registry)
    postgres = analysis.snapshot().cis.uid[analysis.snapshot().numbers_of_name["postgres"][0]]

    found = comparisons(store, registry).ci(postgres, Between(times[2], times[3]))

    assert found
    bonds = [(bond.type, bond.direction, bond.other.name, bond.change) for bond in found.relationships]
    assert bonds == [("DEPENDS_ON", "in", "app", "closed")]


def test_what_ends_where_it_began_is_no_difference(store: GraphStore, registry: Registry) -> None:
    times = send(store, registry, [report(APP), report(LONELY, 2), report(APP, 3)])

    assert comparisons(store, registry).cis(None, Between(times[1], times[2]), ALL).total > 0
    server = comparisons(store, registry).cis(None, Between(times[1], times[3]), ALL)
    assert not [item for item in server.items if item.ci_class == "server"]


def test_a_scope_tells_what_came_into_it_and_what_left_it(store: GraphStore, registry: Registry) -> None:
    index = SearchIndex(store, registry, lambda: 0)
    index.build()
    times = send(store, registry, [report(APP), report(LONELY, 2), report(DB)])
    scope = scope_of_query(index, parse('server and kernel_version = "6.12"', registry), Between(times[1], None))

    found = comparisons(store, registry).cis(scope, Between(times[1], None), ALL)

    assert [(item.name, item.change) for item in found.items] == [("app1", "added")]


def test_a_service_is_compared_with_all_it_needs(store: GraphStore, registry: Registry) -> None:
    analysis = ImpactAnalysis(store, registry)
    times = send(store, registry, [report(DB), report(APP), report(LONELY, 2)])
    scope = scope_of_service(analysis, "app", Between(times[2], times[3]))

    found = comparisons(store, registry).cis(scope, Between(times[2], times[3]), ALL)

    changes = {item.name: item.change for item in found.items}
    assert changes["postgres"] == "removed"
    assert changes["app"] == "changed"


def test_the_picture_tells_who_is_affected_no_longer(store: GraphStore, registry: Registry) -> None:
    times = send(store, registry, [report(DB), report(APP), report(LONELY, 2)])

    found = comparisons(store, registry).impact(Question(down=("db1",)), Between(times[2], times[3]), ALL)

    assert ("app", "removed", "down", None) in {(i.name, i.change, i.old, i.new) for i in found.items}
    assert found.counts.added == 0


def test_a_ci_that_came_and_went_between_is_no_difference() -> None:
    def event(at: int, kind: str, old: str | None, new: str) -> PastEvent:
        return PastEvent(f"ev{at}", "ci", at, 1, kind, [{"attribute": "status", "old": old, "new": new}], at)

    both = [event(1, "created", None, "active"), event(2, "retired", "active", "retired")]

    assert compare(both, {"ci"}) == {}
    assert compare(both[1:])["ci"].kind == "removed"


def test_what_only_a_later_change_tells_of_a_new_ci_was_not_there_before() -> None:
    def event(at: int, attribute: str, old: str | None, new: str) -> PastEvent:
        return PastEvent(f"ev{at}", "ci", at, 1, "changed", [{"attribute": attribute, "old": old, "new": new}], at)

    events = [event(1, "name", None, "a"), event(2, "identifiers", "name:a", "name:b")]

    assert {(change.attribute, change.old) for change in compare(events, {"ci"})["ci"].attributes} == {
        ("name", None),
        ("identifiers", None),
    }
    assert [change.old for change in compare(events[1:])["ci"].attributes] == ["name:a"]
