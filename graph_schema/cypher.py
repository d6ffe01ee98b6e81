"""Constraints and indexes of the graph as Cypher text, derived from the declarations.

Only what both engines do the same way: unique constraints and range indexes on one property of one label.
"""

import re
from collections.abc import Sequence

from graph_schema.registry import Registry
from graph_schema.words import label_of

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
CI_INDEXES = ("ci_class", "name", "status", "owner_uid", "root_uid", "merged_into", "created_at")


def unique_constraint(label: str, name: str) -> str:
    """A unique constraint on one property."""
    _check(label, name)
    return f"CREATE CONSTRAINT {label.lower()}_{name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{name} IS UNIQUE"


def index(label: str, name: str) -> str:
    """A range index on one property."""
    _check(label, name)
    return f"CREATE INDEX {label.lower()}_{name}_index IF NOT EXISTS FOR (n:{label}) ON (n.{name})"


def node_label(ci_class: str) -> str:
    """The label under which people who browse find the nodes of a class: network_interface -> NetworkInterface."""
    return "".join(word[:1].upper() + word[1:] for word in label_of(ci_class).split())


def label_change(added: Sequence[str], removed: Sequence[str]) -> str:
    """A statement that gives CIs (parameter `uids`) the labels of classes, and takes those of other classes away.

    Only for engines on which labels may be set beside other writes. Raises ValueError for a class that is no name.
    """
    change = [
        f"{word} c:{':'.join(map(node_label, names))}" for word, names in (("REMOVE", removed), ("SET", added)) if names
    ]
    _check(*map(node_label, (*added, *removed)))
    return f"UNWIND $uids AS uid MATCH (c:CI {{uid: uid}}) {' '.join(change)}"


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
