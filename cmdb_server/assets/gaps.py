"""CIs without an asset and assets without a CI, as the graph and the records are now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cmdb_server.assets.matching import Device, by_serial, fitting, serial_of
from cmdb_server.graph_store.queries import assets as queries
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.snapshot import Snapshot
from cmdb_server.itsm.following import current
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.queue import RecordQueue
from cmdb_server.itsm.record import Record

ASSET = "asset"
_COUNTED = ("active", "stale")
# They are made of software: whoever owns the host owns them.
_NOT_OWNED = frozenset(("virtual_machine",))
_UNSEEN = Wanted(type=ASSET, is_open=True, has_ci=False, order="number")


@dataclass(frozen=True)
class Unseen:
    """An asset without a CI, and the devices that it may be."""

    asset: Record
    devices: tuple[Device, ...]


class Gaps:
    """Compares the devices of the graph with the assets."""

    def __init__(self, store: GraphStore, queue: RecordQueue) -> None:
        """Everything is read when it is asked for."""
        self._store, self._queue = store, queue

    def owned(self, snapshot: Snapshot) -> dict[str, list[str]]:
        """The numbers of assets by the CI that they are now."""
        found: dict[str, list[str]] = {}
        for uid, number in self._queue.connected(ASSET):
            found.setdefault(current(uid, snapshot), []).append(number)
        return found

    def without_asset(self, snapshot: Snapshot, window: tuple[int, int]) -> tuple[int, list[Device]]:
        """How many devices in use have no asset, and those of a window (offset, limit), by name."""
        owned, cis = self.owned(snapshot), snapshot.cis
        classes = [name for name in snapshot.view.registry.descendants["device"] if name not in _NOT_OWNED]
        found = [
            (cis.name[number], cis.uid[number])
            for number in (snapshot.of_class(classes) & snapshot.is_counted).nonzero()[0].tolist()
            if cis.uid[number] not in owned
        ]
        offset, limit = window
        uids = [uid for _, uid in sorted(found)[offset : offset + limit]]
        return len(found), self.devices(uids)

    def shared(self, snapshot: Snapshot) -> dict[str, list[str]]:
        """CIs that more than one asset says it is, with the numbers of these."""
        return {uid: numbers for uid, numbers in self.owned(snapshot).items() if len(numbers) > 1}

    def without_ci(self, window: tuple[int, int]) -> tuple[int, list[Unseen]]:
        """How many assets that are owned are no CI, and those of a window (offset, limit) with what they may be."""
        total, assets = self._queue.find(_UNSEEN, *window)
        return total, self._what_they_may_be(assets)

    def matched(self, snapshot: Snapshot) -> list[tuple[Record, Device]]:
        """All assets without a CI that are exactly one device, which no other asset is or may be."""
        owned = self.owned(snapshot)
        found: dict[str, list[tuple[Record, Device]]] = {}
        for unseen in self._what_they_may_be(self._queue.every(_UNSEEN)):
            if len(unseen.devices) == 1 and (device := unseen.devices[0]).uid not in owned:
                found.setdefault(device.uid, []).append((unseen.asset, device))
        return [pairs[0] for pairs in found.values() if len(pairs) == 1]

    def devices(self, uids: Sequence[str]) -> list[Device]:
        """What discovery knows of devices, in the order given."""
        known = {device.uid: device for device in _devices(self._store.read_at_once(queries.DEVICES, uids=uids)[0])}
        return [known[uid] for uid in uids if uid in known]

    def of_serials(self, serials: Iterable[str]) -> dict[str, list[Device]]:
        """Devices in use of some serial numbers, by serial number."""
        wanted = sorted({serial_of(serial) for serial in serials} - {""})
        if not wanted:
            return {}
        rows = self._store.read_at_once(queries.DEVICES_OF_SERIALS, serials=wanted, statuses=list(_COUNTED))
        return by_serial(_devices(rows[0]))

    def _what_they_may_be(self, assets: Sequence[Record]) -> list[Unseen]:
        known = self.of_serials(asset.value("serial_number") for asset in assets)
        return [Unseen(asset, tuple(fitting(asset.values, known))) for asset in assets]


def _devices(columns: dict[str, Any]) -> list[Device]:
    names = ("uid", "ci_class", "name", "manufacturer", "model", "serial_number", "asset_tag")
    return [Device(*values) for values in zip(*(columns[name] for name in names), strict=True)]
