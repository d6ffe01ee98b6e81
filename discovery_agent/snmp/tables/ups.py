"""UPS-MIB (RFC 1628): who made an uninterruptible power supply, which one it is, its software."""

from discovery_agent.snmp.facts import Component, Facts
from discovery_agent.snmp.table import LAST, Table
from discovery_agent.snmp.values import said
from discovery_agent.snmp.walk import Walk

_IDENT = "1.3.6.1.2.1.33.1.1"
_MANUFACTURER, _MODEL, _UPS_VERSION, _AGENT_VERSION = (f"{_IDENT}.{at}" for at in (1, 2, 3, 4))
_BATTERY_STATUS = "1.3.6.1.2.1.33.1.2.1"


def read(walk: Walk, facts: Facts) -> None:
    """Identification, where nothing more exact has told it; the battery as a part."""
    if not (walk.has(_BATTERY_STATUS) or walk.has(_MODEL)):
        return
    facts.evidence.add("ups")
    facts.manufacturer = facts.manufacturer or said(walk.scalar(_MANUFACTURER))
    facts.model = facts.model or said(walk.scalar(_MODEL))
    facts.os_version = facts.os_version or said(walk.scalar(_AGENT_VERSION)) or said(walk.scalar(_UPS_VERSION))
    if walk.has(_BATTERY_STATUS):
        facts.components.append(Component(name="Battery", kind="battery"))


table = Table(
    name="ups",
    columns=(),
    read=read,
    stage=LAST,
    scalars=(_MANUFACTURER, _MODEL, _UPS_VERSION, _AGENT_VERSION, _BATTERY_STATUS),
)
