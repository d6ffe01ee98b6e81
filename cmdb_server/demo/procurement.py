"""What the company has agreed and ordered, where it keeps spare things, and the count that is under way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from cmdb_server.demo.geography import PLACE_OF
from cmdb_server.itsm.desk import Saying
from cmdb_server.itsm.index import Wanted
from cmdb_server.itsm.workflow import Worker
from cmdb_server.services import Services

_OSLO, _HAMBURG = PLACE_OF["osl"], PLACE_OF["ham"]
_STOCK, _CONTRACT = "IT stock", "contract"


@dataclass(frozen=True)
class Planned:
    """A record to open: its type and values, the CIs that it is about by name, and the way that it has gone since."""

    type: str
    values: dict[str, str]
    affects: tuple[str, ...] = ()
    way: str = ""


def tell_procurement(services: Services, now: datetime) -> None:
    """Write them at the desk, once."""
    desk, by = services.desk, (Worker("demo", may_work=True, may_manage=True), services.impact)
    if services.records.find(Wanted(type=_CONTRACT), 0, 1)[0]:
        return
    for one in procurement(now):
        made = desk.open(desk.types[one.type], one.values, one.affects, by)
        if one.way:
            desk.move(made.number, one.way, Saying({}), by)


def procurement(now: datetime) -> Iterator[Planned]:
    """Contracts of which one wants notice soon, an order on its way, stock rooms and a stock-take."""

    def day(days: int) -> str:
        return (now + timedelta(days=days)).date().isoformat()

    yield _contract("Storage support Oslo", "support", ("Dustin", "DU-4471"), (day(-1_020), day(75)), (60, 92_000),
                    "osl-sto-01")  # fmt: skip
    yield _contract("Firewall maintenance", "maintenance", ("Atea", "AT-20881"), (day(-500), day(230)), (30, 41_500),
                    "osl-fw-01", "osl-fw-02")  # fmt: skip
    yield _contract("Line Oslo to Bergen, 10 Gbit/s", "carrier", ("Telenor", "N-77120"), (day(-700), day(395)),
                    (90, 318_000))  # fmt: skip
    yield _contract("Printers and copiers", "lease", ("Ricoh", "L-9931"), (day(-1_060), day(35)), (0, 66_000))
    yield Planned("order", _order(day(-5), day(6)), way="place")
    for place in (_OSLO, _HAMBURG):
        levels = [{"category": "monitor", "minimum": "4", "order_up_to": "10"}, {"category": "dock", "minimum": "2"}]
        told = {"title": f"{_STOCK} {place.city}", "site": place.name, "room": _STOCK, "levels": _rows(levels)}
        yield Planned("stockroom", told)
    count = {"title": "Year-end count", "site": _HAMBURG.name, "category": "monitor",
             "frozen_at": now.isoformat(timespec="seconds")}  # fmt: skip
    yield Planned("stocktake", count, way="start")


def _contract(
    title: str, kind: str, who: tuple[str, str], days: tuple[str, str], terms: tuple[int, int], *affects: str
) -> Planned:
    (supplier, number), (starts, ends), (notice, cost) = who, days, terms
    values = {"title": title, "kind": kind, "supplier": supplier, "contract_number": number, "starts_on": starts,
              "ends_on": ends, "cost": f"{cost}.00", "currency": "NOK"}  # fmt: skip
    return Planned(_CONTRACT, {**values, "notice_days": str(notice)} if notice else values, affects)


def _order(ordered: str, expected: str) -> dict[str, str]:
    lines = [
        {"line": "10", "title": "ThinkPad T14 Gen 5", "category": "notebook", "manufacturer": "Lenovo",
         "model": "ThinkPad T14 Gen 5", "quantity": "6", "price": "15990.00", "warranty_months": "36"},
        {"line": "20", "title": "USB-C dock", "category": "dock", "manufacturer": "Lenovo",
         "model": "ThinkPad Universal USB-C Dock", "quantity": "6", "price": "2190.00", "warranty_months": "24"},
    ]  # fmt: skip
    return {
        "title": "Notebooks and docks for customer care",
        "supplier": "Dustin",
        "order_number": "PO-26-0418",
        "ordered_on": ordered,
        "expected_on": expected,
        "currency": "NOK",
        "owner": "Nordhavn AS",
        "cost_centre": "4400 Customer care",
        "site": _OSLO.name,
        "room": _STOCK,
        "lines": _rows(lines),
    }


def _rows(rows: list[dict[str, str]]) -> str:
    return msgspec.json.encode(rows).decode()
