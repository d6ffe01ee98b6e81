"""A table that is read as it stands, column after column: whether going on takes fewer requests than asking anew."""

from collections.abc import Sequence

from discovery_agent.snmp.values import Value

ROWS_AT_ONCE = 50  # more do not fit one frame


class InOrder:
    """The objects of a table from its beginning on, of which some columns are wanted."""

    def __init__(self, above: str, columns: Sequence[str]) -> None:
        self.found: dict[str, Value] = {}
        self._above = above
        self._names = {_number(column): column for column in columns}
        self._last = max(self._names)
        self._rows = 0

    @property
    def rows(self) -> int:
        """How many rows the table has, as far as its first column has told."""
        return self._rows or len(self.found)

    def goes_on(self) -> bool:
        """Whether the next objects are wanted, or stand between those that are and take no more requests than they."""
        reached = self._reached()
        left = sum(number > reached for number in self._names)
        if reached in self._names:
            return True
        if not left or not self._knows_rows(reached) or len(self.found) > self._last * self._rows + ROWS_AT_ONCE:
            return False
        between = (self._last - reached + 1) * self._rows
        return between <= left * ROWS_AT_ONCE

    def split(self, *, is_all: bool) -> tuple[dict[str, Value], list[str]]:
        """What was found of columns that are there to their end, and the columns that are not."""
        reached = self._last + 1 if is_all else self._reached()
        whole = tuple(f"{column}." for number, column in self._names.items() if number < reached)
        left = [column for number, column in self._names.items() if number >= reached]
        return {name: value for name, value in self.found.items() if name.startswith(whole)}, left

    def _knows_rows(self, reached: int) -> bool:
        if not self._rows:
            first = self._column_of(next(iter(self.found)))
            if first == reached:
                return False
            beginning = f"{self._above}.{first}."
            self._rows = sum(name.startswith(beginning) for name in self.found)
        return True

    def _reached(self) -> int:
        """The column that the last object is in; before the first where there is none."""
        return self._column_of(next(reversed(self.found))) if self.found else 0

    def _column_of(self, name: str) -> int:
        return int(name[len(self._above) + 1 :].partition(".")[0])


def _number(column: str) -> int:
    return int(column.rpartition(".")[2])
