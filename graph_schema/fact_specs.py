"""How the attributes of relationship types are declared."""

from graph_schema.declare import AttributeOptions, AttributeSpec
from graph_schema.values import ValueType, clean_text

_TEXT = ValueType("text", clean_text)


def text(name: str, doc: str, *choices: str) -> AttributeSpec:
    """Text, one of `choices` where there are any."""
    return AttributeSpec(name, "string", AttributeOptions(doc=doc, choices=choices), _TEXT)


def secret(name: str, doc: str) -> AttributeSpec:
    """Text that may name files and settings of a machine."""
    return AttributeSpec(name, "string", AttributeOptions(doc=doc, group="security"), _TEXT)


def naming(name: str, doc: str) -> AttributeSpec:
    """Text that may name CIs that are none of the relationship's ends."""
    return AttributeSpec(name, "string", AttributeOptions(doc=doc, names_others=True), _TEXT)


def texts(name: str, doc: str) -> AttributeSpec:
    """Several texts."""
    return AttributeSpec(name, "string_list", AttributeOptions(doc=doc), _TEXT)


def integer(name: str, doc: str, unit: str | None = None) -> AttributeSpec:
    """A whole number."""
    return AttributeSpec(name, "integer", AttributeOptions(doc=doc, unit=unit))


def facts(*specs: AttributeSpec) -> dict[str, AttributeSpec]:
    """Attributes by their names."""
    return {spec.name: spec for spec in specs}
