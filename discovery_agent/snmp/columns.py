"""Reads columns of a device, whatever it answers: requests shrink to what it can take, circles and floods end."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import aclosing
from itertools import repeat
from typing import NamedTuple

from discovery_agent.snmp.in_order import ROWS_AT_ONCE, InOrder
from discovery_agent.snmp.session import NoAnswerError, Session, SnmpError
from discovery_agent.snmp.values import Value

_UPTIME = "1.3.6.1.2.1.1.3.0"
_AT_ONCE = 40  # most of them are none that a device has
_SUBTREES_AT_ONCE = 24  # the answer has an object of each, and is to fit one frame
_USUAL = 25  # rows of a request
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
        self._most_at_once = ROWS_AT_ONCE
        self._octets = 0
        self._read_columns: set[str] = set()
        self._absent: set[str] = set()

    async def objects(self, names: Iterable[str]) -> None:
        """Single objects."""
        wanted = list(names)
        for at in range(0, len(wanted), _AT_ONCE):
            self.values |= await self._get(wanted[at : at + _AT_ONCE])

    async def learn(self, oids: Iterable[str]) -> None:
        """Ask which subtrees there are, many at once. A device that does not take that is asked for each."""
        wanted = list(dict.fromkeys(oids))
        for at in range(0, len(wanted), _SUBTREES_AT_ONCE):
            if self.is_silent:
                return
            asked = wanted[at : at + _SUBTREES_AT_ONCE]
            try:
                told = await self._session.present(asked)
            except SnmpError:
                return
            if not told:
                return
            self._absent.update(oid for oid, is_there in told.items() if not is_there)

    async def entry(self, columns: Sequence[str]) -> None:
        """The columns of one table, each once. The beginning of the table tells how the rest is read with least ado."""
        columns = [column for column in columns if column not in self._read_columns]
        if not columns:
            return
        self._read_columns.update(columns)
        rows = 0
        if len(columns) > 1:
            columns, rows = await self._read_in_order(columns)
        for column in columns:
            rows = max(rows, await self.column(column, expected=rows))

    async def _read_in_order(self, columns: Sequence[str]) -> tuple[Sequence[str], int]:
        """Read a table as it stands, as long as that takes no more requests than its columns do.

        The columns that are left, all of them where the device cannot tell them in order, and how many rows they have.
        """
        above = columns[0].rpartition(".")[0]
        table, before = InOrder(above, columns), len(self.problems)
        try:
            is_all = await self._read(above, table.found, self._limits.rows, ROWS_AT_ONCE, table.goes_on)
        except asyncio.CancelledError:  # the device takes too long: what it has told is kept
            self.values |= table.split(is_all=True)[0]
            raise
        is_over = self.is_silent or self._is_full
        if len(self.problems) > before and not is_over:
            del self.problems[before:]  # the columns are read one by one, and those that cannot be are told then
            return columns, 0
        kept, left = table.split(is_all=is_all or is_over)
        self.values |= kept
        return left, table.rows

    async def column(self, oid: str, most: int = 0, expected: int = 0) -> int:
        """The rows of a column, at most `most`; how many there are."""
        at_once = min(most or ROWS_AT_ONCE, max(_USUAL, expected + 1))
        before = len(self.values)
        await self._read(oid, self.values, most or self._limits.rows, at_once)
        return len(self.values) - before

    async def _get(self, names: Sequence[str]) -> dict[str, Value]:
        """Some objects at once; half of them where the device cannot answer them together."""
        if self.is_silent:
            return {}
        try:
            return await self._session.get(names)
        except SnmpError as error:
            if isinstance(error, NoAnswerError) and (len(names) == 1 or not await self._is_alive()):
                self._fall_silent(f"{names[0]}: {error}")
            if self.is_silent or len(names) == 1:
                return {}
            half = len(names) // 2
            return {**await self._get(names[:half]), **await self._get(names[half:])}

    async def _read(
        self, oid: str, into: dict[str, Value], most: int, at_once: int, goes_on: Callable[[], bool] = lambda: True
    ) -> bool:
        """Read what is below an object, again with smaller requests where the device fails; whether that is all."""
        if oid in self._absent or oid.rpartition(".")[0] in self._absent:
            return True
        while not self.is_silent and not self._is_full:
            size = min(at_once, self._most_at_once)
            try:
                return await self._rows(oid, into, most, size, goes_on)
            except SnmpError as error:
                if isinstance(error, NoAnswerError) and not await self._is_alive():
                    self._fall_silent(f"{oid}: {error}")
                elif size > 1:
                    self._most_at_once = max(1, round(size * _SHRINKS_TO))
                else:
                    self.problems.append(f"{oid}: {error}")
                    return False
        return False

    async def _rows(self, oid: str, into: dict[str, Value], most: int, size: int, goes_on: Callable[[], bool]) -> bool:
        count, last, below = 0, (), f"{oid}."
        async with aclosing(self._session.column(oid, size)) as answers:
            async for answer in answers:
                # An answer that ends before the one before did would be followed by itself, again and again.
                index, told = tuple(map(int, answer[-1][0].split("."))), dict(answer)
                if index <= last or len(told) < len(answer) or not all(map(str.startswith, told, repeat(below))):
                    self.problems.append(f"{oid}: objects out of order after {count} rows; the rest is left out")
                    return False
                kept = told if len(told) <= most - count else dict(answer[: most - count])
                into.update(kept)
                self._octets += sum(len(value) for value in kept.values() if not isinstance(value, int))
                count, last = count + len(kept), index
                if len(kept) < len(told) or self._is_full:
                    self._note_limit(oid, count, most)
                    return False
                if count == most < self._limits.rows or not goes_on():
                    return False
        return True

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
