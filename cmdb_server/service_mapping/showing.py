"""Services and their members as they are answered."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cmdb_server.graph_store.queries import service_mapping as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.history.reading import Past
from cmdb_server.impact_analysis.answers import Group, rfc3339
from cmdb_server.impact_analysis.evidence import read_contacts, source_keys
from cmdb_server.impact_analysis.picture import class_label, connecting, edges_of
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.service_mapping.answers import (
    Entry,
    ListedService,
    MapEdge,
    MapNode,
    ServiceCI,
    ServiceMap,
    ShownDefinition,
)
from cmdb_server.service_mapping.following import Member, Membership
from cmdb_server.service_mapping.maps import Preview
from cmdb_server.service_mapping.records import Kept
from cmdb_server.service_mapping.resolving import Resolved
from cmdb_server.timestamps import OPEN
from graph_schema.relationships import OWNED_BY
from impact.dependency_view import member_group
from impact.rows import integers

_TEXTS = ("description", "environment", "owner_name", "support_hours")
_NUMBERS = ("criticality", "users")


class Showing:
    """Says what is known of CIs in words; all of one answer by the same snapshot."""

    def __init__(self, store: GraphStore, snapshot: Snapshot, at: int | None = None) -> None:
        """`snapshot` as whoever asks may see it; of a past time (microseconds) it is of that, and so is all else."""
        self._store, self.snapshot, self._at = store, snapshot, at

    def ci(self, uid: str) -> ServiceCI:
        """A CI by its name."""
        number = self.snapshot.numbers.get(uid)
        if number is None:
            return ServiceCI(uid, "", "")
        return ServiceCI(uid, self.snapshot.cis.name[number], self.snapshot.cis.ci_class[number])

    def cis(self, uids: Iterable[str]) -> list[ServiceCI]:
        """CIs by name."""
        return sorted(map(self.ci, uids), key=lambda ci: (ci.name.casefold(), ci.uid))

    def entries(self, found: Sequence[tuple[str, Resolved]]) -> list[Entry]:
        """Where entry points lead."""
        return [Entry(text, self.cis(resolved.uids), resolved.problem) for text, resolved in found]

    def definition(self, kept: Kept, preview: Preview) -> ShownDefinition:
        """A definition with the CIs that it names."""
        definition = kept.definition
        return ShownDefinition(
            entries=self.entries(preview.entries),
            query=definition.query,
            chosen=self.cis(definition.chosen),
            left_out=self.cis(definition.left_out),
            follows=definition.follows,
            revision=kept.revision,
            updated_at=rfc3339(kept.updated_at),
            updated_by=kept.updated_by,
        )

    def listed(
        self, found: Mapping[str, Membership], kept: Mapping[str, Kept], unresolved: Mapping[str, int]
    ) -> list[ListedService]:
        """Services by name."""
        attributes, owners = self._attributes(sorted(found)), self._owners(sorted(found))
        rows = [
            self._listed(uid, entry, attributes[uid], owners.get(uid, []), (uid in kept, unresolved.get(uid, 0)))
            for uid, entry in found.items()
            if uid in self.snapshot.numbers and uid in attributes
        ]
        return sorted(rows, key=lambda row: (row.name.casefold(), row.uid))

    def map(self, service: str, found: Membership, before: Mapping[str, str] | None = None) -> ServiceMap:
        """The members of a service as a picture; `before` are those that are stored, None to compare with none."""
        snapshot = self.snapshot
        members = [Member(service, "service", -1)] if service else []
        members += sorted(found.members.values(), key=lambda entry: (entry.level, entry.uid))
        stored = found.members.keys() if before is None else before.keys()
        return ServiceMap(
            nodes=[self._node(entry) for entry in members],
            edges=self._edges([entry.uid for entry in members], found.stands_for),
            tops=list(found.tops),
            added=self.cis(found.members.keys() - stored),
            removed=self.cis(stored - found.members.keys()),
            is_cut=found.is_cut,
            snapshot_at=rfc3339(snapshot.taken_at) or "",
        )

    def _listed(
        self,
        uid: str,
        found: Membership,
        attributes: Mapping[str, Any],
        owners: list[ServiceCI],
        defined: tuple[bool, int],
    ) -> ListedService:
        number = self.snapshot.numbers[uid]
        roles = Counter(entry.role for entry in found.members.values())
        return ListedService(
            uid=uid,
            name=self.snapshot.cis.name[number],
            ci_class=self.snapshot.cis.ci_class[number],
            class_label=class_label(self.snapshot, number),
            status=self.snapshot.cis.status[number],
            attributes=attributes,
            owners=owners,
            is_defined=defined[0],
            members=len(found.members) - roles["shared"] - roles["service"],
            shared=roles["shared"],
            services=roles["service"],
            unresolved=defined[1],
            is_cut=found.is_cut,
        )

    def _edges(self, members: Sequence[str], stands_for: Mapping[str, str]) -> list[MapEdge]:
        """What members need of each other, and of other services by the CIs through which they enter them."""
        snapshot = self.snapshot
        positions = connecting(snapshot, integers([snapshot.numbers[uid] for uid in (*members, *stands_for)]))
        contacts = read_contacts(self._store, snapshot, source_keys(snapshot, positions))
        found: list[MapEdge] = []
        for edge in edges_of(snapshot, positions, contacts):
            target = stands_for.get(edge.target, edge.target)
            if edge.source not in stands_for and edge.source != target:
                through = None if target == edge.target else self.ci(edge.target)
                found.append(replace(MapEdge(**vars(edge), through=through), target=target))
        return found

    def _owners(self, uids: list[str]) -> dict[str, list[ServiceCI]]:
        at, found = self._at, dict[str, list[ServiceCI]]()
        if at is not None:
            for bond in self._store.read(lambda tx: Past(tx, at).outgoing(uids, [OWNED_BY.name])):
                found.setdefault(bond.source, []).append(self.ci(bond.target))
            return found
        row = self._store.read(lambda tx: tx.run(queries.OWNERS, uids=uids, open=OPEN))[0]
        for service, *owner in zip(row["service"], row["uid"], row["name"], row["ci_class"], strict=True):
            found.setdefault(service, []).append(ServiceCI(*owner))
        return found

    def _attributes(self, uids: list[str]) -> dict[str, dict[str, Any]]:
        at = self._at
        if at is None:
            return _attributes(self._store, uids)
        cis = self._store.read(lambda tx: Past(tx, at).cis(uids))
        names = (*_TEXTS, *_NUMBERS)
        return {uid: {name: ci[name] for name in names if ci.get(name)} for uid, ci in cis.items()}

    def _node(self, entry: Member) -> MapNode:
        snapshot, number = self.snapshot, self.snapshot.numbers[entry.uid]
        cis = snapshot.cis
        root = snapshot.numbers.get(cis.root_uid[number])
        state = "unknown" if cis.status[number] == "stale" else "up"
        return MapNode(
            uid=entry.uid,
            name=cis.name[number],
            ci_class=cis.ci_class[number],
            class_label=class_label(snapshot, number),
            root=None if root is None or root == number else cis.name[root],
            site=snapshot.site(number),
            level=entry.level + 1,
            state=state if entry.level >= 0 else "source",
            status=cis.status[number],
            group=self._group(number),
            criticality=int(cis.criticality[number]) or None,
            users=int(cis.users[number]) or None,
            role=entry.role,
            via=entry.via or None,
        )

    def _group(self, number: int) -> Group | None:
        if not self.snapshot.owns_a_group[number]:
            return None
        graph = self.snapshot.graph
        group = member_group(graph, number)
        members = int(graph.n[group])
        return Group(int(graph.k[group]), members, members)


def _attributes(store: GraphStore, uids: list[str]) -> dict[str, dict[str, Any]]:
    row = store.read(lambda tx: tx.run(queries.SERVICES, uids=uids))[0]
    names = (*_TEXTS, *_NUMBERS)
    columns = zip(row["uid"], *(row[name] for name in names), strict=True)
    return {uid: {name: value for name, value in zip(names, values, strict=True) if value} for uid, *values in columns}
