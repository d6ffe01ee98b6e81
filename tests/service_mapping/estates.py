"""Small estates as values: programs by name, groups in capitals, services with a star."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple


class SmallEstate(NamedTuple):
    """Who needs what; a name in capitals is a group, one with a star a service, one with a plus a machine."""

    links: Mapping[str, frozenset[str]]

    def needs(self, uid: str) -> Sequence[str]:
        """What it needs."""
        return list(self.links.get(uid, ()))

    def groups(self, uid: str) -> Sequence[str]:
        """The groups that have it."""
        return [group for group in self.links if group.isupper() and uid in self.links[group]]

    def members(self, uid: str) -> Sequence[str]:
        """The members of a group."""
        return list(self.links.get(uid, ())) if uid.isupper() else []

    def is_part(self, uid: str) -> bool:
        """Programs and groups."""
        return not uid.startswith(("*", "+"))

    def is_service(self, uid: str) -> bool:
        """Services."""
        return uid.startswith("*")


def estate(*links: str) -> SmallEstate:
    """From texts: `web -> app DB`."""
    pairs = (text.split(" -> ") for text in links)
    return estate_of((source, target) for source, targets in pairs for target in targets.split())


def estate_of(pairs: Iterable[tuple[str, str]]) -> SmallEstate:
    """From pairs, in whatever order."""
    found: dict[str, set[str]] = {}
    for source, target in pairs:
        found.setdefault(source, set()).add(target)
    return SmallEstate({source: frozenset(targets) for source, targets in found.items()})
