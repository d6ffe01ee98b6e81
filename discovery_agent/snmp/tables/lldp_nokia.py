"""TIMETRA-LLDP-MIB: LLDP-MIB as Nokia's routers serve it, with ifIndex and destination address in the index."""

from discovery_agent.snmp.facts import Facts
from discovery_agent.snmp.lldp import LocalPort, RemoteColumns, neighbour, remote_rows
from discovery_agent.snmp.table import REFERRING, Table
from discovery_agent.snmp.walk import Walk

_REMOTE = "1.3.6.1.4.1.6527.3.1.2.59.4.1.1"
_COLUMNS = RemoteColumns(*(f"{_REMOTE}.{at}" for at in (*range(4, 11), 12)))
_INDEX_PARTS = 4  # time mark, ifIndex, destination address, index


def read(walk: Walk, facts: Facts) -> None:
    """One neighbour for each row."""
    for index, row in remote_rows(walk, _COLUMNS).items():
        parts = index.split(".")
        if len(parts) == _INDEX_PARTS:
            port = LocalPort(int(parts[1]), is_interface=True)
            facts.neighbours.append(neighbour(facts, port, row, _COLUMNS))


table = Table(name="lldp_nokia", columns=_COLUMNS, read=read, stage=REFERRING, is_private=True)
