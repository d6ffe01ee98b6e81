"""Constraints and indexes of the graph as Cypher text, derived from the declarations.

Only what both engines do the same way: unique constraints and range indexes on one property of one label.
"""

import re

from graph_schema.registry import Registry

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
CI_INDEXES = ("ci_class", "name", "status", "owner_uid", "root_uid")


def unique_constraint(label: str, name: str) -> str:
    """A unique constraint on one property."""
    _check(label, name)
    return f"CREATE CONSTRAINT {label.lower()}_{name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{name} IS UNIQUE"


def index(label: str, name: str) -> str:
    """A range index on one property."""
    _check(label, name)
    return f"CREATE INDEX {label.lower()}_{name}_index IF NOT EXISTS FOR (n:{label}) ON (n.{name})"


def statements(registry: Registry) -> tuple[str, ...]:
    """The constraint and indexes of the CI nodes: identity, bookkeeping and every attribute declared as indexed."""
    indexed = sorted(
        {
            attribute.name
            for spec in registry.classes.values()
            for attribute in spec.attributes.values()
            if attribute.options.is_indexed
        }
        | set(CI_INDEXES),
    )
    return (unique_constraint("CI", "uid"), *(index("CI", name) for name in indexed))


def _check(*names: str) -> None:
    for name in names:
        if not _NAME.match(name):
            message = f"{name!r} is no name that both graph engines accept (letters, digits, underscore)"
            raise ValueError(message)
