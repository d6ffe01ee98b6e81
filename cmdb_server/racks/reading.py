"""Racks and what stands in them out of the graph, in windows and in one transaction."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from cmdb_server.graph_store.queries import racks as queries
from cmdb_server.graph_store.query import Query
from cmdb_server.graph_store.store import Transaction
from cmdb_server.racks.facts import Mounted, RackFacts, Standing
from cmdb_server.timestamps import OPEN

RACK, ROOM, SITE = "rack", "room", "site"
_WINDOW = 1_000
_NOWHERE = Standing("", "", "")


def read_racks(tx: Transaction, uids: Iterable[str]) -> list[RackFacts]:
    """These racks by site, room and name, without what stands in them."""
    found = [_rack(row) for row in _rows(tx, queries.RACKS, uids)]
    return sorted(found, key=lambda rack: (rack.site.name, rack.room.name, rack.name, rack.uid))


def with_devices(tx: Transaction, racks: Sequence[RackFacts]) -> list[RackFacts]:
    """The racks with what stands in them, from the top downwards."""
    mounted: dict[str, list[Mounted]] = defaultdict(list)
    rows = list(_rows(tx, queries.MOUNTED, (rack.uid for rack in racks)))
    elsewhere = read_standing(tx, {row["uid"] for row in rows})
    for row in rows:
        others = tuple(place for place in elsewhere.get(row["uid"], ()) if place.uid != row["rack"])
        unit = row["unit"] if row["has_unit"] else None
        said = (row["uid"], row["name"], row["ci_class"], row["status"], unit, row["height_units"], row["face"])
        mounted[row["rack"]].append(Mounted(*said, elsewhere=others))
    return [_filled(rack, mounted[rack.uid]) for rack in racks]


def read_standing(tx: Transaction, devices: Iterable[str]) -> dict[str, list[Standing]]:
    """The places that each device is said to stand in now."""
    found: dict[str, list[Standing]] = defaultdict(list)
    for row in _rows(tx, queries.STANDING, devices):
        found[row["device"]].append(Standing(row["uid"], row["name"], row["ci_class"], row["owner_uid"]))
    return found


def _filled(rack: RackFacts, mounted: list[Mounted]) -> RackFacts:
    ordered = sorted(mounted, key=lambda device: (device.unit is None, -(device.unit or 0), device.name, device.uid))
    return replace(rack, mounted=tuple(ordered))


def _rack(row: dict[str, Any]) -> RackFacts:
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
