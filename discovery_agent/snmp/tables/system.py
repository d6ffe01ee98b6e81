"""SNMPv2-MIB system: name, description, object identifier, place (RFC 3418)."""

from discovery_agent.snmp.facts import Facts
from discovery_agent.snmp.table import Table
from discovery_agent.snmp.values import number, said, text
from discovery_agent.snmp.walk import Walk, oid_value

SYSTEM = "1.3.6.1.2.1.1"
_DESCRIPTION, _OBJECT_ID, _UPTIME, _CONTACT, _NAME, _LOCATION, _SERVICES = (f"{SYSTEM}.{at}" for at in range(1, 8))
_HUNDREDTHS = 100


def read(walk: Walk, facts: Facts) -> None:
    """The group's scalars."""
    facts.description = text(walk.scalar(_DESCRIPTION))
    facts.object_id = oid_value(walk.scalar(_OBJECT_ID))
    uptime = number(walk.scalar(_UPTIME))
    facts.uptime_seconds = uptime // _HUNDREDTHS if uptime is not None else None
    facts.contact = said(walk.scalar(_CONTACT))
    facts.name = text(walk.scalar(_NAME))
    facts.location = text(walk.scalar(_LOCATION))
    facts.services = number(walk.scalar(_SERVICES))


table = Table(
    name="system",
    columns=(),
    read=read,
    scalars=(_DESCRIPTION, _OBJECT_ID, _UPTIME, _CONTACT, _NAME, _LOCATION, _SERVICES),
)
