"""What is needed only beside the work: programs that watch others, and that pass on what others log."""

from collections.abc import Iterable

from discovery_agent.host.application import Need
from discovery_agent.host.places import Place

MONITORING, LOGGING = "monitoring", "logging"
BESIDE = {
    MONITORING: "it only watches what it connects to",
    LOGGING: "it only passes on what others log",
}


def beside(needs: Iterable[Need], purpose: str) -> tuple[Need, ...]:
    """Needs as those of a program with such a purpose: without them it works on."""
    reason = BESIDE[purpose]
    return tuple(need._replace(purpose=purpose, strength="soft", reason=reason) for need in needs)


def told_to(places: Iterable[tuple[str, Place | None]], purpose: str) -> tuple[Need, ...]:
    """The servers that something is told to, by the file that names them; without a port none is known."""
    found = (Need(*place, file) for file, place in places if place is not None and place.port)
    return beside(found, purpose)
