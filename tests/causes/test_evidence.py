"""When a symptom began, which CI a signal speaks of, and what is told of changes: pure."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from cmdb_server.causes.asking import way_between
from cmdb_server.causes.changes import Change, as_told, since_found
from cmdb_server.causes.evidence import began_at, is_relevant, nodes_of, readings_of
from cmdb_server.signals.signal import CRITICAL, WARNING, Signal
from impact import candidates
from impact.rows import integers
from tests.impact.estates import Case, cases

MINUTE = 60 * 1_000_000
NOW = 1_000 * MINUTE


def signal(uid: str, ci: str, minutes_ago: int, severity: int = CRITICAL) -> Signal:
    started = NOW - minutes_ago * MINUTE
    return Signal(uid, uid, "s", "default", uid, f"Alert{uid}", severity, "", started, started, NOW, ci_uid=ci)


def test_a_signal_of_what_the_graph_does_not_have_speaks_of_its_machine() -> None:
    signals = [signal("a", "disk", 1), signal("b", "db", 1), signal("c", "elsewhere", 1), signal("d", "", 1)]

    nodes = nodes_of(signals, {"db", "host"}, {"disk": "host", "db": "host", "elsewhere": "other"})

    assert nodes == {"a": "host", "b": "db"}
    assert [reading["node"] for reading in readings_of(signals, nodes)] == ["host", "db"]


@pytest.mark.parametrize(
    ("signals", "minutes_ago"),
    [
        ([signal("a", "shop", 30), signal("b", "db", 35)], 29),
        ([signal("a", "db", 30), signal("b", "app", 40), signal("c", "web", 300)], 29),
        ([signal("a", "db", 30), signal("b", "app", 5, WARNING)], 29),
        ([signal("a", "shop", 0)], 0),
        ([], 0),
    ],
    ids=("own", "last wave", "worst", "just now", "nothing"),
)
def test_a_symptom_began_with_its_own_signal_or_the_last_wave_of_the_worst(
    signals: list[Signal], minutes_ago: int
) -> None:
    nodes = {entry.uid: entry.ci_uid for entry in signals}

    assert began_at(signals, nodes, "shop", NOW) == NOW - minutes_ago * MINUTE


def test_what_came_and_went_after_a_symptom_began_is_another_story() -> None:
    began = NOW - 60 * MINUTE
    still_open, of_it = signal("a", "db", 1), replace(signal("b", "db", 65), resolved_at=NOW - 30 * MINUTE)
    later, before = replace(of_it, started_at=NOW - 35 * MINUTE), replace(of_it, resolved_at=began)

    assert [is_relevant(entry, began, NOW) for entry in (still_open, of_it, later, before)] == [
        True,
        True,
        False,
        False,
    ]


def test_changes_of_what_the_graph_does_not_have_are_left_out() -> None:
    change = Change("ev_1", "db", NOW, "changed", "anna", "manual:anna", "")

    told = as_told([change, replace(change, ci_uid="x")], {"db": "db"})

    assert [(entry["node"], entry["summary"]) for entry in told] == [("db", "ev_1")]
    assert change.is_by_person
    assert not replace(change, source="agent:1").is_by_person


def test_what_sources_say_first_of_a_ci_that_was_just_found_is_no_change() -> None:
    stock = Change("ev_1", "vm", NOW, "changed", "", "agent:1", "", observed_at=NOW)
    upgrade = replace(stock, uid="ev_2", observed_at=NOW + MINUTE)
    placed = replace(stock, uid="ev_3", source="api:racks", observed_at=NOW + MINUTE)
    moved = replace(placed, uid="ev_4", observed_at=NOW + 2 * MINUTE)
    by_hand = replace(stock, uid="ev_5", source="manual:anna")
    old = replace(stock, uid="ev_6", ci_uid="db")

    told = since_found([stock, upgrade, placed, moved, by_hand, old], {"vm": ("agent:1", NOW)})
    unseen = since_found([upgrade], {"vm": ("agent:1", NOW)})

    assert [change.uid for change in told] == ["ev_2", "ev_4", "ev_5", "ev_6"]
    assert unseen == [upgrade]


@given(cases())
def test_a_way_leads_from_each_candidate_to_the_symptom_along_what_needs_what(case: Case) -> None:
    graph = case.estate().graph
    for symptom in range(graph.size):
        reach = candidates(graph, integers([symptom]))
        for cause in range(graph.size):
            way = way_between(graph, cause, symptom)
            assert bool(way) == (cause in reach)
            if way:
                assert (way[0], way[-1], len(way) - 1) == (cause, symptom, reach.level(cause))
                assert all(
                    np.isin(one, graph.dependencies(integers([other]))) for one, other in itertools.pairwise(way)
                )
