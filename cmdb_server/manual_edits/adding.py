"""What an edit adds to a CI that is there."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from cmdb_server.ingest.items import Claim, Item
from graph_schema import Registry
from graph_schema.declare import AttributeValue


class Standing(NamedTuple):
    """Where a CI is to stand (a uid) and how, and the uids of the places that it leaves."""

    place: str
    attributes: Mapping[str, object]
    leaves: tuple[str, ...]


def adding(
    registry: Registry,
    ci: Mapping[str, Any],
    attributes: Mapping[str, AttributeValue | None],
    released: tuple[str, ...],
    claims: tuple[Claim, ...],
) -> Item:
    """What is added to a CI; one that only its name makes is said to be there too, because nobody else says it."""
    spec = registry.ci_class(ci["ci_class"])
    if not spec.is_value:
        return Item(ci["uid"], None, attributes, (), claims, released)
    names = {name for rule in spec.identification for name in rule.attributes}
    naming = {name: ci[name] for name in names if ci.get(name) is not None}
    return Item(ci["uid"], spec.name, {**attributes, **naming}, (), claims, released)
