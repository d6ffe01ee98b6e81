"""A walk becomes facts: every table, then who the device is, then what kind of thing."""

from functools import cache

from discovery_agent.snmp.classify import classify
from discovery_agent.snmp.enterprises import number_of
from discovery_agent.snmp.facts import Component, Facts
from discovery_agent.snmp.identify import complete, identify
from discovery_agent.snmp.table import LAST, Table, all_tables
from discovery_agent.snmp.walk import Walk


def interpret(walk: Walk) -> Facts:
    """Everything that a walk tells."""
    facts = Facts()
    tables = [table for table, numbers in _tables() if None in numbers or numbers & walk.enterprises]
    for table in tables:
        if table.stage < LAST:
            table.read(walk, facts)
    vendor = identify(walk, facts)
    for table in tables:
        if table.stage == LAST:
            table.read(walk, facts)
    complete(walk, facts)
    _add_itself(facts)
    facts.ci_class = classify(facts, vendor.ci_class if vendor else None)
    if not len(walk):
        facts.problems.append("the recording holds no values")
    elif facts.description is None and facts.object_id is None:
        facts.problems.append("neither sysDescr nor sysObjectID is answered: what the device is cannot be told")
    return facts


@cache
def _tables() -> tuple[tuple[Table, frozenset[int | None]], ...]:
    """Every table with the numbers of those whose MIB its objects are of; None for a standard's."""
    return tuple((table, frozenset(map(number_of, (*table.columns, *table.scalars)))) for table in all_tables())


def _add_itself(facts: Facts) -> None:
    """A device that lists no parts with a serial number is itself the one part of which it is known."""
    if facts.serial_number and not any(entry.serial_number for entry in facts.components):
        name = facts.model or facts.name or "Chassis"
        itself = Component(name, "chassis", facts.model, facts.serial_number, facts.manufacturer)
        facts.components.insert(0, itself)
