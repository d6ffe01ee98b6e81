"""On which site a CI stands: the end of the chain of locations that starts at its root CI."""

import copy
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from graph_schema import Registry


class Locations:
    """What stands in what, and the names of the sites at the ends."""

    def __init__(self, registry: Registry, location: str) -> None:
        """`location` is the relationship type that leads from a thing to where it stands."""
        spec = registry.relationship_type(location)
        ends = set(spec.targets) - set(spec.sources)
        self.end_classes = frozenset(name for end in ends for name in registry.descendants[end])
        self._parents: dict[str, str] = {}
        self._children: dict[str, set[str]] = defaultdict(set)
        self._site_names: dict[str, str] = {}

    def copied(self) -> "Locations":
        """The same places, to be changed on their own."""
        twin = copy.copy(self)
        children = defaultdict(set, {uid: set(below) for uid, below in self._children.items()})
        vars(twin).update(_parents=dict(self._parents), _site_names=dict(self._site_names), _children=children)
        return twin

    def fill(self, sites: Iterable[Mapping[str, Any]], parents: Mapping[str, str]) -> None:
        """Take over all places at once."""
        for uid, parent in parents.items():
            self._place(uid, parent, None)
        for site in sites:
            self._place(site["uid"], parents.get(site["uid"]), _name_of(site))

    def update(self, cis: Iterable[Mapping[str, Any]], parents: Mapping[str, str]) -> set[str]:
        """Take over where these CIs stand now; answers the uids of all whose site may have changed by it."""
        moved: set[str] = set()
        for ci in cis:
            uid = ci["uid"]
            name = _name_of(ci) if ci.get("ci_class") in self.end_classes else None
            if self._parents.get(uid) != parents.get(uid) or self._site_names.get(uid) != name:
                self._place(uid, parents.get(uid), name)
                moved |= self._below(uid)
        return moved

    def site_of(self, uid: str, root_uid: str) -> str | None:
        """The name of the site on which a CI, or the root CI it belongs to, stands."""
        here = root_uid or uid
        passed: set[str] = set()
        while here not in passed:
            passed.add(here)
            if here in self._site_names:
                return self._site_names[here]
            here = self._parents.get(here, here)
        return None

    def _place(self, uid: str, parent: str | None, name: str | None) -> None:
        before = self._parents.pop(uid, None)
        if before is not None:
            self._children[before].discard(uid)
        if parent is not None:
            self._parents[uid] = parent
            self._children[parent].add(uid)
        self._site_names.pop(uid, None)
        if name is not None:
            self._site_names[uid] = name

    def _below(self, uid: str) -> set[str]:
        found: set[str] = {uid}
        pending = [uid]
        while pending:
            new = self._children.get(pending.pop(), set()) - found
            found |= new
            pending += new
        return found


def _name_of(site: Mapping[str, Any]) -> str:
    return str(site.get("name") or site["uid"])
