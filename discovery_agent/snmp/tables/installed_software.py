"""HOST-RESOURCES-MIB hrSWInstalledTable: what a host says is installed."""

from discovery_agent.scan.fact_kinds import SOFTWARE
from discovery_agent.snmp.facts import Facts, Software
from discovery_agent.snmp.table import Table
from discovery_agent.snmp.values import number, said
from discovery_agent.snmp.walk import Walk

_NAME, _TYPE = "1.3.6.1.2.1.25.6.3.1.2", "1.3.6.1.2.1.25.6.3.1.4"
_OPERATING_SYSTEM, _DRIVER = 2, 3
MAX_PACKAGES = 20_000


def read(walk: Walk, facts: Facts) -> None:
    """Programs, without drivers and the operating system, which is an attribute of the device."""
    kinds = walk.column(_TYPE)
    for index, value in walk.column(_NAME).items():
        name = said(value)
        if name and number(kinds.get(index)) not in (_OPERATING_SYSTEM, _DRIVER) and len(facts.software) < MAX_PACKAGES:
            facts.software.append(Software(name))


table = Table(name="installed_software", columns=(_NAME, _TYPE), read=read, facts=SOFTWARE.name)
