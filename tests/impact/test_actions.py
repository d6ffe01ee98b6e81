"""What enters a question by an action."""

import pytest

from graph_schema.registry import load_registry
from impact import (
    CI,
    EFFECTS,
    ActionError,
    Effect,
    Relation,
    Requirement,
    State,
    entering,
    estate_of,
    preview,
    propagate,
)

LINEAGES = [
    ["endpoint"],
    ["endpoint"],
    ["software_instance"],
    ["server", "computer", "device"],
    ["rack"],
    ["site"],
]
WEB, ADMIN, PROGRAM, SERVER, RACK, SITE = range(6)
RELATIONS = [
    Relation(WEB, "PROVIDED_BY", PROGRAM),
    Relation(ADMIN, "PROVIDED_BY", PROGRAM),
    Relation(PROGRAM, "RUNS_ON", SERVER),
    Relation(SERVER, "LOCATED_IN", RACK),
    Relation(RACK, "LOCATED_IN", SITE),
]


def test_a_blocked_port_does_not_take_the_machines_other_services_down() -> None:
    names = [CI(name) for name in ("web", "admin", "program", "server")]
    needs = [Requirement("web", ["program"]), Requirement("admin", ["program"]), Requirement("program", ["server"])]
    graph = estate_of(names, needs).graph

    down, degraded = entering(preview("port_block", [WEB], LINEAGES, RELATIONS))

    assert propagate(graph, down, degraded).states().tolist() == [State.DOWN, State.UP, State.UP, State.UP]


def test_a_lost_site_takes_everything_in_it() -> None:
    circle = [*RELATIONS, Relation(SITE, "LOCATED_IN", RACK)]

    found = preview("site_lost", [SITE], LINEAGES, circle)

    assert sorted(entry.ci for entry in found) == [SERVER, RACK]


def test_the_most_specific_class_counts_and_an_effect_ends() -> None:
    found = preview("restart", [SERVER, PROGRAM], LINEAGES, RELATIONS)

    assert [entry.effect.lasts_seconds for entry in found] == [600, 120]
    assert [down.tolist() for down, _ in (entering(found), entering(found, 300), entering(found, 600))] == [
        [PROGRAM, SERVER],
        [SERVER],
        [],
    ]


def test_the_table_can_be_extended() -> None:
    slow = Effect("backup", "software_instance", State.DEGRADED, 3600, on="targets", relationship="RUNS_ON")

    found = preview("backup", [PROGRAM], LINEAGES, RELATIONS, [*EFFECTS, slow])

    assert [entering(found)[1].tolist(), found[0].effect] == [[SERVER], slow]


def test_what_is_down_by_one_effect_and_degraded_by_another_is_down() -> None:
    both = [Effect("move", "ci", State.DOWN), Effect("move", "ci", State.DEGRADED)]

    down, degraded = entering(preview("move", [WEB], LINEAGES, RELATIONS, both))

    assert [down.tolist(), degraded.tolist()] == [[WEB], []]


def test_an_unknown_action_and_a_class_it_is_not_for_are_refused() -> None:
    with pytest.raises(ActionError, match=r"action 'explode' is unknown; use one of certificate_expires, "):
        preview("explode", [WEB], LINEAGES, RELATIONS)
    with pytest.raises(ActionError, match=r"'site_lost' is not for a CI of class 'endpoint'; choose one of class site"):
        preview("site_lost", [WEB], LINEAGES, RELATIONS)


def test_the_table_names_only_declared_classes_and_relationship_types() -> None:
    registry = load_registry()

    assert {effect.ci_class for effect in EFFECTS} <= set(registry.classes)
    assert {effect.relationship for effect in EFFECTS} - {""} <= set(registry.relationship_types)
