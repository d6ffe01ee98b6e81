"""The rights and products that a product's position depends on: pure.

Rights compete where they cover the same software, so a position falls into parts that share nothing; one product's
is the same when it is computed of its part alone.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cmdb_server.licence_position.rights import Right
from cmdb_server.licences.estate import Names, folded, names_of
from cmdb_server.software.naming import Naming


class Component(NamedTuple):
    """Products (folded) and suites with all rights to any of them."""

    names: Names
    rights: list[Right]


def component(product: tuple[str, str], rights: Sequence[Right], namings: Iterable[Naming]) -> Component:
    """What a product (folded) depends on, of what is installed under these names."""
    groups = [frozenset(names_of(right)) for right in rights]
    groups += {
        frozenset((folded(naming.publisher, naming.product), folded(naming.publisher, naming.suite)))
        for naming in namings
        if naming.suite
    }
    names = _reached(product, groups)
    return Component(names, [right for right in rights if not names.isdisjoint(names_of(right))])


def _reached(product: tuple[str, str], groups: Iterable[Names]) -> Names:
    names, left = frozenset((product,)), list(groups)
    while joined := [group for group in left if not names.isdisjoint(group)]:
        left = [group for group in left if names.isdisjoint(group)]
        names = names.union(*joined)
    return names
