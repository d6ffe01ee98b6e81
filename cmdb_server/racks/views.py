"""Racks as whoever asks may see them: what is hidden takes its units all the same, without its name."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.history import instants
from cmdb_server.manual_edits.looking import NoSuchCIError
from cmdb_server.permissions.sight import NAME, NOWHERE, REDACTED, Places, Sight
from cmdb_server.racks.answers import (
    RackConflict,
    RackDevice,
    RackPlace,
    RackPosition,
    RackRoom,
    Racks,
    RackSummary,
    RackView,
)
from cmdb_server.racks.arranging import Clash, clashes, free, used_units
from cmdb_server.racks.facts import BOTH, Mounted, RackFacts, Standing
from cmdb_server.racks.past import PastRacks
from cmdb_server.racks.reading import RACK, NowRacks, ReadsRacks, whole
from graph_schema import Registry


class NoSuchRackError(CmdbError):
    """There is no rack of a uid, or whoever asks may not see it."""

    def __init__(self, uid: str) -> None:
        """404, naming the uid."""
        remedy = "GET /api/v1/racks and `cmdb rack list` list them"
        super().__init__(f"there is no rack {uid[:100]!r}; {remedy}", 404, "not_found")


class RackViews:
    """Answers what racks hold."""

    def __init__(
        self, store: GraphStore, registry: Registry, places: Places, sight: Sight, at: int | None = None
    ) -> None:
        """`places` tells class and site of CIs, `sight` what whoever asks may see of them; `at`: as it was then."""
        self._store, self._registry, self._places, self._sight = store, registry, places, sight
        self._at = at
        if at is not None:
            instants.settle(store, at)

    def listed(self, uids: Sequence[str], room: str | None, window: tuple[int, int]) -> Racks:
        """Of these racks those in a room (or on a site) by its uid, None: all; `window` is offset and limit."""
        offset, limit = window

        def read(tx: Transaction) -> tuple[list[RackFacts], list[RackFacts]]:
            reads = self._reads(tx)
            found = self._visible(reads.racks(uids))
            asked = [rack for rack in found if room is None or room in (rack.room.uid, rack.site.uid)]
            return found, asked[:offset] + reads.with_devices(asked[offset : offset + limit]) + asked[offset + limit :]

        found, asked = self._store.read(read)
        counts = Counter(self._place(rack) for rack in found)
        shown = tuple(self._summary(self._seen(rack)) for rack in asked[offset : offset + limit])
        return Racks(len(asked), shown, tuple(RackRoom(place, count) for place, count in counts.items()))

    def view(self, uid: str) -> RackView:
        """A rack with all that stands in it. Raises NoSuchRackError."""
        found = self._visible(self._store.read(lambda tx: whole(self._reads(tx), uid)))
        if not found:
            raise NoSuchRackError(uid)
        return self._view(self._seen(found[0]))

    def position(self, device: str) -> RackPosition:
        """Where a device stands; of several racks the first by name. Raises NoSuchCIError."""
        if not self._sight.sees(self._places([device]).get(device, NOWHERE)):
            raise NoSuchCIError(device)
        standing = self._store.read(lambda tx: self._reads(tx).standing([device])).get(device, [])
        racks = sorted((place.name, place.uid) for place in standing if place.ci_class == RACK)
        for _, uid in racks:
            if self._sight.sees(self._places([uid]).get(uid, NOWHERE)):
                rack = self.view(uid)
                mine = next((one for one in rack.mounted if one.uid == device), None)
                if mine is not None:
                    return RackPosition(rack, mine.unit, mine.height_units, mine.face)
        return RackPosition(None, None, None, None)

    def _reads(self, tx: Transaction) -> ReadsRacks:
        return NowRacks(tx) if self._at is None else PastRacks(tx, self._at)

    def _visible(self, racks: Sequence[RackFacts]) -> list[RackFacts]:
        places = self._places([rack.uid for rack in racks])
        return [rack for rack in racks if self._sight.sees(places.get(rack.uid, NOWHERE))]

    def _seen(self, rack: RackFacts) -> RackFacts:
        """The rack without the names of what may not be seen."""
        if self._sight.reads_all:
            return rack
        others = {place.uid for device in rack.mounted for place in device.elsewhere}
        places = self._places({device.uid for device in rack.mounted} | others | {rack.uid, rack.room.uid})

        def name(uid: str, known: str) -> str:
            place = places.get(uid, NOWHERE)
            return known if self._sight.sees(place) and NAME not in self._sight.hidden(place) else REDACTED

        def shown(turn: int, device: Mounted) -> Mounted:
            standing = tuple(one._replace(name=name(one.uid, one.name)) for one in device.elsewhere)
            if not self._sight.sees(places.get(device.uid, NOWHERE)):
                # Two hidden devices are two: each keeps a key of its own that is no uid.
                hidden = replace(device, uid=f"?{turn}", name=REDACTED, ci_class="", status="")
                return replace(hidden, elsewhere=())
            return replace(device, name=name(device.uid, device.name), elsewhere=standing)

        mounted = tuple(shown(turn, device) for turn, device in enumerate(rack.mounted))
        room = rack.room._replace(name=name(rack.room.uid, rack.room.name)) if rack.room.uid else rack.room
        return replace(rack, name=name(rack.uid, rack.name), room=room, mounted=mounted)

    def _place(self, rack: RackFacts) -> RackPlace:
        return RackPlace(rack.site.name, rack.site.uid, rack.room.name, rack.room.uid)

    def _summary(self, rack: RackFacts) -> RackSummary:
        through = [run.height_units for run in free(rack) if run.face == BOTH]
        return RackSummary(
            rack.uid,
            rack.name,
            rack.status,
            self._place(rack),
            rack.units,
            rack.is_height_assumed,
            used_units(rack),
            max(through, default=0),
            len(rack.mounted),
            len(clashes(rack)),
        )

    def _view(self, rack: RackFacts) -> RackView:
        found = clashes(rack)
        involved = {device.uid for clash in found for device in clash.devices}
        mounted = tuple(self._device(device, in_conflict=device.uid in involved) for device in rack.mounted)
        problems = tuple(_told(clash, rack) for clash in found)
        return RackView(**vars(self._summary(rack)), mounted=mounted, free=free(rack), problems=problems)

    def _device(self, device: Mounted, *, in_conflict: bool) -> RackDevice:
        spec = self._registry.classes.get(device.ci_class)
        return RackDevice(
            "" if device.uid.startswith("?") else device.uid,
            device.name,
            device.ci_class,
            spec.label if spec else "",
            device.status,
            device.unit,
            max(device.height_units, 1),
            device.face,
            in_conflict,
        )


def _told(clash: Clash, rack: RackFacts) -> RackConflict:
    names = tuple(device.name for device in clash.devices)
    if clash.kind == "overlap":
        message = f"{names[0]} and {names[1]} both take unit {clash.unit}"
        return RackConflict("overlap", clash.unit, names, message)
    if clash.kind == "beyond":
        message = f"{names[0]} takes units {_span(clash.devices[0])}, but the rack has units 1 to {rack.units}"
        return RackConflict("beyond", clash.unit, names, message)
    return RackConflict("elsewhere", clash.unit, names, f"{names[0]} is also said to stand in {_all(clash.places)}")


def _span(device: Mounted) -> str:
    if device.height_units < 1:
        return f"{device.unit} with a height of {device.height_units}"
    return f"{device.unit} to {device.top}"


def _all(places: Iterable[Standing]) -> str:
    return ", ".join(f"{place.ci_class} {place.name}" for place in places)
