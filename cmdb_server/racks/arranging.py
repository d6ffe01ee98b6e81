"""What of a rack is taken, free and in conflict: pure functions of what is said to stand in it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from cmdb_server.racks.answers import Face, FreeUnits
from cmdb_server.racks.facts import BOTH, FRONT, REAR, Mounted, RackFacts, Standing


class Clash(NamedTuple):
    """Devices that cannot stand as they are said to. `kind` as in RackConflict; `places` are the other ones."""

    kind: str
    unit: int | None
    devices: tuple[Mounted, ...]
    places: tuple[Standing, ...] = ()


def taken(rack: RackFacts) -> dict[tuple[int, str], list[Mounted]]:
    """The devices at each unit and face of a rack, as far as it has the unit."""
    found: dict[tuple[int, str], list[Mounted]] = defaultdict(list)
    for device in rack.mounted:
        if device.unit is None:
            continue
        for unit in range(max(device.unit, 1), min(device.top, rack.units) + 1):
            for face in device.faces:
                found[unit, face].append(device)
    return found


def clashes(rack: RackFacts) -> list[Clash]:
    """All that cannot be, from the bottom of the rack upwards; each pair of devices once."""
    return [*_overlaps(rack), *_beyond(rack), *_elsewhere(rack)]


def in_the_way(rack: RackFacts, wanted: Mounted) -> tuple[Mounted, ...]:
    """The other devices at the units and faces that a device is to take."""
    return tuple(
        device
        for device in rack.mounted
        if device.uid != wanted.uid
        and device.unit is not None
        and wanted.unit is not None
        and device.unit <= wanted.top
        and wanted.unit <= device.top
        and set(device.faces) & set(wanted.faces)
    )


def free(rack: RackFacts) -> tuple[FreeUnits, ...]:
    """The free units of each face, and those that are free on both, from the top of the rack downwards."""
    full = taken(rack)
    faces: tuple[tuple[Face, tuple[str, ...]], ...] = ((BOTH, (FRONT, REAR)), (FRONT, (FRONT,)), (REAR, (REAR,)))
    found: list[FreeUnits] = []
    for name, sides in faces:
        units = [unit for unit in range(1, rack.units + 1) if not any((unit, side) in full for side in sides)]
        found += (FreeUnits(name, first, count) for first, count in reversed(list(_runs(units))))
    return tuple(found)


def used_units(rack: RackFacts) -> int:
    """How many units are taken on one side at least."""
    return len({unit for unit, _ in taken(rack)})


def _runs(units: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Numbers in a row: the first, and how many."""
    first, count = 0, 0
    for unit in units:
        if count and unit == first + count:
            count += 1
            continue
        if count:
            yield first, count
        first, count = unit, 1
    if count:
        yield first, count


def _overlaps(rack: RackFacts) -> Iterator[Clash]:
    pairs: dict[tuple[str, str], Clash] = {}
    for (unit, _), devices in sorted(taken(rack).items(), key=lambda entry: entry[0]):
        for pair in combinations(sorted(devices, key=lambda device: (device.name, device.uid)), 2):
            pairs.setdefault((pair[0].uid, pair[1].uid), Clash("overlap", unit, pair))
    yield from pairs.values()


def _beyond(rack: RackFacts) -> Iterator[Clash]:
    for device in rack.mounted:
        if device.unit is not None and (device.unit < 1 or device.top > rack.units or device.height_units < 1):
            yield Clash("beyond", device.unit, (device,))


def _elsewhere(rack: RackFacts) -> Iterator[Clash]:
    for device in rack.mounted:
        if others := tuple(place for place in device.elsewhere if place.uid not in rack.within):
            yield Clash("elsewhere", device.unit, (device,), others)
