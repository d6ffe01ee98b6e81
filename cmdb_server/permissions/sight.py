"""Grants compiled for the declared classes: what somebody sees, reads and writes of a CI of a class on a site."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from cmdb_server.permissions.grants import GENERAL, ROOT_CLASS, Grant, Grants
from graph_schema import Registry
from graph_schema.data_sources import SNMP, SSH
from graph_schema.declare import ATTRIBUTE_GROUPS
from graph_schema.relationships import RELATIONSHIP_TYPES

REDACTED = "Redacted"
HIDDEN = "(hidden)"
NAME = "name"
_ENDPOINT, _ADDRESS = "endpoint", "address"
_SCANS = frozenset((SSH.name, SNMP.name))


class Place(NamedTuple):
    """What decides about a CI: its class and the name of the site it stands on, None where it stands on none."""

    ci_class: str
    site: str | None


NOWHERE = Place("", None)
"""The place of a CI that there is not, or of which nothing is known: no grant reaches it."""
Places: TypeAlias = Callable[[Iterable[str]], Mapping[str, Place]]
"""Tells the places of CIs; those that are not there are left out."""


class Sight:
    """What the holder of some grants may see and change; compared by identity, made once for equal grants."""

    def __init__(self, registry: Registry, grants: Grants) -> None:
        """Use `sight_of`, which remembers."""
        self.registry = registry
        self.grants = grants
        self.reads_all = any(_is_whole(grant) and set(ATTRIBUTE_GROUPS) <= set(grant.read) for grant in grants)
        self.writes_all = any(_is_whole(grant) and set(ATTRIBUTE_GROUPS) <= set(grant.write) for grant in grants)
        self.groups = frozenset(group for grant in grants if _is_whole(grant) for group in (GENERAL, *grant.read))
        """The attribute groups that may be read of every CI."""
        self._hidden: dict[Place, frozenset[str]] = {}
        self._seen: dict[Place, bool] = {}

    def sees(self, place: Place) -> bool:
        """Whether anything of such a CI may be read."""
        if place not in self._seen:
            self._seen[place] = any(True for _ in self._of(place))
        return self._seen[place]

    def hidden(self, place: Place) -> frozenset[str]:
        """The attributes of such a CI that may not be read; all of a CI that is not seen."""
        if place not in self._hidden:
            spec = self.registry.classes.get(place.ci_class)
            groups = self._groups(place)
            declared = spec.attributes.values() if spec else ()
            self._hidden[place] = frozenset(entry.name for entry in declared if entry.options.group not in groups)
        return self._hidden[place]

    def hidden_facts(self, place: Place) -> frozenset[str]:
        """The attributes of relationships that may not be read where they lead to or from such a CI."""
        groups = self._groups(place)
        return frozenset(name for name, group in _GROUPS_OF_FACTS if group not in groups)

    def hides_scans(self, place: Place) -> bool:
        """Whether it is not told which scan a word on such a CI is of: a scan is named by the address that it asks."""
        return _ADDRESS in self.hidden(Place(_ENDPOINT, place.site))

    def source_key(self, key: str, place: Place) -> str:
        """The key of a source that tells of such a CI, without what that tells besides."""
        kind = key.partition(":")[0]
        is_told = self.sees(place) and not (kind in _SCANS and self.hides_scans(place))
        return key if is_told else f"{kind}:{HIDDEN}"

    def writes(self, place: Place, attribute: str = NAME) -> bool:
        """Whether an attribute of such a CI may be changed; its name for whether the CI may be made and retired."""
        spec = self.registry.classes.get(place.ci_class)
        declared = spec.attributes.get(attribute) if spec else None
        group = declared.options.group if declared else GENERAL
        return any(group in grant.write for grant in self._of(place))

    def changes(self, place: Place) -> bool:
        """Whether anything of such a CI may be changed."""
        return any(grant.write for grant in self._of(place))

    def classes_of(self, grant: Grant) -> tuple[str, ...]:
        """The classes that a grant reaches."""
        return self.registry.descendants.get(grant.ci_class, ())

    def _of(self, place: Place) -> Iterator[Grant]:
        for grant in self.grants:
            if place.ci_class in self.classes_of(grant) and (not grant.sites or place.site in grant.sites):
                yield grant

    def _groups(self, place: Place) -> frozenset[str]:
        return frozenset(group for grant in self._of(place) for group in (GENERAL, *grant.read))


_GROUPS_OF_FACTS = frozenset(
    (name, entry.options.group)
    for spec in RELATIONSHIP_TYPES
    for name, entry in spec.attributes.items()
    if entry.options.group != GENERAL
)


@lru_cache(maxsize=1_000)
def sight_of(registry: Registry, grants: Grants) -> Sight:
    """What the holder of these grants may see and change."""
    return Sight(registry, grants)


def _is_whole(grant: Grant) -> bool:
    return grant.ci_class == ROOT_CLASS and not grant.sites
