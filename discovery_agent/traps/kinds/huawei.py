"""HUAWEI-CONFIG-MAN-MIB."""

from discovery_agent.traps.kind import EVERYTHING, Shown, TrapKind

CONFIG = TrapKind(
    "1.3.6.1.4.1.2011.6.10.2.1",
    "hwCfgManEventlog",
    "Its configuration was written or saved.",
    EVERYTHING,
    (Shown("1.3.6.1.4.1.2011.6.10.1.1.7.1.7", "user"),),
)
