"""ARISTA-CONFIG-MAN-MIB."""

from discovery_agent.traps.kind import EVERYTHING, TrapKind

CONFIG = TrapKind(
    "1.3.6.1.4.1.30065.3.9.3.0.1", "aristaConfigManEvent", "Its configuration was written or saved.", EVERYTHING
)
