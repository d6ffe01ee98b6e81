"""IEEE8023-LAG-MIB dot3adAggPortTable: the aggregate that each port is attached to."""

from discovery_agent.snmp.facts import Facts
from discovery_agent.snmp.table import LAST, Table
from discovery_agent.snmp.values import number
from discovery_agent.snmp.walk import Walk

_ATTACHED = "1.2.840.10006.300.43.1.2.1.1.13"


def read(walk: Walk, facts: Facts) -> None:
    """Ports and aggregates are numbered as interfaces; a port that is attached to itself is alone."""
    for index, value in walk.column(_ATTACHED).items():
        port = facts.interfaces.get(int(index)) if index.isdecimal() else None
        aggregate = facts.interfaces.get(number(value) or 0)
        if port and aggregate and port is not aggregate and port.index not in aggregate.members:
            aggregate.members.append(port.index)


table = Table(name="link_aggregation", columns=(_ATTACHED,), read=read, stage=LAST)
