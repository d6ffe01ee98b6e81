"""What of an order has come, and what an asset of it begins with: pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cmdb_server.assets.money import month_later
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.records.order import LINES
from cmdb_server.itsm.rows import rows_of


@dataclass(frozen=True)
class LineProgress:
    """A line of an order: how many are ordered, and which assets have come of it, by number."""

    line: str
    title: str
    category: str
    manufacturer: str
    model: str
    price: str
    expected_on: str
    ordered: int
    assets: tuple[str, ...]

    @property
    def left(self) -> int:
        """How many are still to come."""
        return max(0, self.ordered - len(self.assets))


def progress(order: Record, assets: Iterable[Record]) -> list[LineProgress]:
    """Each line of an order with what has come of it."""
    come: dict[str, list[str]] = {}
    for asset in assets:
        come.setdefault(asset.value("order_line").casefold(), []).append(asset.number)
    return [_progress(line, order, come.get(line["line"].casefold(), ())) for line in rows_of(order, LINES)]


def line_of(order: Record, name: str) -> Mapping[str, str] | None:
    """The line of an order by its number, None where there is none or several."""
    found = [line for line in rows_of(order, LINES) if line["line"].casefold() == name.strip().casefold()]
    return found[0] if len(found) == 1 else None


def is_complete(lines: Sequence[LineProgress]) -> bool:
    """Whether everything has come."""
    return all(line.left == 0 for line in lines)


def begun(order: Record, line: Mapping[str, str]) -> dict[str, str]:
    """What an asset that comes of a line begins with."""
    bought, months = order.value("ordered_on"), int(line.get("warranty_months", "0"))
    price = line.get("price", "")
    told = {
        "title": line["title"],
        "category": line.get("category", "other"),
        **{name: line.get(name, "") for name in ("manufacturer", "model")},
        **{name: order.value(name) for name in ("supplier", "order_number", "owner", "cost_centre", "site", "room")},
        "order": order.number,
        "order_line": line["line"],
        "purchased_on": bought,
        "cost": price,
        "currency": order.value("currency") if price else "",
        "warranty_until": _warranty(bought, months),
    }
    return {name: value for name, value in told.items() if value}


def _warranty(bought: str, months: int) -> str:
    """The last day of a warranty, "" without one."""
    if not bought or months == 0:
        return ""
    return (month_later(date.fromisoformat(bought), months) - timedelta(days=1)).isoformat()


def _progress(line: Mapping[str, str], order: Record, assets: Sequence[str]) -> LineProgress:
    told = {name: line.get(name, "") for name in ("category", "manufacturer", "model", "price")}
    return LineProgress(
        line=line["line"],
        title=line["title"],
        expected_on=line.get("expected_on", "") or order.value("expected_on"),
        ordered=int(line["quantity"]),
        assets=tuple(assets),
        **told,
    )
