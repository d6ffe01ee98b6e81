"""ENTITY-SENSOR-MIB (RFC 3433): what the physical entities measure."""

from discovery_agent.snmp.facts import Facts, Sensor
from discovery_agent.snmp.table import REFERRING, Table
from discovery_agent.snmp.values import number
from discovery_agent.snmp.walk import Walk

_SENSOR = "1.3.6.1.2.1.99.1.1.1"
_TYPE, _SCALE, _PRECISION, _VALUE, _STATUS = (f"{_SENSOR}.{at}" for at in range(1, 6))
_KINDS = {
    3: ("voltage_ac", "V"), 4: ("voltage_dc", "V"), 5: ("current", "A"), 6: ("power", "W"), 7: ("frequency", "Hz"),
    8: ("temperature", "°C"), 9: ("humidity", "%"), 10: ("rotation", "rpm"), 11: ("air_flow", "m³/min"),
    12: ("state", None),
}  # fmt: skip
_NO_SCALE = 9
_THOUSAND = 3
_MAX_PRECISION, _MIN_PRECISION = 9, -8
_SCALES = range(1, 18)
_OK = 1


def read(walk: Walk, facts: Facts) -> None:
    """Sensors that work, under the name of their entity."""
    names = {component.index: component.name for component in facts.components}
    columns = {column: walk.column(column) for column in (_SCALE, _PRECISION, _VALUE, _STATUS)}
    for index, kind in walk.column(_TYPE).items():
        known = _KINDS.get(number(kind) or 0)
        status = number(columns[_STATUS].get(index))
        if known is None or not index.isdecimal() or status not in (None, _OK):
            continue
        value = _scaled(*(number(columns[column].get(index)) for column in (_VALUE, _SCALE, _PRECISION)))
        facts.sensors.append(Sensor(names.get(int(index)) or index, known[0], value, known[1]))


def _scaled(value: int | None, scale: int | None, precision: int | None) -> float | None:
    """The value in its unit: scales are steps of a thousand around `units`, precision is digits after the point."""
    if value is None:
        return None
    steps = (scale if scale is not None and scale in _SCALES else _NO_SCALE) - _NO_SCALE
    digits = precision if precision is not None and _MIN_PRECISION <= precision <= _MAX_PRECISION else 0
    return float(f"{value}e{_THOUSAND * steps - max(digits, 0)}")


table = Table(name="sensors", columns=(_TYPE, _SCALE, _PRECISION, _VALUE, _STATUS), read=read, stage=REFERRING)
