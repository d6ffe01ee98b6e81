"""What a device answered: values by object identifier, and tables by their columns."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from discovery_agent.snmp.values import Oid, Value

ENTERPRISES = "1.3.6.1.4.1"
MAX_ROWS = 200_000
_AFTER_DOT = chr(ord(".") + 1)


class Walk:
    """Values by object identifier. `contexts` are walks of the same device under other contexts (one per VLAN)."""

    def __init__(self, values: Mapping[str, Value], contexts: "Mapping[str, Walk] | None" = None) -> None:
        self._values = values
        self.contexts = contexts or {}

    @property
    def values(self) -> Mapping[str, Value]:
        """Everything that was answered."""
        return self._values

    def __len__(self) -> int:
        return len(self._values)

    def get(self, oid: str) -> Value | None:
        """The value of exactly this object."""
        return self._values.get(oid)

    def scalar(self, oid: str) -> Value | None:
        """The value of an object that there is one of: its instance 0, else what stands at the object itself."""
        found = self._values.get(f"{oid}.0")
        return self._values.get(oid) if found is None else found

    def column(self, oid: str) -> dict[str, Value]:
        """The values below an object by their index, in the order of numbers; a table's column."""
        rows = self.rows(oid)
        return {index: rows[index] for index in _in_order(rows)} if len(rows) > 1 else rows

    def rows(self, oid: str) -> dict[str, Value]:
        """The values below an object by their index, in no order."""
        start, end = self._range(oid)
        if start == end:
            return {}
        at, values = len(oid) + 1, self._values
        return {name[at:]: values[name] for name in self._names[start : min(end, start + MAX_ROWS)]}

    def first(self, oid: str) -> Iterator[Value]:
        """The values below an object in the order of their indexes."""
        yield from self.column(oid).values()

    def has(self, oid: str) -> bool:
        """Whether the device answers this object or anything below it."""
        if oid in self._values:
            return True
        start, end = self._range(oid)
        return start < end

    @cached_property
    def enterprises(self) -> frozenset[int]:
        """The enterprise numbers below which the device answers anything."""
        found: set[int] = set()
        at, end = self._range(ENTERPRISES)
        while at < end:
            number = self._names[at][len(ENTERPRISES) + 1 :].partition(".")[0]
            found.add(int(number))
            at = bisect_left(self._names, f"{ENTERPRISES}.{number}{_AFTER_DOT}", at + 1)
        return frozenset(found)

    @cached_property
    def _names(self) -> list[str]:
        """All names in the order of text, in which everything below an object lies side by side."""
        return sorted(self._values)

    def _range(self, oid: str) -> tuple[int, int]:
        names, beginning = self._names, f"{oid}."
        start = bisect_left(names, beginning)
        if start == len(names) or not names[start].startswith(beginning):
            return start, start
        return start, bisect_left(names, f"{oid}{_AFTER_DOT}", start)


def _in_order(indexes: Collection[str]) -> list[str]:
    """Indexes in the order of their numbers; most tables have one number in each."""
    try:
        return sorted(indexes, key=int)
    except ValueError:
        return sorted(indexes, key=_order)


def _order(index: str) -> tuple[int, ...]:
    return tuple(map(int, index.split(".")))


def oid_value(value: Value | None) -> Oid | None:
    """An object identifier, also one that was sent as text; None for anything else."""
    if isinstance(value, Oid):
        return value
    if isinstance(value, bytes):
        found = value.decode("ascii", "ignore").strip().lstrip(".")
        return Oid(found) if found and all(part.isdecimal() for part in found.split(".")) else None
    return None
