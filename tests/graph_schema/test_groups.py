"""Every attribute is in a group, for which rights are given."""

import pytest

from graph_schema import load_registry
from graph_schema.declare import ATTRIBUTE_GROUPS, AttributeOptions, DeclarationError, attribute_spec


def test_every_attribute_is_in_a_declared_group() -> None:
    specs = load_registry().classes.values()

    assert {entry.options.group for spec in specs for entry in spec.attributes.values()} <= set(ATTRIBUTE_GROUPS)


def test_an_unknown_group_is_refused() -> None:
    with pytest.raises(DeclarationError, match="'secret' is no attribute group; use general, network"):
        attribute_spec("name", str, AttributeOptions("What people call it.", group="secret"))
