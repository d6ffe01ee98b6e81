"""What is read of racks and of what stands in them."""

from dataclasses import dataclass, field
from typing import NamedTuple

MOST_UNITS = 100
"""No rack is higher: a number beyond it is a slip, and is not drawn."""
USUAL_UNITS = 42
"""The height of a rack that nobody told it of."""
FRONT, REAR, BOTH = "front", "rear", "both"


class Standing(NamedTuple):
    """A place that a device is said to stand in."""

    uid: str
    name: str
    ci_class: str
    owner_uid: str = ""


@dataclass(frozen=True)
class Mounted:
    """A device in a rack. `unit` is the lowest that it takes, None where nobody told it."""

    uid: str
    name: str
    ci_class: str
    status: str
    unit: int | None
    height_units: int = 1
    face: str = BOTH
    elsewhere: tuple[Standing, ...] = ()

    @property
    def faces(self) -> tuple[str, ...]:
        """The sides that it takes."""
        return (FRONT, REAR) if self.face == BOTH else (self.face,)

    @property
    def top(self) -> int:
        """The highest unit that it takes; 0 without a unit."""
        return self.unit + max(self.height_units, 1) - 1 if self.unit is not None else 0


@dataclass(frozen=True)
class RackFacts:
    """A rack. `height_units` is 0 where nobody told it; `room` is empty for one that stands on a site."""

    uid: str
    name: str
    status: str
    height_units: int
    room: Standing
    site: Standing
    mounted: tuple[Mounted, ...] = field(default=())

    @property
    def units(self) -> int:
        """How many units are drawn: its height as far as that can be, else the usual one or what its devices need."""
        if 1 <= self.height_units <= MOST_UNITS:
            return self.height_units
        return min(max((USUAL_UNITS, *(entry.top for entry in self.mounted))), MOST_UNITS)

    @property
    def is_height_assumed(self) -> bool:
        """Whether its height is not told, or cannot be."""
        return not 1 <= self.height_units <= MOST_UNITS

    @property
    def within(self) -> frozenset[str]:
        """It and the places that it stands in, by their uids."""
        return frozenset({self.uid, self.room.uid, self.site.uid} - {""})
