"""All services at one moment: where each is entered, where each ends, what each consists of."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.service_mapping.definition import Definition
from cmdb_server.service_mapping.entries import EntryPoint, entry_point
from cmdb_server.service_mapping.estate import SnapshotEstate
from cmdb_server.service_mapping.following import Boundaries, Membership, Named, membership
from cmdb_server.service_mapping.resolving import Resolved


class Lookup(NamedTuple):
    """What is looked up: where entry points lead, what queries are about, which infrastructure many share."""

    resolve: Callable[[SnapshotEstate, set[EntryPoint]], Mapping[EntryPoint, Resolved]]
    match: Callable[[str], frozenset[str]]
    shared: Callable[[Snapshot], frozenset[str]]


class World:
    """Services by their definitions ("" for one that is not there yet); what nobody asks for is not looked up."""

    def __init__(self, estate: SnapshotEstate, definitions: Mapping[str, Definition], lookup: Lookup) -> None:
        """Nothing is looked up yet."""
        self.estate, self.definitions = estate, definitions
        self._lookup = lookup

    def entries(self, service: str) -> Sequence[tuple[str, Resolved]]:
        """The entry points of a service as they were typed, and where they lead."""
        definition = self.definitions.get(service)
        texts = definition.entries if definition else ()
        return [(text, self._points[entry_point(text, "entries")]) for text in texts]

    def unresolved(self, service: str) -> int:
        """How many entry points of a service lead nowhere."""
        return sum(not found.uids for _, found in self.entries(service))

    def named(self, service: str) -> Named:
        """What a service names; one without a definition is entered where it is said to depend on something."""
        definition = self.definitions.get(service)
        if definition is None:
            return Named(frozenset(self.estate.needs(service)))
        matched = self._lookup.match(definition.query) if definition.query else frozenset[str]()
        chosen = self.estate.in_use(matched.union(definition.chosen))
        return Named(self._entered(service), chosen, self.estate.in_use(definition.left_out), definition.follows)

    def membership(self, service: str) -> Membership:
        """What a service consists of."""
        return membership(self.named(service), self.estate, self.boundaries, service)

    @cached_property
    def boundaries(self) -> Boundaries:
        """Where services end; a CI by which several are entered is the entry of the first of them."""
        entered: dict[str, str] = {}
        for uid in sorted({*self.estate.services(), *self.definitions} - {""}):
            for entry in self._entered(uid):
                if self.estate.is_part(entry):
                    entered.setdefault(entry, uid)
        return Boundaries(self._lookup.shared(self.estate.snapshot), entered)

    @cached_property
    def _points(self) -> Mapping[EntryPoint, Resolved]:
        texts = {text for entry in self.definitions.values() for text in entry.entries}
        return self._lookup.resolve(self.estate, {entry_point(text, "entries") for text in texts})

    def _entered(self, service: str) -> frozenset[str]:
        if service not in self.definitions:
            return frozenset(self.estate.needs(service))
        return frozenset(uid for _, found in self.entries(service) for uid in found.uids)
