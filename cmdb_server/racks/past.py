"""Racks and what stood in them at a time: the same facts as of now, out of the history."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cmdb_server.graph_store.store import Transaction
from cmdb_server.history.past import PastBond
from cmdb_server.history.reading import Past
from cmdb_server.racks.facts import BOTH, Mounted, RackFacts, Standing
from cmdb_server.racks.reading import RACK, filled, in_order, rack_of
from graph_schema.relationships import LOCATED_IN

_GONE = ("retired", "merged")


class PastRacks:
    """Reads racks as `NowRacks` does, of a time that has come and is settled (see `history/instants`)."""

    def __init__(self, tx: Transaction, at: int) -> None:
        """`at` in microseconds."""
        self._past = Past(tx, at)

    def racks(self, uids: Iterable[str]) -> list[RackFacts]:
        """These racks by site, room and name, without what stood in them; those that were not there are left out."""
        found = self._past.cis(set(uids))
        racks = [one for one in found.values() if one["ci_class"] == RACK and one["status"] != "merged"]
        owners = self._past.cis({one.get("owner_uid") or "" for one in racks} - {""})
        sites = self._past.cis({one.get("owner_uid") or "" for one in owners.values()} - {""})
        return in_order(rack_of(_row(one, owners, sites)) for one in racks)

    def with_devices(self, racks: Sequence[RackFacts]) -> list[RackFacts]:
        """The racks with what stood in them, from the top downwards."""
        bonds = self._past.incoming({rack.uid for rack in racks}, (LOCATED_IN.name,))
        devices = self._there({bond.source for bond in bonds})
        standing = self.standing(devices)
        mounted: dict[str, list[Mounted]] = defaultdict(list)
        for bond in bonds:
            if bond.source in devices:
                others = tuple(place for place in standing.get(bond.source, ()) if place.uid != bond.target)
                mounted[bond.target].append(replace(_mounted(devices[bond.source], bond), elsewhere=others))
        return [filled(rack, mounted[rack.uid]) for rack in racks]

    def standing(self, devices: Iterable[str]) -> dict[str, list[Standing]]:
        """The places that each device was said to stand in."""
        bonds = self._past.outgoing(set(devices), (LOCATED_IN.name,))
        places = self._there({bond.target for bond in bonds})
        found: dict[str, list[Standing]] = defaultdict(list)
        for bond in bonds:
            if (place := places.get(bond.target)) is not None:
                said = (place["uid"], place.get("name") or "", place["ci_class"], place.get("owner_uid") or "")
                found[bond.source].append(Standing(*said))
        return found

    def _there(self, uids: set[str]) -> dict[str, dict[str, Any]]:
        return {uid: one for uid, one in self._past.cis(uids).items() if one["status"] not in _GONE}


def _mounted(device: Mapping[str, Any], bond: PastBond) -> Mounted:
    told = bond.properties
    name, unit = device.get("name") or "", told.get("unit")
    position = (unit, told.get("height_units") or 1, told.get("face") or BOTH)
    return Mounted(device["uid"], name, device["ci_class"], device["status"], *position)


def _row(rack: Mapping[str, Any], owners: Mapping[str, Any], sites: Mapping[str, Any]) -> dict[str, Any]:
    owner: Mapping[str, Any] = owners.get(rack.get("owner_uid") or "", {})
    site: Mapping[str, Any] = sites.get(owner.get("owner_uid") or "", {})
    own = {"uid": rack["uid"], "name": rack.get("name") or "", "status": rack["status"]}
    said = {"owner_uid": owner.get("uid"), "owner_name": owner.get("name"), "owner_class": owner.get("ci_class")}
    said |= {"site_uid": site.get("uid"), "site_name": site.get("name")}
    return {**own, "height_units": rack.get("height_units") or 0, **{key: value or "" for key, value in said.items()}}
