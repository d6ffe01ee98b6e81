"""Which rows somebody may store: by class, site and attribute group of each, as for edits by hand.

A new CI stands where its row says: on a site by itself, or where its owner stands. What a row is refused for names
no CI that is not seen, and a relationship to a hidden one is refused as one to none.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cmdb_server.auth.identity import Identity
from cmdb_server.imports.batch_values import Batch
from cmdb_server.imports.checking import Chunk
from cmdb_server.imports.rehearsed import Seen
from cmdb_server.imports.row_items import RowItems, RowProblem
from cmdb_server.ingest.items import shown
from cmdb_server.ingest.keys import is_dependent
from cmdb_server.permissions.sight import NAME, NOWHERE, REDACTED, Place, Places, Sight, sight_of
from cmdb_server.search_index.reading import LOCATION
from graph_schema import Registry

_REMEDY = "an administrator can give you a role that may"
_UNSEEN = RowProblem("", "", "the row is about a CI that you may not change", _REMEDY)


def is_open_to(batch: Batch, who: Identity, registry: Registry) -> bool:
    """Whether somebody may see and drive an import: their own, as long as it was looked at with the rights they have.

    Who may change every CI may drive all.
    """
    if sight_of(registry, who.grants).writes_all:
        return True
    return batch.created_by == who.name and batch.grants == who.grants


@dataclass(frozen=True)
class Rights:
    """What somebody may import; `places` tells class and site of the CIs that are there."""

    registry: Registry
    sight: Sight
    places: Places

    def names_of(self, cis: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
        """What CIs are called, as far as they are seen."""
        if self.sight.reads_all:
            return {uid: str(ci.get("name", uid)) for uid, ci in cis.items()}
        places = self.places(cis)
        seen = {uid for uid in cis if self.sight.sees(places.get(uid, NOWHERE))}
        return {uid: str(ci.get("name", uid)) if uid in seen else REDACTED for uid, ci in cis.items()}

    def judge(self, rows: Iterable[RowItems], chunk: Chunk, seen: Seen) -> None:
        """Note the rows that may not be stored, and hide the names of CIs that are not seen."""
        if self.sight.writes_all:
            return
        targets = {lead.target for leads in seen.leads.values() for lead in leads}
        uids = {*seen.uids.values(), *targets, *seen.others()}
        standing = _Standing(self.registry, self.places(uids), seen)
        judgement = _Judgement(self.sight, standing, chunk, seen)
        for row in rows:
            if row.ref not in seen.refused and (problems := list(judgement.problems(row))):
                seen.refused[row.ref] = problems
        unseen = {uid for uid in seen.cis if not self.sight.sees(standing.place(uid))}
        seen.cis = {uid: {"name": REDACTED} if uid in unseen else ci for uid, ci in seen.cis.items()}


class _Standing:
    """Class and site of CIs: of those that are there, and of those that the chunk makes."""

    def __init__(self, registry: Registry, places: Mapping[str, Place], seen: Seen) -> None:
        self._registry = registry
        self._places = places
        self._seen = seen
        kind = registry.relationship_type(LOCATION)
        ends = set(kind.targets) - set(kind.sources)
        self._ends = frozenset(name for end in ends for name in registry.descendants[end])

    def place(self, uid: str) -> Place:
        """Where a CI stands now; a new one where it will."""
        if not self._seen.is_new(uid):
            return self._places.get(uid, NOWHERE)
        return Place(self.class_after(uid), self._site(uid, frozenset()))

    def class_after(self, uid: str) -> str:
        """The class of a CI when the chunk is stored."""
        return str(self._seen.cis.get(uid, {}).get("ci_class", ""))

    def _site(self, uid: str, passed: frozenset[str]) -> str | None:
        if not self._seen.is_new(uid):
            return self._places.get(uid, NOWHERE).site
        name = self.class_after(uid)
        spec = self._registry.classes.get(name)
        if spec is None or uid in passed:
            return None
        if name in self._ends:
            return str(self._seen.cis[uid].get("name", uid))
        types = spec.owner_types if is_dependent(spec) else (LOCATION,)
        leads = (lead.target for lead in self._seen.leads.get(uid, ()) if lead.type in types)
        target = next(leads, None)
        return self._site(target, passed | {uid}) if target else None


class _Judgement:
    """What is wrong with each row of a chunk for somebody with limited rights."""

    def __init__(self, sight: Sight, standing: _Standing, chunk: Chunk, seen: Seen) -> None:
        self._sight = sight
        self._standing = standing
        self._chunk = chunk
        self._seen = seen

    def problems(self, row: RowItems) -> Iterator[RowProblem]:
        """Why the row may not be stored; nothing when it may."""
        uid = self._seen.uids.get(row.ref, "")
        if not uid:
            return
        place = self._standing.place(uid)
        if not self._sight.changes(place):
            yield _of_place(place) if self._seen.is_new(uid) else _UNSEEN
            return
        yield from self._of_values(row, uid, place)
        yield from self._of_targets(row, uid)
        for ref in row.cis:
            if ref != row.ref:
                yield from self._of_named(ref)

    def _of_values(self, row: RowItems, uid: str, place: Place) -> Iterator[RowProblem]:
        item = self._chunk.items[row.ref]
        needed = [*item.attributes, *([NAME] if self._seen.is_new(uid) or item.claims else [])]
        places = {place, Place(self._standing.class_after(uid), place.site)}
        for name in dict.fromkeys(needed):
            if not all(self._sight.writes(one, name) for one in places):
                value = shown(item.attributes.get(name, ""))
                yield RowProblem(row.columns.get(name, name), value, "may not be changed by you here", _REMEDY)

    def _of_targets(self, row: RowItems, uid: str) -> Iterator[RowProblem]:
        leads = self._seen.leads.get(uid, ())
        hidden = {lead.type for lead in leads if not self._sees(lead.target)}
        if not self._sight.reads_all:
            hidden |= {claim.type for claim in self._seen.waiting.get(row.ref, ())}
        for kind in sorted(hidden):
            message = f"{kind} leads to a CI that is not there or that you do not see"
            yield RowProblem("", "", message, "name one that you see")

    def _of_named(self, ref: str) -> Iterator[RowProblem]:
        """A CI that the row names and may create: it must be seen, and be changed only by who may."""
        uid, item = self._seen.uids.get(ref, ""), self._chunk.items.get(ref)
        if not uid or item is None:
            return
        if not self._sees(uid):
            yield _UNSEEN
            return
        place = self._standing.place(uid)
        is_changed = self._seen.is_new(uid) or self._seen.changes_of(uid)
        if is_changed and not all(self._sight.writes(place, name) for name in (NAME, *item.attributes)):
            yield RowProblem("", shown(ref), "may not be made or changed by you", _REMEDY)

    def _sees(self, uid: str) -> bool:
        return self._seen.is_new(uid) or self._sight.sees(self._standing.place(uid))


def _of_place(place: Place) -> RowProblem:
    where = f"on site {place.site}" if place.site else "that stands on no known site"
    message = f"you may not make a {place.ci_class.replace('_', ' ')} {where}"
    return RowProblem("", "", message, f"correct its class or where it stands; {_REMEDY}")
