"""JUNIPER-CFGMGMT-MIB and JUNIPER-MIB: commits, and parts that come, go and fail."""

from discovery_agent.traps.kind import EVERYTHING, PARTS, Shown, TrapKind

_USER = (Shown("1.3.6.1.4.1.2636.3.18.1.7.1.5", "user"),)

CONFIG = TrapKind("1.3.6.1.4.1.2636.4.5.0.1", "jnxCmCfgChange", "Its configuration was committed.", EVERYTHING, _USER)
POWER = TrapKind("1.3.6.1.4.1.2636.4.1.1", "jnxPowerSupplyFailure", "A power supply failed.", PARTS)
PART_REMOVED = TrapKind("1.3.6.1.4.1.2636.4.1.5", "jnxFruRemoval", "A part was taken out.", PARTS)
PART_INSERTED = TrapKind("1.3.6.1.4.1.2636.4.1.6", "jnxFruInsertion", "A part was put in.", PARTS)
PART_FAILED = TrapKind("1.3.6.1.4.1.2636.4.1.9", "jnxFruFailed", "A part failed.", PARTS)
