"""What a service consisted of at a time: the members that were stored then, not what today's definition would find."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.history.past import PastBond
from cmdb_server.history.reading import Past
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.service_mapping.estate import SnapshotEstate
from cmdb_server.service_mapping.following import Boundaries, Member, Membership, Named, membership
from graph_schema.relationships import CONSISTS_OF, DEPENDS_ON


class Moment(NamedTuple):
    """A time (microseconds), the snapshot of it, and what tells which infrastructure many share.

    That is told by who needed it then, and by what it listens at now.
    """

    at: int
    snapshot: Snapshot
    shared: Callable[[Snapshot], frozenset[str]]


def past_memberships(store: GraphStore, moment: Moment, services: Collection[str]) -> dict[str, Membership]:
    """The members at a time; of a service that had none, what it then needed, as far as it reached."""
    estate = SnapshotEstate(moment.snapshot)
    kinds = (CONSISTS_OF.name, DEPENDS_ON.name)
    bonds: dict[str, list[PastBond]] = {uid: [] for uid in services}
    for bond in store.read(lambda tx: Past(tx, moment.at).outgoing(services, kinds)):
        bonds[bond.source].append(bond)
    told = {uid for uid, found in bonds.items() if any(bond.type == CONSISTS_OF.name for bond in found)}
    ends = Boundaries() if told.issuperset(services) else _boundaries(moment, estate)
    return {
        uid: _stored(moment.snapshot, estate, bonds[uid])
        if uid in told
        else membership(Named(frozenset(estate.needs(uid))), estate, ends, uid)
        for uid in services
    }


def _boundaries(moment: Moment, estate: SnapshotEstate) -> Boundaries:
    """Where services ended: a service depended on that by which it was entered, also where it was defined."""
    entered: dict[str, str] = {}
    for service in estate.services():
        for uid in filter(estate.is_part, estate.needs(service)):
            entered.setdefault(uid, service)
    return Boundaries(moment.shared(moment.snapshot), entered)


def _stored(snapshot: Snapshot, estate: SnapshotEstate, bonds: Sequence[PastBond]) -> Membership:
    """The members that were stored."""
    told = {bond.target: bond.properties for bond in bonds if bond.type == CONSISTS_OF.name}
    levels = {uid: int(said.get("level") or 0) for uid, said in told.items() if uid in snapshot.numbers}
    services = [uid for uid in levels if told[uid]["role"] == "service"]
    stands_for = {uid: entered for entered in services for uid in _entries(estate, entered) if uid not in levels}
    members: dict[str, Member] = {}
    for uid in sorted(levels, key=lambda uid: (levels[uid], uid)):
        via = members[uid].via if uid in members else ""
        members[uid] = Member(uid, told[uid]["role"], levels[uid], via)
        for target in (stands_for.get(needed, needed) for needed in estate.needs(uid)):
            if levels.get(target, 0) > levels[uid] and target not in members:
                members[target] = Member(target, told[target]["role"], levels[target], uid)
    tops = tuple(sorted(bond.target for bond in bonds if bond.type == DEPENDS_ON.name and bond.target in levels))
    return Membership(members, tops, frozenset(levels), stands_for=stands_for)


def _entries(estate: SnapshotEstate, service: str) -> Iterator[str]:
    """Where a service was entered: what it depended on, and what of that is in groups."""
    for uid in sorted(estate.needs(service)):
        yield uid
        yield from estate.members(uid)
