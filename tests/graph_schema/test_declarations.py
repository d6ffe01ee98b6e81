"""The vocabulary of declarations: what a class inherits, what an attribute accepts, what contradicts itself."""

from typing import Annotated

import pytest

from graph_schema import AttributeSpec, DeclarationError
from graph_schema.ci_classes.computer import Computer
from graph_schema.ci_classes.server import Server
from graph_schema.ci_classes.switch import Switch
from graph_schema.declare import (
    MAX_LIST_LENGTH,
    MAX_TEXT_LENGTH,
    AttributeOptions,
    attribute,
    attribute_spec,
    ci_class,
    identified_by,
    label_of,
    replaced,
    snake_case,
    spec_of,
)
from graph_schema.values import Address

WORDS = AttributeOptions("What it is.", choices=("one", "two"))


@pytest.mark.parametrize(
    ("class_name", "name", "label"),
    [
        ("NetworkInterface", "network_interface", "Network interface"),
        ("IPAddress", "ip_address", "IP address"),
        ("UPS", "ups", "UPS"),
        ("CI", "ci", "CI"),
    ],
)
def test_a_class_is_named_once(class_name: str, name: str, label: str) -> None:
    assert snake_case(class_name) == name
    assert label_of(name) == label


def test_a_class_inherits_attributes_identification_and_family() -> None:
    server, computer = spec_of(Server), spec_of(Computer)

    assert server.parents == ("computer", "device", "ci")
    assert set(computer.attributes) < set(server.attributes)
    assert server.identification == computer.identification
    assert (server.family, server.is_abstract, computer.is_abstract) == ("device", False, True)
    assert spec_of(Switch).attributes["serial_number"].options.is_watched


def test_a_class_may_declare_its_own_rules_and_options() -> None:
    @ci_class(family="test", identification=(identified_by("key", within="PART_OF"),), is_value=True, availability=0.5)
    class ServerPlinth:
        """What a server stands on."""

        key: str | None = attribute("Key.", default=None, indexed=True, facet=True, unit="mm")
        is_stable: bool | None = attribute("Whether it is.", default=None)

    spec = spec_of(ServerPlinth)

    assert (spec.name, spec.label, spec.doc) == ("server_plinth", "Server plinth", "What a server stands on.")
    assert spec.owner_types == ("PART_OF",)
    assert (spec.is_value, spec.availability, spec.is_service) == (True, 0.5, False)
    assert spec.attributes["key"].options == AttributeOptions("Key.", unit="mm", is_indexed=True, is_facet=True)
    assert (spec.attributes["key"].doc, spec.attributes["is_stable"].label) == ("Key.", "Is stable")
    assert ServerPlinth(key="a").key == "a"


def test_a_declared_ci_takes_what_was_declared_and_stays_as_it_is() -> None:
    server = Server(name="app1", fqdn="app1.example.net")

    other = replaced(server, name="app2")

    assert (server.name, other.name, other.fqdn) == ("app1", "app2", "app1.example.net")
    with pytest.raises(TypeError, match="Server has no attribute colour"):
        replaced(server, colour="red")
    with pytest.raises(AttributeError, match=r"Server\.name cannot be changed"):
        setattr(server, "name", "app3")  # noqa: B010 - the type checker refuses the plain assignment


@pytest.mark.parametrize(
    ("hint", "kind"),
    [
        (str, "string"),
        (int | None, "integer"),
        (float, "number"),
        (bool, "boolean"),
        (tuple[str, ...], "string_list"),
        (tuple[Address, ...] | None, "string_list"),
        (Annotated[str, "nothing of ours"], "string"),
    ],
)
def test_a_type_gives_an_attribute_its_kind(hint: object, kind: str) -> None:
    assert attribute_spec("name", hint, WORDS).kind == kind


@pytest.mark.parametrize("hint", [dict[str, str], bytes, str | int])
def test_a_type_without_a_kind_cannot_be_declared(hint: object) -> None:
    with pytest.raises(DeclarationError, match="attribute name: the type"):
        attribute_spec("name", hint, WORDS)


@pytest.mark.parametrize(
    ("kind", "value", "stored"),
    [
        ("string", "one", "one"),
        ("string", None, None),
        ("integer", -(2**63), -(2**63)),
        ("number", 3, 3),
        ("number", 0.5, 0.5),
        ("boolean", False, False),
        ("string_list", ["two", "one", "two"], ["one", "two"]),
        ("string_list", ("two",), ["two"]),
        ("string_list", [], None),
    ],
)
def test_a_fitting_value_is_stored(kind: str, value: object, stored: object) -> None:
    assert AttributeSpec("name", kind, WORDS).normalise(value) == stored


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        ("string", 1, "must be text, not int"),
        ("string", "three", "must be one of one, two"),
        ("string", "x" * (MAX_TEXT_LENGTH + 1), "is longer than"),
        ("integer", 1.5, "must be a whole number"),
        ("integer", True, "must be a whole number"),
        ("integer", 2**63, "is out of range"),
        ("number", "1", "must be a number"),
        ("number", float("nan"), "is out of range"),
        ("boolean", 1, "must be true or false"),
        ("string_list", "one", "must be a list of texts, not str"),
        ("string_list", ["one"] * (MAX_LIST_LENGTH + 1), "has more than"),
        ("string_list", ["one", 2], "must be text, not int"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_the_reason(kind: str, value: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        AttributeSpec("name", kind, WORDS).normalise(value)
