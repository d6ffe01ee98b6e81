"""Reads columns of a device, whatever it answers: requests shrink to what it can take, circles and floods end."""

from collections.abc import Iterable, Sequence
from contextlib import aclosing
from typing import NamedTuple

from discovery_agent.snmp.session import NoAnswerError, Session, SnmpError
from discovery_agent.snmp.values import Value

_UPTIME = "1.3.6.1.2.1.1.3.0"
_AT_ONCE = 20
_USUAL, _LARGEST = 25, 50  # rows of a request: more do not fit one frame
_SHRINKS_TO = 1 / 3


class Limits(NamedTuple):
    """What is read at most: rows of a column, objects of a device, octets of its texts."""

    rows: int = 100_000
    objects: int = 1_000_000
    octets: int = 64 << 20


class ColumnReader:
    """Reads into `values`; `problems` say what is missing and why. After `is_silent` nothing more is asked."""

    def __init__(
        self,
        session: Session,
        limits: Limits,
        values: dict[str, Value] | None = None,
        problems: list[str] | None = None,
    ) -> None:
        self.values = {} if values is None else values
        self.problems = [] if problems is None else problems
        self.is_silent = False
        self._session = session
        self._limits = limits
        self._most_at_once = _LARGEST
        self._octets = 0
        self._read_columns: set[str] = set()

    async def objects(self, names: Iterable[str]) -> None:
        """Single objects."""
        wanted = list(names)
        for at in range(0, len(wanted), _AT_ONCE):
            self.values |= await self._get(wanted[at : at + _AT_ONCE])

    async def entry(self, columns: Sequence[str]) -> None:
        """The columns of one table, each once. One small request tells first whether there is any."""
        columns = [column for column in columns if column not in self._read_columns]
        if not columns:
            return
        self._read_columns.update(columns)
        above = columns[0].rpartition(".")[0]
        if len(columns) > 1 and not await self.has(above):
            return
        rows = 0
        for column in columns:
            rows = max(rows, await self.column(column, expected=rows))

    async def has(self, oid: str) -> bool:
        """Whether there is anything below an object."""
        found: dict[str, Value] = {}
        await self._read(oid, found, 1, 1)
        return bool(found)

    async def column(self, oid: str, most: int = 0, expected: int = 0) -> int:
        """The rows of a column, at most `most`; how many there are."""
        at_once = min(most or _LARGEST, max(_USUAL, expected + 1))
        return await self._read(oid, self.values, most or self._limits.rows, at_once)

    async def _get(self, names: Sequence[str]) -> dict[str, Value]:
        """Some objects at once; half of them where the device cannot answer them together."""
        if self.is_silent:
            return {}
        try:
            return await self._session.get(names)
        except NoAnswerError as error:
            self._fall_silent(f"{names[0]}: {error}")
            return {}
        except SnmpError:
            if len(names) == 1:
                return {}
            half = len(names) // 2
            return {**await self._get(names[:half]), **await self._get(names[half:])}

    async def _read(self, oid: str, into: dict[str, Value], most: int, at_once: int) -> int:
        """Read a column, again with smaller requests where the device fails."""
        while not self.is_silent and not self._is_full:
            size = min(at_once, self._most_at_once)
            try:
                return await self._rows(oid, into, most, size)
            except SnmpError as error:
                if isinstance(error, NoAnswerError) and not await self._is_alive():
                    self._fall_silent(f"{oid}: {error}")
                elif size > 1:
                    self._most_at_once = max(1, round(size * _SHRINKS_TO))
                else:
                    self.problems.append(f"{oid}: {error}")
                    return 0
        return 0

    async def _rows(self, oid: str, into: dict[str, Value], most: int, size: int) -> int:
        count, last = 0, ()
        async with aclosing(self._session.column(oid, size)) as answers:
            async for answer in answers:
                for name, value in answer:
                    index = tuple(map(int, name.split(".")))
                    if not name.startswith(f"{oid}.") or index <= last:
                        self.problems.append(f"{oid}: objects out of order after {count} rows; the rest is left out")
                        return count
                    if count >= most or self._is_full:
                        self._note_limit(oid, count, most)
                        return count
                    into[name] = value
                    self._octets += len(value) if isinstance(value, bytes | str) else 0
                    count, last = count + 1, index
        return count

    @property
    def _is_full(self) -> bool:
        return len(self.values) >= self._limits.objects or self._octets >= self._limits.octets

    def _note_limit(self, oid: str, count: int, most: int) -> None:
        if most == self._limits.rows or self._is_full:
            self.problems.append(f"{oid}: only the first {count:,} rows were read")

    async def _is_alive(self) -> bool:
        """Whether the device answers the smallest question: then the one before was too much for it."""
        try:
            await self._session.get([_UPTIME])
        except NoAnswerError:
            return False
        except SnmpError:
            return True
        return True

    def _fall_silent(self, what: str) -> None:
        self.is_silent = True
        self.problems.append(f"{what}; what comes after it is missing")
