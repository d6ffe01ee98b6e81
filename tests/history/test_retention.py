"""Joining old events: the first and the last stay, and what was so at a baseline's instant stays known exactly."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.export.canonical import export_canonical
from cmdb_server.graph_store.queries.baselines import CREATE_BASELINE
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.history import instants
from cmdb_server.history.comparison import compare
from cmdb_server.history.joining import groups_to_join, joined
from cmdb_server.history.past import PastEvent
from cmdb_server.history.retention import Retention
from cmdb_server.history.rules import HistoryRuleError, SetDays, days_of, read_set, save_set
from cmdb_server.ingest.pipeline import Ingest, now_in_microseconds
from cmdb_server.ingest.validation import decode
from graph_schema import Registry, load_registry
from graph_schema.report import Report, encode
from tests.engine import wipe
from tests.ingest.estates import reports
from tests.ingest.machines import Machine, report
from tests.law import law

LAW = law(8)
ENDS = Query(
    "test.ends",
    """
    MATCH (e:Event)
    RETURN e.ci_uid AS ci_uid, min(e.recorded_at) AS first, max(e.recorded_at) AS last
    ORDER BY ci_uid
    """,
)
COUNT = Query("test.count", "MATCH (e:Event) RETURN count(e) AS events")


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The declarations, with a history of single events that ends today for every class."""
    declared = load_registry()
    return replace(declared, classes={n: replace(spec, history_days=0) for n, spec in declared.classes.items()})


def thin(store: GraphStore, registry: Registry, clock: Callable[[], int] = now_in_microseconds) -> dict[str, int]:
    """Join whatever may be joined."""
    return Retention(store, registry, clock).run()


@LAW
@given(sent=st.lists(reports(), min_size=3, max_size=6), kept=st.integers(1, 5))
def test_the_instant_of_a_baseline_stays_known_exactly(
    store: GraphStore, registry: Registry, sent: list[Report], kept: int
) -> None:
    wipe(store)
    ingest = Ingest(store, registry)
    at, then = 0, list[bytes]()
    for number, one in enumerate(sent):
        ingest.accept(decode(encode(one), registry), "test")
        if number == min(kept, len(sent) - 2):
            at, then = instants.latest(store), list(export_canonical(store, registry))
    now = list(export_canonical(store, registry))
    properties = {"status": "active", "at": at}
    store.write(lambda tx: tx.run(CREATE_BASELINE, uid="bl_1", properties=properties))
    ends = store.read(lambda tx: tx.run(ENDS))

    thin(store, registry)

    assert list(export_canonical(store, registry, at)) == then
    assert list(export_canonical(store, registry)) == now
    assert store.read(lambda tx: tx.run(ENDS)) == ends
    assert not any(thin(store, registry).values())


def test_only_what_is_old_enough_is_joined(store: GraphStore) -> None:
    declared = load_registry()
    peer = declared.ci_class("server")
    registry = replace(declared, classes={**declared.classes, "server": replace(peer, history_days=30)})
    ingest = Ingest(store, registry)
    for minute in range(1, 6):
        ingest.accept(decode(encode(report(Machine(kernel=f"6.{minute}"), minute)), registry), "test")
    before = store.read(lambda tx: tx.run(COUNT))[0]["events"]
    month = 31 * 86_400_000_000

    assert not any(thin(store, registry).values())
    counts = thin(store, registry, lambda: now_in_microseconds() + month)

    assert counts == {"joined": 1, "gone": 2}
    assert store.read(lambda tx: tx.run(COUNT))[0]["events"] == before - 2


def event(at: int, *changes: dict[str, object]) -> PastEvent:
    """An event of one CI."""
    return PastEvent(f"ev_{at}", "ci", at, 1, "changed", changes, at)


def value(old: str, new: str) -> dict[str, object]:
    """A change of one attribute."""
    return {"attribute": "name", "old": old, "new": new}


def bond(change: str, **told: object) -> dict[str, object]:
    """A change of one relationship."""
    return {"relationship": "RUNS_ON", "relationship_uid": "re", "other": "ci_2", "change": change, **told}


def test_first_and_last_are_never_joined() -> None:
    events = [event(at, value("a", "b")) for at in range(1, 6)]

    assert [[entry.recorded_at for entry in run] for run in groups_to_join(events, 10, [])] == [[2, 3, 4]]
    assert groups_to_join(events[:3], 10, []) == []


def test_no_run_reaches_across_an_instant_that_is_kept() -> None:
    events = [event(at, value("a", "b")) for at in range(1, 8)]

    assert [[entry.recorded_at for entry in run] for run in groups_to_join(events, 10, [4])] == [[2, 3, 4], [5, 6]]


def test_the_joined_event_compares_like_all_of_them() -> None:
    events = [
        event(1, value("a", "b"), bond("closed", valid_from=0)),
        event(2, value("b", "c"), bond("opened", previous=[0, 1], old={"port": 1}, new={"port": 2})),
        event(3, value("c", "d"), bond("changed", old={"port": 2}, new={"port": 3})),
        event(4, value("d", "e"), bond("changed", old={"port": 3}, new={"port": 4})),
    ]

    one = joined(events)

    assert compare([one]) == compare(events)
    assert (one.uid, one.recorded_from, one.recorded_at) == ("ev_4", 1, 4)


def test_what_is_set_for_a_class_holds_for_those_below_it(store: GraphStore) -> None:
    registry = load_registry()

    def put(ci_class: str, days: int | None) -> None:
        store.write(lambda tx: save_set(tx, registry, ci_class, SetDays(days, "anna", 1, "")))

    def days(ci_class: str) -> tuple[int | None, str]:
        found = days_of(registry, store.read(read_set), ci_class)
        return found.days, found.of

    assert days("server")[0] is None
    put("device", 90)
    put("server", 30)
    assert (days("switch"), days("server"), days("endpoint")) == ((90, "device"), (30, "server"), (400, "endpoint"))
    put("endpoint", None)
    store.write(lambda tx: save_set(tx, registry, "server", None))
    assert (days("server"), days("endpoint")) == ((90, "device"), (None, "endpoint"))
    with pytest.raises(HistoryRuleError):
        put("server", 0)
    with pytest.raises(HistoryRuleError):
        put("no_class", 5)


def test_events_of_a_class_are_joined_after_the_days_that_were_set(store: GraphStore) -> None:
    registry = load_registry()
    ingest = Ingest(store, registry)
    for number in range(1, 5):
        ingest.accept(decode(encode(report(Machine(kernel=f"6.{number}"), number)), registry), "test")
    store.write(lambda tx: save_set(tx, registry, "server", SetDays(1, "anna", 1, "")))

    later = Retention(store, registry, lambda: now_in_microseconds() + 2 * 86_400_000_000).run()

    assert later["joined"] == 1
