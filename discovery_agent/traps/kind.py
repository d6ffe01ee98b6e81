"""The contract of a file of notifications: what each means, and what it is a reason to read again.

    KIND = TrapKind(
        oid="1.3.6.1.6.3.1.1.5.3",
        name="linkDown",
        meaning="An interface lost its link.",
        rereads=LINKS,
        shown=(Shown("1.3.6.1.2.1.2.2.1.7", "wanted", {1: "up", 2: "down"}),),
    )

Of an interface that the notification names nothing needs to be said here: ifTable and ifXTable are known.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from discovery_agent.scan.fact_kinds import FACT_KINDS, FORWARDING
from discovery_agent.scan.job import Method
from discovery_agent.traps import kinds
from graph_schema.loading import load_all

_NO_WORDS: Mapping[int, str] = MappingProxyType({})


class Reads(NamedTuple):
    """What is read of a device: by which methods, and which kinds of facts beside what it is and its parts."""

    methods: tuple[Method, ...] = ()
    facts: tuple[str, ...] = ()


NOTHING = Reads()
PARTS = Reads(("snmp",))
LINKS = Reads(("snmp",), (FORWARDING.name,))
EVERYTHING = Reads(("snmp", "ssh"), tuple(FACT_KINDS))


class Shown(NamedTuple):
    """An object of a notification that people want to see: a scalar or a column, and the words for its numbers."""

    oid: str
    label: str
    words: Mapping[int, str] = _NO_WORDS


class TrapKind(NamedTuple):
    """A notification. `rereads` is what is read again of its device; where that is nothing it is only told."""

    oid: str
    name: str
    meaning: str
    rereads: Reads = NOTHING
    shown: tuple[Shown, ...] = ()


@cache
def all_kinds() -> Mapping[str, TrapKind]:
    """Every notification of every file by its object identifier."""
    found = {kind.oid: kind for kind in load_all(kinds, TrapKind)}
    return MappingProxyType(found)
