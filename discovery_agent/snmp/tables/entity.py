"""ENTITY-MIB entPhysicalTable (RFC 6933): chassis, stack members, modules, power supplies with models and serials."""

from discovery_agent.snmp.facts import Component, Facts
from discovery_agent.snmp.table import Table
from discovery_agent.snmp.values import Value, number, said
from discovery_agent.snmp.walk import Walk, oid_value

_ENTRY = "1.3.6.1.2.1.47.1.1.1.1"
_TEXTS = {
    "description": f"{_ENTRY}.2",
    "name": f"{_ENTRY}.7",
    "hardware_version": f"{_ENTRY}.8",
    "firmware_version": f"{_ENTRY}.9",
    "software_version": f"{_ENTRY}.10",
    "serial_number": f"{_ENTRY}.11",
    "manufacturer": f"{_ENTRY}.12",
    "model": f"{_ENTRY}.13",
}
_VENDOR_TYPE, _INSIDE, _CLASS, _POSITION, _IS_REPLACEABLE = (f"{_ENTRY}.{at}" for at in (3, 4, 5, 6, 16))
_KINDS = (
    "other", "other", "unknown", "chassis", "backplane", "container", "power_supply", "fan", "sensor", "module", "port",
    "stack", "processor", "energy_object", "battery", "storage",
)  # fmt: skip
MAX_COMPONENTS = 20_000


def read(walk: Walk, facts: Facts) -> None:
    """Every physical entity, the empty containers and ports among them: others refer to them."""
    columns = {name: walk.rows(oid) for name, oid in _TEXTS.items()}
    numbers = {oid: walk.rows(oid) for oid in (_INSIDE, _CLASS, _POSITION, _IS_REPLACEABLE)}
    types = walk.rows(_VENDOR_TYPE)
    indexes = sorted({i for column in (*columns.values(), *numbers.values()) for i in column if i.isdecimal()}, key=int)
    for index in indexes[:MAX_COMPONENTS]:
        texts = {name: said(column.get(index)) for name, column in columns.items()}
        facts.components.append(_component(int(index), texts, {oid: rows.get(index) for oid, rows in numbers.items()}))
        facts.components[-1].vendor_type = oid_value(types.get(index))


def _component(index: int, texts: dict[str, str | None], numbers: dict[str, Value | None]) -> Component:
    kind = number(numbers[_CLASS]) or 0
    replaceable = number(numbers[_IS_REPLACEABLE])
    return Component(
        index=index,
        name=texts["name"] or texts["description"] or str(index),
        kind=_KINDS[kind] if 0 < kind < len(_KINDS) else "unknown",
        model=texts["model"],
        serial_number=texts["serial_number"],
        manufacturer=texts["manufacturer"],
        hardware_version=texts["hardware_version"],
        firmware_version=texts["firmware_version"],
        software_version=texts["software_version"],
        description=texts["description"],
        inside=number(numbers[_INSIDE]),
        position=number(numbers[_POSITION]),
        is_replaceable=replaceable == 1 if replaceable else None,
    )


table = Table(
    name="entity", columns=(*_TEXTS.values(), _VENDOR_TYPE, _INSIDE, _CLASS, _POSITION, _IS_REPLACEABLE), read=read
)
