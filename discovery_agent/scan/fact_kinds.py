"""Kinds of facts that a scan need not read each time: they cost much, and some of them change seldom.

What a device is, its parts, interfaces and addresses is read by every scan. A kind that is left out is not told at
all, so the server keeps what it knows of it.
"""

from collections.abc import Collection
from typing import NamedTuple


class FactKind(NamedTuple):
    """A kind, and the sections of reports that hold it."""

    name: str
    label: str
    doc: str
    sections: tuple[str, ...]


SOFTWARE = FactKind("software", "Software", "Installed packages.", ("packages", "applications"))
ACTIVITY = FactKind(
    "activity",
    "Activity",
    "Running programs, their containers, listening endpoints and connections.",
    (
        *("programs", "containers", "endpoints", "connections", "applications", "databases", "certificates"),
        "scheduled_jobs",
    ),
)
FORWARDING = FactKind(
    "forwarding", "Forwarding", "Where other devices are seen: forwarding and ARP tables, neighbours.", ("links",)
)
FACT_KINDS = {kind.name: kind for kind in (SOFTWARE, ACTIVITY, FORWARDING)}
# Not a kind with a rhythm of its own: what connections are for is told with the connections. It is read or it is not.
CONFIGURATION = "configuration"
ALL = frozenset((*FACT_KINDS, CONFIGURATION))


def is_told(section: str, facts: Collection[str]) -> bool:
    """Whether a section is told by a scan that reads these kinds."""
    return all(section not in kind.sections or kind.name in facts for kind in FACT_KINDS.values())
