"""The objects of a notification become what is told of it: its kind, its interface, what people want to see."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from discovery_agent.snmp.values import Oid, Value, number, text
from discovery_agent.traps.batch import shown
from discovery_agent.traps.kind import TrapKind, all_kinds

TRAP_OID = "1.3.6.1.6.3.1.1.4.1.0"
_IF_TABLE, _IF_X_TABLE = "1.3.6.1.2.1.2.2.1.", "1.3.6.1.2.1.31.1.1.1."
_NAMES = ("1.3.6.1.2.1.31.1.1.1.1.", "1.3.6.1.2.1.2.2.1.2.")
_LAST_INDEX = 2**31 - 1


class Notice(NamedTuple):
    """What a notification says. `kind` is None where it means nothing to the CMDB."""

    kind: TrapKind | None
    interface_index: int
    interface_name: str
    details: Mapping[str, str]


def notice_of(bindings: Iterable[tuple[str, Value]]) -> Notice:
    """What the objects of a notification say, whatever they are."""
    said = dict(bindings)
    name = said.get(TRAP_OID)
    kind = _kind(name) if isinstance(name, Oid) else None
    if kind is None:
        return Notice(None, 0, "", {})
    return Notice(kind, _interface(said), _interface_name(said), _details(kind, said))


def _kind(oid: str) -> TrapKind | None:
    """The kind of a notification, also where a trap of version 1 was mapped to `enterprise.0.number` (RFC 3584)."""
    start, _, last = oid.rpartition(".")
    return all_kinds().get(oid) or all_kinds().get(f"{start.removesuffix('.0')}.{last}")


def _interface(said: Mapping[str, Value]) -> int:
    indexes = [oid.rpartition(".")[2] for oid in said if oid.startswith((_IF_TABLE, _IF_X_TABLE))]
    return next((int(index) for index in indexes if index.isdecimal() and 0 < int(index) <= _LAST_INDEX), 0)


def _interface_name(said: Mapping[str, Value]) -> str:
    named = (text(value) for start in _NAMES for oid, value in said.items() if oid.startswith(start))
    return shown(next(filter(None, named), ""))


def _details(kind: TrapKind, said: Mapping[str, Value]) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in kind.shown:
        values = (value for oid, value in said.items() if oid == entry.oid or oid.startswith(f"{entry.oid}."))
        value = next(values, None)
        counted = number(value) if isinstance(value, int) else None
        told = entry.words.get(counted, str(counted)) if counted is not None else text(value)
        if told:
            found[entry.label] = shown(told)
    return found
