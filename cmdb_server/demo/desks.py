"""The desks with workstations, and the port of an access switch each is cabled to."""

from dataclasses import dataclass
from functools import cache

from cmdb_server.demo.geography import PLACES, Place
from cmdb_server.demo.hardware import ACCESS_SWITCH, Box, boxes

_PER_SITE = {"osl": 30, "ber": 18, "ham": 12}


@dataclass(frozen=True)
class Desk:
    """A workstation's place in the office."""

    name: str
    place: Place
    index: int
    switch: Box
    port: str


@cache
def desks() -> tuple[Desk, ...]:
    """All desks, spread evenly over the access switches of their site."""
    found: list[Desk] = []
    for place in PLACES:
        switches = boxes(place, ACCESS_SWITCH)
        for index in range(_PER_SITE[place.code]):
            port = f"GigabitEthernet1/0/{index // len(switches) + 1}"
            switch = switches[index % len(switches)]
            found.append(Desk(f"{place.code}-ws-{index + 1:03}", place, index, switch, port))
    return tuple(found)
