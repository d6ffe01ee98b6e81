"""What is answered of racks; the fields are the names of the API."""

from dataclasses import dataclass
from typing import Literal

ConflictKind = Literal["overlap", "beyond", "elsewhere"]
Face = Literal["front", "rear", "both"]


@dataclass(frozen=True)
class RackPlace:
    """Where a rack stands; the uid of the room is empty for one that stands on a site."""

    site: str
    site_uid: str
    room: str
    room_uid: str


@dataclass(frozen=True)
class RackDevice:
    """A device in a rack; without `unit` it is somewhere in it, as a power strip beside the units.

    A device that may not be seen has no uid, and its name is redacted. `in_conflict`: it takes part in one.
    """

    uid: str
    name: str
    ci_class: str
    class_label: str
    status: str
    unit: int | None
    height_units: int
    face: str
    in_conflict: bool


@dataclass(frozen=True)
class FreeUnits:
    """Units in a row that are free on a face: `height_units` of them from `unit` upwards; both: through the rack."""

    face: Face
    unit: int
    height_units: int


@dataclass(frozen=True)
class RackConflict:
    """What cannot be: two devices at one unit and face, one beyond the rack, one that also stands elsewhere.

    `unit` is the lowest unit concerned, null where none is; `devices` are their names, `message` says it in words.
    """

    kind: ConflictKind
    unit: int | None
    devices: tuple[str, ...]
    message: str


@dataclass(frozen=True)
class RackSummary:
    """A rack in a list. `is_height_assumed`: nobody told its height; `used_units` are taken on a side at least."""

    uid: str
    name: str
    status: str
    place: RackPlace
    height_units: int
    is_height_assumed: bool
    used_units: int
    largest_free: int
    devices: int
    conflicts: int


@dataclass(frozen=True)
class RackView(RackSummary):
    """A rack with all that stands in it, from its top downwards; those without a unit come last."""

    mounted: tuple[RackDevice, ...]
    free: tuple[FreeUnits, ...]
    problems: tuple[RackConflict, ...]


@dataclass(frozen=True)
class RackRoom:
    """A place with racks, and how many."""

    place: RackPlace
    racks: int


@dataclass(frozen=True)
class Racks:
    """The racks asked for by site, room and name, and all places that have some."""

    total: int
    items: tuple[RackSummary, ...]
    rooms: tuple[RackRoom, ...]


@dataclass(frozen=True)
class RackPosition:
    """Where a device stands: its rack with everything in it, null where it stands in none that may be seen."""

    rack: RackView | None
    unit: int | None
    height_units: int | None
    face: str | None
