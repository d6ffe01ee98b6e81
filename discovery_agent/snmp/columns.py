"""Reads columns of a device, whatever it answers: requests shrink to what it can take, circles and floods end."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import aclosing
from typing import NamedTuple

from discovery_agent.snmp.session import NoAnswerError, Session, SnmpError
from discovery_agent.snmp.values import Value

_UPTIME = "1.3.6.1.2.1.1.3.0"
_AT_ONCE = 20
_SUBTREES_AT_ONCE = 24  # the answer has an object of each, and is to fit one frame
_USUAL, _LARGEST = 25, 50  # rows of a request: more do not fit one frame
_SHRINKS_TO = 1 / 3


class Limits(NamedTuple):
    """What is read at most: rows of a column, objects of a device, octets of its texts."""

    rows: int = 100_000
    objects: int = 1_000_000
    octets: int = 64 << 20


class _Beginning:
    """The first objects of a table, or all of them."""

    def __init__(self, found: dict[str, Value], above: str, *, is_all: bool) -> None:
        at = len(above) + 1
        self._columns = [int(name[at:].partition(".")[0]) for name in found]
        self._found = found
        self._is_all = is_all
        self._last = self._columns[-1] if found else 0
        is_first_whole = bool(found) and self._columns[0] != self._last
        self.rows = self._columns.count(self._columns[0]) if is_first_whole else 0
        self.at_least = self.rows or len(found)

    def has_all_of(self, column: str) -> bool:
        """Whether a column is there to its end."""
        return self._is_all or _column_number(column) < self._last

    def within(self, columns: Collection[int]) -> dict[str, Value]:
        """The objects of some columns, by their numbers."""
        pairs = zip(self._columns, self._found.items(), strict=True)
        return {name: value for column, (name, value) in pairs if column in columns}


def _column_number(column: str) -> int:
    return int(column.rpartition(".")[2])


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
        above = columns[0].rpartition(".")[0]
        rows = 0
        if len(columns) > 1:
            columns, rows = await self._read_small(above, columns)
        for column in columns:
            rows = max(rows, await self.column(column, expected=rows))

    async def _read_small(self, above: str, columns: Sequence[str]) -> tuple[list[str], int]:
        """Read a table as a whole where that takes fewer requests than its columns do.

        The columns that are left, and how many rows they have at least.

        The first objects tell which table it is: all there are, a few rows of many columns, or many rows.
        """
        start = await self._beginning(above, _LARGEST)
        last = max(map(_column_number, columns))
        left = [column for column in columns if not start.has_all_of(column)]
        if left and start.rows and last * start.rows < len(left) * _LARGEST:
            start = await self._beginning(above, last * start.rows + 1)
            left = [column for column in columns if not start.has_all_of(column)]
        done = set(map(_column_number, columns)) - set(map(_column_number, left))
        self.values |= start.within(done)
        return left, start.at_least

    async def _beginning(self, above: str, most: int) -> "_Beginning":
        """The first objects of a table; nothing where the device cannot tell them in order."""
        found: dict[str, Value] = {}
        before = len(self.problems)
        await self._read(above, found, most, _LARGEST)
        if len(self.problems) == before:
            return _Beginning(found, above, is_all=len(found) < most)
        if not self.is_silent:
            del self.problems[before:]  # the columns are read one by one, and those that cannot be are told then
        return _Beginning({}, above, is_all=False)

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
        if oid in self._absent or oid.rpartition(".")[0] in self._absent:
            return 0
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
        count, last, below = 0, (), f"{oid}."
        async with aclosing(self._session.column(oid, size)) as answers:
            async for answer in answers:
                # An answer that ends before the one before did would be followed by itself, again and again.
                index, told = tuple(map(int, answer[-1][0].split("."))), dict(answer)
                if index <= last or len(told) < len(answer) or not all(name.startswith(below) for name in told):
                    self.problems.append(f"{oid}: objects out of order after {count} rows; the rest is left out")
                    return count
                kept = answer[: most - count]
                into.update(kept)
                self._octets += sum(len(value) for _, value in kept if isinstance(value, bytes | str))
                count, last = count + len(kept), index
                if len(kept) < len(answer) or self._is_full:
                    self._note_limit(oid, count, most)
                    return count
                if count == most < self._limits.rows:
                    return count
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
