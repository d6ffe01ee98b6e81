"""Assets counted and summed by something: which are in which group, and how a list is narrowed to it; pure.

Nothing is converted: each currency is summed for itself. An asset is in each group that it belongs to (two services
may need it), and in the total once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from string import ascii_lowercase, ascii_uppercase
from typing import Literal

from cmdb_server.assets.money import book_value, month_later
from cmdb_server.assets.valuing import purchase_of
from cmdb_server.itsm.record import Record

By = Literal["site", "holder", "cost_centre", "owner", "category", "service", "age", "warranty"]
Pairs = tuple[tuple[str, str], ...]
_NOTHING = ""
_YEARS = 5
_MONTHS = 12
# As the index of records compares values.
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)


@dataclass(frozen=True)
class Group:
    """A group: its key, its name, and what narrows a list to it."""

    key: str
    label: str
    opens: Pairs


@dataclass
class Sum:
    """What assets of a currency cost and are worth; of `undated` nobody said when they were bought, so no value."""

    assets: int = 0
    cost: Decimal = Decimal(0)
    value: Decimal = Decimal(0)
    undated: int = 0


@dataclass
class Line:
    """A group with how many assets it has, and sums by currency."""

    group: Group
    assets: int = 0
    sums: dict[str, Sum] = field(default_factory=dict[str, Sum])

    def add(self, record: Record, on: date) -> None:
        """Count an asset in."""
        self.assets += 1
        currency = record.value("currency")
        if not currency:
            return
        one, bought = self.sums.setdefault(currency, Sum()), purchase_of(record)
        one.assets += 1
        one.cost += Decimal(record.value("cost") or 0)
        one.value += (book_value(bought, on) if bought else None) or Decimal(0)
        one.undated += bool(record.value("cost")) and bought is None


Grouping = Callable[[Record], Iterable[Group]]


def report(records: Iterable[Record], grouping: Grouping, on: date) -> tuple[list[Line], Line]:
    """The groups that have assets, in the order of their keys, and the total."""
    lines: dict[str, Line] = {}
    total = Line(Group("", "All", ()))
    for record in records:
        total.add(record, on)
        for group in grouping(record):
            lines.setdefault(group.key, Line(group)).add(record, on)
    # What nobody said comes last.
    return [lines[key] for key in sorted(lines, key=lambda key: (key == _NOTHING, key))], total


def by_field(name: str) -> Grouping:
    """Groups of one value of a field, whatever its case."""

    def groups(record: Record) -> Iterable[Group]:
        value = record.value(name)
        opens = (("where", f"{name}={value}"),) if value else (("without", name),)
        yield Group(value.translate(_LOWER), value or "not said", opens)

    return groups


def by_service(names: Mapping[str, str], needed: Mapping[str, frozenset[str]], nobody: str) -> Grouping:
    """Groups of the services that need an asset."""

    def groups(record: Record) -> Iterable[Group]:
        found = [uid for uid, numbers in needed.items() if record.number in numbers]
        for uid in found:
            yield Group(f"{names[uid]} {uid}", names[uid] or uid, (("service", uid),))
        if not found:
            yield Group(_NOTHING, "no service", (("service", nobody),))

    return groups


def by_age(on: date) -> Grouping:
    """Groups of whole years since the purchase."""
    starts = [month_later(on, -_MONTHS * years) + timedelta(days=1) for years in range(_YEARS + 1)]
    bands = [("0 not yet bought", starts[0], None)]
    bands += [
        (f"{years + 1} {years} to {years + 1} years", starts[years + 1], starts[years] - timedelta(days=1))
        for years in range(_YEARS)
    ]
    return _by_day("purchased_on", [*bands, (f"{_YEARS + 1} {_YEARS} years and more", None, starts[_YEARS] - _DAY)])


def by_warranty(on: date) -> Grouping:
    """Groups of when the warranty ends."""
    soon, year = on + timedelta(days=90), on + timedelta(days=365)
    bands = [
        ("0 over", None, on - _DAY), ("1 ends within 90 days", on, soon), ("2 ends within a year", soon + _DAY, year),
        ("3 ends later", year + _DAY, None),
    ]  # fmt: skip
    return _by_day("warranty_until", bands)


_DAY = timedelta(days=1)
Band = tuple[str, date | None, date | None]


def _by_day(name: str, bands: Sequence[Band]) -> Grouping:
    def groups(record: Record) -> Iterable[Group]:
        day = record.value(name)
        if not day:
            yield Group(_NOTHING, "not said", (("without", name),))
            return
        for key, first, last in bands:
            days = (first.isoformat() if first else "", last.isoformat() if last else "")
            if days[0] <= day and (not days[1] or day <= days[1]):
                told = (("dates", name), ("first_day", days[0]), ("last_day", days[1]))
                yield Group(key, key.partition(" ")[2], tuple((at, said) for at, said in told if said))

    return groups
