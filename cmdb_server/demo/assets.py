"""What the company owns: the boxes and workstations that discovery sees, and the things on the desks that it does not.

Made once, for a day: the same day and seed give the same assets. Some boxes are left without one, as in every company.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from cmdb_server.assets.register import NewAsset
from cmdb_server.demo.chance import Chance
from cmdb_server.demo.desks import Desk, desks
from cmdb_server.demo.estate import DEFAULT_SEED
from cmdb_server.demo.geography import Place, room_of
from cmdb_server.demo.hardware import (
    ACCESS_SWITCH,
    BALANCER,
    CORE_SWITCH,
    FIREWALL,
    HYPERVISOR,
    ROUTER,
    STORAGE,
    Box,
    all_boxes,
    serial_number,
)
from cmdb_server.demo.parts.workstations import model_of

_PEOPLE = (
    *("Ingrid Solberg", "Jonas Haugen", "Mari Berg", "Lukas Brandt", "Sofie Lund", "Anders Vik", "Emma Krüger"),
    *("Nils Dahl", "Hanna Moen", "Felix Hartmann", "Silje Strand", "Erik Nygård", "Lea Vogt", "Kari Aas"),
    *("Tobias Petersen", "Astrid Holm", "Oskar Lie", "Marte Fossum", "Jan Schröder", "Ida Bakke"),
)
_COST_CENTRES = ("4100 Sales", "4200 Logistics", "4300 Finance", "4400 Customer care", "4500 IT")
# What it is, the cost in Norwegian kroner, its useful life and warranty in months, who sold it.
_OF_MODEL = {
    ROUTER: ("network", 98_000, 72, 60, "Atea"),
    FIREWALL: ("network", 121_000, 60, 36, "Atea"),
    CORE_SWITCH: ("network", 310_000, 84, 60, "Atea"),
    ACCESS_SWITCH: ("network", 28_500, 84, 60, "Atea"),
    BALANCER: ("network", 214_000, 60, 36, "Atea"),
    HYPERVISOR: ("server", 186_000, 60, 36, "Dustin"),
    STORAGE: ("storage", 640_000, 60, 60, "Dustin"),
}
_DESK_THINGS = (
    ("monitor", "Dell", "U2724D", "CN", 4_290),
    ("phone", "Apple", "iPhone 15", "F2", 9_490),
    ("dock", "Lenovo", "ThinkPad Universal USB-C Dock", "ZM", 2_190),
)
_OLDEST_DAYS = 1_700
_NO_ASSET = 12  # one box of so many has none
_SPARE = 9  # one desk of so many is nobody's


def owned(today: date, seed: int = DEFAULT_SEED) -> Iterator[NewAsset]:
    """Everything that the company owns."""
    chance = Chance(seed)
    for box in all_boxes(*_OF_MODEL):
        if chance.number(f"asset:{box.name}", 1, _NO_ASSET) > 1:
            yield _box(chance, box, today)
    for desk in desks():
        yield _workstation(chance, desk, today)
        for turn, thing in enumerate(_DESK_THINGS):
            yield _thing(chance, desk, (turn, thing), today)


def _box(chance: Chance, box: Box, today: date) -> NewAsset:
    category, cost, life, warranty, supplier = _OF_MODEL[box.model]
    bought = _bought(chance, f"{box.place.code}:{box.model.role}", today)
    values = {
        "title": box.name,
        "category": category,
        "asset_tag": f"NH-{chance.number(f'tag:{box.name}', 100_000, 999_999)}",
        "manufacturer": box.model.manufacturer,
        "model": box.model.model,
        "serial_number": serial_number(chance, box),
        "room": room_of(box.rack),
        "position": box.rack,
        "cost_centre": "4500 IT",
        **_money(bought, cost, life, warranty),
        "supplier": supplier,
    }
    return NewAsset({**values, **_place(box.place)}, "in_use")


def _workstation(chance: Chance, desk: Desk, today: date) -> NewAsset:
    manufacturer, model, prefix = model_of(chance, desk)
    bought = _bought(chance, f"ws:{desk.place.code}:{desk.index // 6}", today)
    values = {
        "title": desk.name,
        "category": "notebook" if "ThinkPad" in model or "EliteBook" in model else "desktop",
        "asset_tag": f"NH-{chance.number(f'tag:{desk.name}', 100_000, 999_999)}",
        "manufacturer": manufacturer,
        "model": model,
        "serial_number": chance.serial_number(desk.name, prefix),
        "cost_centre": chance.pick(f"cost centre:{desk.name}", _COST_CENTRES),
        **_money(bought, chance.number(f"cost:{model}", 90, 190) * 100, 48, 36),
        "supplier": "Dustin",
    }
    return _held(chance, desk, {**values, **_place(desk.place)})


def _thing(chance: Chance, desk: Desk, what: tuple[int, tuple[str, str, str, str, int]], today: date) -> NewAsset:
    turn, (category, manufacturer, model, prefix, cost) = what
    name = f"{desk.name}-{category}"
    bought = _bought(chance, f"{category}:{desk.place.code}:{desk.index // 6}", today)
    values = {
        "title": f"{manufacturer} {model}",
        "category": category,
        "asset_tag": f"NH-{1_000_000 + turn * 100_000 + chance.number(f'tag:{name}', 0, 99_999)}",
        "manufacturer": manufacturer,
        "model": model,
        "serial_number": chance.serial_number(name, prefix),
        "cost_centre": chance.pick(f"cost centre:{desk.name}", _COST_CENTRES),
        **_money(bought, cost, 36, 24),
        "supplier": "Komplett",
    }
    return _held(chance, desk, {**values, **_place(desk.place)})


def _held(chance: Chance, desk: Desk, values: dict[str, str]) -> NewAsset:
    """What stands on a desk: with whoever sits there, else in the stock room."""
    if chance.number(f"spare:{desk.name}", 1, _SPARE) == 1:
        return NewAsset({**values, "room": "IT stock"}, "in_stock")
    holder = f"{chance.pick(f'holder:{desk.name}', _PEOPLE)}"
    room = f"{chance.number(f'floor:{desk.name}', 1, 4)}.{chance.number(f'room:{desk.name}', 1, 18):02}"
    return NewAsset({**values, "holder": holder, "room": room}, "in_use")


def _place(place: Place) -> dict[str, str]:
    return {"site": place.name, "owner": "Nordhavn Deutschland GmbH" if place.country == "Germany" else "Nordhavn AS"}


def _money(bought: date, cost: int, life: int, warranty: int) -> dict[str, str]:
    """A purchase, and what follows from its day."""
    return {
        "purchased_on": bought.isoformat(),
        "order_number": f"PO-{bought:%y%m}-{bought.day:02}",
        "cost": f"{cost}.00",
        "currency": "NOK",
        "depreciation": "straight_line",
        "useful_months": str(life),
        "warranty_until": (bought + timedelta(days=warranty * 365 // 12)).isoformat(),
    }


def _bought(chance: Chance, key: str, today: date) -> date:
    return today - timedelta(days=chance.number(f"bought:{key}", 20, _OLDEST_DAYS))
