"""What a service consisted of at a time: the members that were stored then, not what today's definition would find."""

from collections.abc import Collection, Iterator, Sequence

from cmdb_server.graph_store.store import GraphStore
from cmdb_server.history.past import PastBond
from cmdb_server.history.reading import Past
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.service_mapping.estate import SnapshotEstate
from cmdb_server.service_mapping.following import Boundaries, Member, Membership, Named, membership
from graph_schema.relationships import CONSISTS_OF, DEPENDS_ON


def past_memberships(
    store: GraphStore, snapshot: Snapshot, services: Collection[str], at: int
) -> dict[str, Membership]:
    """The members at a time (microseconds) of which `snapshot` is; of a service without any, what it then needed."""
    estate = SnapshotEstate(snapshot)
    kinds = (CONSISTS_OF.name, DEPENDS_ON.name)
    bonds: dict[str, list[PastBond]] = {uid: [] for uid in services}
    for bond in store.read(lambda tx: Past(tx, at).outgoing(services, kinds)):
        bonds[bond.source].append(bond)
    return {uid: _membership(snapshot, estate, uid, bonds[uid]) for uid in services}


def _membership(snapshot: Snapshot, estate: SnapshotEstate, service: str, bonds: Sequence[PastBond]) -> Membership:
    told = {bond.target: bond.properties for bond in bonds if bond.type == CONSISTS_OF.name}
    if not told:
        return membership(Named(frozenset(estate.needs(service))), estate, Boundaries(), service)
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
