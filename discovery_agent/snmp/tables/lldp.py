"""LLDP-MIB (IEEE 802.1AB-2005): the neighbours that announce themselves."""

from discovery_agent.snmp.facts import Facts
from discovery_agent.snmp.lldp import LocalPort, RemoteColumns, chassis_id, neighbour, remote_rows
from discovery_agent.snmp.table import REFERRING, Table
from discovery_agent.snmp.values import number, said
from discovery_agent.snmp.walk import Walk

_LOCAL, _REMOTE = "1.0.8802.1.1.2.1.3", "1.0.8802.1.1.2.1.4.1.1"
_CHASSIS_KIND, _CHASSIS = f"{_LOCAL}.1", f"{_LOCAL}.2"
_PORT_KIND, _PORT, _PORT_DESCRIPTION = (f"{_LOCAL}.7.1.{at}" for at in (2, 3, 4))
_COLUMNS = RemoteColumns(*(f"{_REMOTE}.{at}" for at in range(4, 11)))
_INDEX_PARTS = 3


def read(walk: Walk, facts: Facts) -> None:
    """The device's own chassis id, and one neighbour for each row of lldpRemTable."""
    facts.chassis_id = chassis_id(number(walk.scalar(_CHASSIS_KIND)), walk.scalar(_CHASSIS)) or facts.chassis_id
    kinds, ids, descriptions = walk.column(_PORT_KIND), walk.column(_PORT), walk.column(_PORT_DESCRIPTION)
    for index, row in remote_rows(walk, _COLUMNS).items():
        parts = index.split(".")
        if len(parts) == _INDEX_PARTS:
            port = parts[1]
            local = LocalPort(int(port), number(kinds.get(port)), ids.get(port), said(descriptions.get(port)))
            facts.neighbours.append(neighbour(facts, local, row, _COLUMNS))


table = Table(
    name="lldp",
    columns=(_PORT_KIND, _PORT, _PORT_DESCRIPTION, *_COLUMNS),
    read=read,
    stage=REFERRING,
    scalars=(_CHASSIS_KIND, _CHASSIS),
)
