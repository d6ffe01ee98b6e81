"""Printer-MIB (RFC 3805): serial number and supplies of a printer."""

from discovery_agent.snmp.facts import Facts, Supply
from discovery_agent.snmp.table import LAST, Table
from discovery_agent.snmp.values import number, said, text
from discovery_agent.snmp.walk import Walk, oid_value

_PRINTER = "1.3.6.1.2.1.43"
_SERIAL = f"{_PRINTER}.5.1.1.17"
_KIND, _DESCRIPTION, _CAPACITY, _LEVEL = (f"{_PRINTER}.11.1.1.{at}" for at in (5, 6, 8, 9))
_DEVICE_TYPE, _DEVICE_DESCRIPTION = "1.3.6.1.2.1.25.3.2.1.2", "1.3.6.1.2.1.25.3.2.1.3"
_IS_PRINTER = "1.3.6.1.2.1.25.3.1.5"
_KINDS = {
    3: "toner", 4: "waste_toner", 5: "ink", 6: "ink_cartridge", 7: "ink_ribbon", 8: "waste_ink", 9: "photoconductor",
    10: "developer", 11: "fuser_oil", 12: "wax", 13: "wax_ribbon", 14: "waste_wax", 15: "fuser", 16: "corona_wire",
    17: "fuser_oil_wick", 18: "cleaner", 19: "cleaning_pad", 20: "transfer_unit", 21: "toner_cartridge",
    22: "fuser_oiler", 32: "staples",
}  # fmt: skip
_FULL = 100


def read(walk: Walk, facts: Facts) -> None:
    """What runs out, with its level where the printer measures it."""
    descriptions = walk.column(_DESCRIPTION)
    if not (descriptions or walk.has(_SERIAL)):
        return
    facts.evidence.add("printer")
    facts.serial_number = facts.serial_number or next(filter(None, map(said, walk.first(_SERIAL))), None)
    facts.model = facts.model or _model(walk)
    kinds, capacities, levels = walk.column(_KIND), walk.column(_CAPACITY), walk.column(_LEVEL)
    for index, value in descriptions.items():
        name = text(value)
        if name:
            level = _percent(number(levels.get(index)), number(capacities.get(index)))
            facts.supplies.append(Supply(name, _KINDS.get(number(kinds.get(index)) or 0, "other"), level))


def _model(walk: Walk) -> str | None:
    """The description of the printer among the host's devices."""
    descriptions = walk.column(_DEVICE_DESCRIPTION)
    for index, kind in walk.column(_DEVICE_TYPE).items():
        if oid_value(kind) == _IS_PRINTER and said(descriptions.get(index)):
            return said(descriptions[index])
    return None


def _percent(level: int | None, capacity: int | None) -> int | None:
    """Where only "some is left" or "unknown" is measured, no number is given."""
    if level is None or level < 0 or capacity is None or capacity <= 0 or level > capacity:
        return None
    return round(_FULL * level / capacity)


table = Table(
    name="printer",
    columns=(_SERIAL, _KIND, _DESCRIPTION, _CAPACITY, _LEVEL, _DEVICE_TYPE, _DEVICE_DESCRIPTION),
    read=read,
    stage=LAST,
)
