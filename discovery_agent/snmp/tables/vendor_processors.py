"""Processors of devices that serve no HOST-RESOURCES-MIB: a row for each, in a table of the manufacturer's MIB."""

from discovery_agent.snmp.facts import Facts
from discovery_agent.snmp.table import LAST, Table
from discovery_agent.snmp.walk import Walk

_E = "1.3.6.1.4.1"
_COLUMNS = (
    f"{_E}.14823.2.2.1.1.1.9.1.2",  # Aruba controllers
    f"{_E}.12356.101.4.4.2.1.2",  # Fortinet FortiOS
    f"{_E}.5951.4.1.1.41.6.1.2",  # Citrix NetScaler
    f"{_E}.22610.2.4.1.3.2.1.2",  # A10 ACOS
    f"{_E}.3375.2.1.7.5.2.1.2",  # F5 BIG-IP
)


def read(walk: Walk, facts: Facts) -> None:
    """Only where no other table has told of processors."""
    if facts.processors is None:
        facts.processors = max(len(walk.column(column)) for column in _COLUMNS) or None


table = Table(name="vendor_processors", columns=_COLUMNS, read=read, stage=LAST, is_private=True)
