"""A person says where a device stands: at units of a rack that are free, or beside the racks of its room."""

from collections.abc import Iterable
from typing import NamedTuple

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.ingest import stored
from cmdb_server.ingest.keys import is_device
from cmdb_server.manual_edits.adding import Standing as Wanted
from cmdb_server.manual_edits.editing import ManualEdits, Signature
from cmdb_server.manual_edits.looking import read_ci
from cmdb_server.permissions.sight import REDACTED
from cmdb_server.racks.arranging import in_the_way
from cmdb_server.racks.facts import BOTH, MOST_UNITS, Mounted, RackFacts, Standing
from cmdb_server.racks.reading import RACK, NowRacks, whole
from cmdb_server.racks.views import NoSuchRackError, RackViews
from graph_schema import Registry
from graph_schema.relationships import RACK_FACES


class Position(NamedTuple):
    """Where in a rack: without a unit somewhere beside them."""

    unit: int | None
    height_units: int = 1
    face: str = BOTH


class PositionRefusedError(CmdbError):
    """A device cannot stand there."""

    def __init__(self, field: str, value: object, message: str, remedy: str) -> None:
        """422, naming the field."""
        error = FieldError(field, str(value)[:100], message, remedy)
        super().__init__(f"{field} {error.value!r} {message}; {remedy}", 422, "position_refused", (error,))


class UnitsTakenError(CmdbError):
    """Another device is there already."""

    def __init__(self, unit: int | None, names: Iterable[str], free: str) -> None:
        """409, naming who is there."""
        message = f"is taken by {', '.join(sorted(names))}"
        error = FieldError("unit", str(unit), message, free)
        super().__init__(f"unit {unit} {message}; {free}", 409, "units_taken", (error,))


class MovedMeanwhileError(CmdbError):
    """Somebody else has moved the device since it was looked at."""

    def __init__(self) -> None:
        """409."""
        super().__init__("the device was moved by somebody else meanwhile; look where it stands now", 409, "moved")


class RackPlacing:
    """Takes what people say of where devices stand; `edits` refuses what the grants of whoever edits do not reach."""

    def __init__(self, store: GraphStore, registry: Registry, edits: ManualEdits, views: RackViews) -> None:
        """`views` shows racks as whoever edits may see them."""
        self._store, self._registry, self._edits, self._views = store, registry, edits, views

    def place(self, device: str, rack: str, position: Position, signed: Signature) -> str:
        """Put a device into a rack, or at another unit of it. Its uid.

        Raises PositionRefusedError, UnitsTakenError, MovedMeanwhileError, NoSuchRackError and what edits raise.
        """
        seen = self._views.view(rack)
        _check(position, seen.height_units)
        facts = {"height_units": position.height_units, "face": position.face, "unit": position.unit}
        device, standing = self._standing(device)
        found = self._rack(self._store.read(lambda tx: NowRacks(tx).racks([rack])), rack)
        leaves = tuple(place.uid for place in standing if place.uid not in found.within)

        def check(tx: Transaction) -> None:
            stored.lock_cis(tx, [device, rack])
            self._check_unmoved(tx, device, standing)
            now = self._rack(whole(NowRacks(tx), rack), rack)
            wanted = Mounted(device, "", "", "", *position)
            if others := in_the_way(now, wanted):
                shown = {one.uid for one in seen.mounted}
                names = {one.name if one.uid in shown else REDACTED for one in others}
                raise UnitsTakenError(position.unit, names, "choose free units, or take that device out first")

        return self._edits.stand(device, Wanted(rack, facts, leaves), signed, check)

    def take_out(self, device: str, signed: Signature) -> str:
        """Take a device out of its rack; it stays in the room, or on the site, that the rack stands in. Its uid.

        Raises PositionRefusedError, MovedMeanwhileError and what edits raise.
        """
        device, standing = self._standing(device)
        racks = sorted(place.uid for place in standing if place.ci_class == RACK)
        if not racks:
            raise PositionRefusedError("device", device, "stands in no rack", "nothing has to be taken out")
        found = self._store.read(lambda tx: NowRacks(tx).racks(racks))
        around = next((one.uid for rack in found for one in (rack.room, rack.site) if one.uid), "")

        def check(tx: Transaction) -> None:
            stored.lock_cis(tx, [device, *racks])
            self._check_unmoved(tx, device, standing)

        return self._edits.stand(device, Wanted(around, {}, tuple(racks)), signed, check)

    def _standing(self, device: str) -> tuple[str, list[Standing]]:
        """The uid of the device as it is now, and where it is said to stand."""
        ci = read_ci(self._store, self._registry, device)
        uid, spec = str(ci["uid"]), self._registry.ci_class(ci["ci_class"])
        if not is_device(spec):
            raise PositionRefusedError("ci_class", spec.name, "is no class of devices", "only devices stand in racks")
        return uid, self._store.read(lambda tx: NowRacks(tx).standing([uid])).get(uid, [])

    def _check_unmoved(self, tx: Transaction, device: str, standing: list[Standing]) -> None:
        now = NowRacks(tx).standing([device]).get(device, [])
        if {place.uid for place in now} != {place.uid for place in standing}:
            raise MovedMeanwhileError

    def _rack(self, found: list[RackFacts], uid: str) -> RackFacts:
        if not found:
            raise NoSuchRackError(uid)
        return found[0]


def _check(position: Position, height: int) -> None:
    if position.face not in RACK_FACES:
        raise PositionRefusedError("face", position.face, "is no side of a rack", f"use one of {', '.join(RACK_FACES)}")
    if not 1 <= position.height_units <= MOST_UNITS:
        remedy = f"give 1 to {MOST_UNITS} units"
        raise PositionRefusedError("height_units", position.height_units, "is no height of a device", remedy)
    if position.unit is None:
        return
    top = position.unit + position.height_units - 1
    if position.unit < 1 or top > height:
        message = f"to {top} is not within the rack, whose units are 1 to {height}"
        remedy = "choose units of it, or correct the height of the rack"
        raise PositionRefusedError("unit", position.unit, message, remedy)
