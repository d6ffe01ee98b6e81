"""Racks and what stands in them out of the graph, in windows and in one transaction."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Protocol

from cmdb_server.graph_store.queries import racks as queries
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import Transaction
from cmdb_server.racks.facts import Mounted, RackFacts, Standing
from cmdb_server.timestamps import OPEN

RACK, ROOM, SITE = "rack", "room", "site"
_WINDOW = 1_000
_NOWHERE = Standing("", "", "")


class NowRacks:
    """Reads racks as they are."""

    def __init__(self, tx: Transaction) -> None:
        """In one transaction."""
        self._tx = tx

    def racks(self, uids: Iterable[str]) -> list[RackFacts]:
        """These racks by site, room and name, without what stands in them."""
        return in_order(rack_of(row) for row in _rows(self._tx, queries.RACKS, uids))

    def with_devices(self, racks: Sequence[RackFacts]) -> list[RackFacts]:
        """The racks with what stands in them, from the top downwards."""
        mounted: dict[str, list[Mounted]] = defaultdict(list)
        rows = list(_rows(self._tx, queries.MOUNTED, (rack.uid for rack in racks)))
        elsewhere = self.standing({row["uid"] for row in rows})
        for row in rows:
            others = tuple(place for place in elsewhere.get(row["uid"], ()) if place.uid != row["rack"])
            unit = row["unit"] if row["has_unit"] else None
            said = (row["uid"], row["name"], row["ci_class"], row["status"], unit, row["height_units"], row["face"])
            mounted[row["rack"]].append(Mounted(*said, elsewhere=others))
        return [filled(rack, mounted[rack.uid]) for rack in racks]

    def standing(self, devices: Iterable[str]) -> dict[str, list[Standing]]:
        """The places that each device is said to stand in."""
        found: dict[str, list[Standing]] = defaultdict(list)
        for row in _rows(self._tx, queries.STANDING, devices):
            found[row["device"]].append(Standing(row["uid"], row["name"], row["ci_class"], row["owner_uid"]))
        return found


class ReadsRacks(Protocol):
    """What is read of racks, now or of a time."""

    def racks(self, uids: Iterable[str]) -> list[RackFacts]:
        """Racks by site, room and name, without what stands in them."""
        ...

    def with_devices(self, racks: Sequence[RackFacts]) -> list[RackFacts]:
        """The racks with what stands in them, from the top downwards."""
        ...

    def standing(self, devices: Iterable[str]) -> dict[str, list[Standing]]:
        """The places that each device is said to stand in."""
        ...


def whole(reads: ReadsRacks, uid: str) -> list[RackFacts]:
    """A rack with what stands in it; none where there is none of the uid."""
    return reads.with_devices(reads.racks([uid]))


def in_order(racks: Iterable[RackFacts]) -> list[RackFacts]:
    """Racks by site, room and name."""
    return sorted(racks, key=lambda rack: (rack.site.name, rack.room.name, rack.name, rack.uid))


def filled(rack: RackFacts, mounted: list[Mounted]) -> RackFacts:
    """The rack with what stands in it, from the top downwards."""
    ordered = sorted(mounted, key=lambda device: (device.unit is None, -(device.unit or 0), device.name, device.uid))
    return replace(rack, mounted=tuple(ordered))


def rack_of(row: dict[str, Any]) -> RackFacts:
    """A rack with its room and site, by the rack's columns."""
    owner = Standing(row["owner_uid"], row["owner_name"], row["owner_class"])
    site = owner if owner.ci_class == SITE else Standing(row["site_uid"], row["site_name"], SITE)
    room = _NOWHERE if owner.ci_class == SITE else owner
    return RackFacts(row["uid"], row["name"], row["status"], row["height_units"], room, site)


def _rows(tx: Transaction, query: Query, uids: Iterable[str]) -> Iterator[dict[str, Any]]:
    wanted = sorted(set(uids))
    times = {"open": OPEN} if "$open" in query.text else {}
    for start in range(0, len(wanted), _WINDOW):
        columns = tx.run(query, uids=wanted[start : start + _WINDOW], **times)[0]
        for values in zip(*columns.values(), strict=True):
            yield dict(zip(columns, values, strict=True))
