"""ENTITY-MIB and ENTITY-STATE-MIB: parts that come, go and fail (RFC 6933, 4268)."""

from discovery_agent.traps.kind import PARTS, TrapKind

CONFIG_CHANGE = TrapKind("1.3.6.1.2.1.47.2.0.1", "entConfigChange", "Parts were added, removed or changed.", PARTS)
ENABLED = TrapKind("1.3.6.1.2.1.131.0.1", "entStateOperEnabled", "A part began to work.", PARTS)
DISABLED = TrapKind("1.3.6.1.2.1.131.0.2", "entStateOperDisabled", "A part ceased to work.", PARTS)
