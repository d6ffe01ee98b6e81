"""The contract of a host collector: `read` asks the machine, `interpret` says what the reading means."""

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from discovery_agent.host.machine import Machine
from graph_schema.report import Ref, Section

Facts = TypeVar("Facts")

ROOT, PARTS, ACTIVITY, APPLICATIONS = range(4)


class Reading(NamedTuple, Generic[Facts]):
    """Plain JSON-able facts as the machine gave them.

    Every gap is a text: what is missing and what to do; with gaps the reading is partial and retires nothing.
    Remarks are worth saying, but nothing that could be there is missing.
    """

    facts: Facts
    gaps: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


class NotAvailable(NamedTuple):
    """This machine has no such thing; not an error."""

    reason: str


Answer: TypeAlias = Reading[Facts] | NotAvailable


class Collector(NamedTuple, Generic[Facts]):
    """One thing that is read of a machine.

    `enumerates` are the classes of which a reading without gaps holds every CI there is. `interpret` is pure.
    `remember` keeps what the next inventory must know, after this one was made. `stage` orders the sections:
    the root first, what refers to the CIs of others last.
    """

    name: str
    enumerates: tuple[type, ...]
    read: Callable[[Machine], Answer[Facts]]
    interpret: Callable[[Facts, Section, Ref], None]
    remember: Callable[[Machine, Facts], None] | None = None
    stage: int = PARTS
