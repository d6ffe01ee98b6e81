"""Which physical entity is the device itself, and what ENTITY-MIB says of it."""

import re
from typing import NamedTuple

from discovery_agent.snmp.facts import Component, Facts

_KEY_ORDER = ("chassis", "stack", "module", "backplane", "unknown", "other")
_HAS_DIGIT = re.compile(r"\d")


class Identity(NamedTuple):
    """What the physical entities say of the device as a whole."""

    manufacturer: str | None = None
    model: str | None = None
    serial_number: str | None = None
    os_version: str | None = None


def identity_of(facts: Facts) -> Identity:
    """The chassis' facts; what it leaves open is taken from the first of its parts that stands for all of it."""
    chassis = chassis_of(facts.components)
    if chassis is None:
        return Identity()
    return Identity(
        manufacturer=chassis.manufacturer,
        model=chassis.model or _model_in_name(chassis),
        serial_number=chassis.serial_number,
        os_version=chassis.software_version or _software(facts.components),
    )


def chassis_of(components: list[Component]) -> Component | None:
    """The chassis, the first of a stack where there are several."""
    real = [entry for entry in components if entry.index is not None]
    chassis = [entry for entry in real if entry.kind == "chassis"]
    told = [entry for entry in chassis if entry.serial_number or entry.model]
    if told:
        return min(told, key=_rank)
    outermost = [entry for entry in real if not entry.inside and (entry.serial_number or entry.model)]
    return min(outermost or chassis, key=_rank, default=None)


def _rank(entry: Component) -> tuple[bool, int, int, int]:
    """Those with a serial number first, then the outer ones, then in the order of their positions."""
    order = _KEY_ORDER.index(entry.kind) if entry.kind in _KEY_ORDER else len(_KEY_ORDER)
    return (not entry.serial_number, order, entry.position or 0, entry.index or 0)


def _model_in_name(chassis: Component) -> str | None:
    """A name that is a model: one word with digits in it."""
    for said in (chassis.name, chassis.description):
        if said and " " not in said and _HAS_DIGIT.search(said) and not said.isdecimal():
            return said
    return None


def _software(components: list[Component]) -> str | None:
    return next((entry.software_version for entry in components if entry.software_version), None)
