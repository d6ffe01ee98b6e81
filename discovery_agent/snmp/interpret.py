"""A walk becomes facts: every table, then who the device is, then what kind of thing."""

from functools import cache

from discovery_agent.snmp.classify import classify
from discovery_agent.snmp.facts import Facts
from discovery_agent.snmp.identify import identify
from discovery_agent.snmp.table import LAST, Table, all_tables
from discovery_agent.snmp.walk import Walk


def interpret(walk: Walk) -> Facts:
    """Everything that a walk tells."""
    facts = Facts()
    for table in _tables():
        if table.stage < LAST:
            table.read(walk, facts)
    vendor = identify(walk, facts)
    for table in _tables():
        if table.stage == LAST:
            table.read(walk, facts)
    facts.ci_class = classify(facts, vendor.ci_class if vendor else None)
    if not len(walk):
        facts.problems.append("the recording holds no values")
    elif facts.description is None and facts.object_id is None:
        facts.problems.append("neither sysDescr nor sysObjectID is answered: what the device is cannot be told")
    return facts


@cache
def _tables() -> tuple[Table, ...]:
    return tuple(all_tables())
