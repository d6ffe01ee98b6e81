"""All declarations together: they fit, and those that would not are named."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from graph_schema import CIClassSpec, DeclarationError, Registry, RelationshipSpec, ci_classes, cypher, load_registry
from graph_schema.data_sources import DATA_SOURCES, DataSourceSpec, kind_of
from graph_schema.declare import IdentifiedBy
from graph_schema.loading import load_all
from graph_schema.registry import registry_of
from graph_schema.relationships import RELATIONSHIP_TYPES


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The declarations."""
    return load_registry()


def test_every_class_of_the_vocabulary_is_found_in_its_file(registry: Registry) -> None:
    known = {"server", "switch", "network_interface", "software_instance", "endpoint", "redundancy_group", "site"}

    assert known <= set(registry.classes)
    assert registry.ci_class("server").name == "server"
    assert registry.relationship_type("RUNS_ON").failure == "down"


def test_a_family_holds_its_descendants(registry: Registry) -> None:
    assert set(registry.descendants["computer"]) == {"computer", "server", "workstation", "virtual_machine"}
    assert registry.is_a("server", "ci")
    assert not registry.is_a("server", "part")


def test_a_relationship_leads_only_where_it_is_declared_to(registry: Registry) -> None:
    runs_on = registry.relationship_type("RUNS_ON")

    assert registry.is_allowed(runs_on, "software_instance", "server")
    assert registry.is_allowed(runs_on, "software_instance", "switch")
    assert not registry.is_allowed(runs_on, "software_instance", "subnet")
    assert not registry.is_allowed(runs_on, "server", "server")


def test_a_dependent_class_is_owned_through_a_relationship_that_may_lead_from_it(registry: Registry) -> None:
    for spec in registry.classes.values():
        for kind in spec.owner_types:
            owned_by = registry.relationship_type(kind)
            assert any(registry.is_a(spec.name, end) for end in owned_by.sources) or spec.is_abstract, spec.name


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"attributes": {"uid": None}}, "class server: the attribute name uid is reserved"),
        ({"identification": ()}, "class server: add an identification rule"),
        ({"identification": (IdentifiedBy(("name",), "EATS"),)}, "class server: identified within EATS"),
    ],
)
def test_a_class_that_contradicts_the_others_is_named(
    registry: Registry, changed: Mapping[str, Any], message: str
) -> None:
    server: CIClassSpec = replace(registry.ci_class("server"), **changed)
    classes = {**registry.classes, "server": server}

    with pytest.raises(DeclarationError, match=message):
        registry_of(classes.values(), RELATIONSHIP_TYPES, DATA_SOURCES)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"targets": ("ci", "spaceship")}, "relationship type RUNS_ON: spaceship is no CI class"),
        ({"discriminator": ("colour",)}, "relationship type RUNS_ON: the discriminator colour is none"),
    ],
)
def test_a_relationship_type_that_contradicts_the_others_is_named(
    registry: Registry, changed: Mapping[str, Any], message: str
) -> None:
    runs_on: RelationshipSpec = replace(registry.relationship_type("RUNS_ON"), **changed)

    with pytest.raises(DeclarationError, match=message):
        registry_of(registry.classes.values(), [*RELATIONSHIP_TYPES[1:], runs_on], DATA_SOURCES)


def test_two_declarations_of_one_name_are_refused(registry: Registry) -> None:
    server = registry.ci_class("server")

    with pytest.raises(DeclarationError, match="server is declared twice"):
        registry_of([server, replace(server, doc="Another one.")], RELATIONSHIP_TYPES, DATA_SOURCES)


def test_a_person_is_believed_more_than_any_program(registry: Registry) -> None:
    priorities = {source.name: source.priority for source in registry.data_sources.values()}

    assert max(priorities, key=lambda name: priorities[name]) == "manual"
    assert len(set(priorities.values())) == len(priorities)
    assert kind_of("agent:0f31:x") == "agent"


def test_objects_of_a_kind_are_found_once_in_the_order_of_the_files() -> None:
    found = load_all(ci_classes, type)

    assert len(found) == len(set(found))
    assert load_all(ci_classes, DataSourceSpec) == []


def test_constraints_and_indexes_are_derived_from_the_declarations(registry: Registry) -> None:
    statements = cypher.statements(registry)

    assert "CREATE CONSTRAINT ci_uid IF NOT EXISTS FOR (n:CI) REQUIRE n.uid IS UNIQUE" in statements
    assert "CREATE INDEX ci_serial_number_index IF NOT EXISTS FOR (n:CI) ON (n.serial_number)" in statements
    assert len(set(statements)) == len(statements)


def test_the_labels_of_a_class_are_changed_in_one_statement(registry: Registry) -> None:
    labels = [cypher.node_label(name) for name in ("network_interface", "ip_address", "ups")]

    statement = cypher.label_change(["server", "computer"], ["workstation"])

    assert labels == ["NetworkInterface", "IPAddress", "UPS"]
    assert statement.endswith("REMOVE c:Workstation SET c:Server:Computer")
    assert len({cypher.node_label(name) for name in registry.classes}) == len(registry.classes)
    with pytest.raises(ValueError, match="is no name"):
        cypher.label_change(["ser`ver"], [])


@pytest.mark.parametrize("name", ["na me", "n`ame", "n-ame", ""])
def test_a_name_that_an_engine_would_not_take_gets_no_index(name: str) -> None:
    with pytest.raises(ValueError, match="is no name that both graph engines accept"):
        cypher.index("CI", name)
