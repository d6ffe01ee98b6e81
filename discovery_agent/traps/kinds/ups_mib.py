"""UPS-MIB: mains, battery and alarms (RFC 1628)."""

from discovery_agent.traps.kind import PARTS, Shown, TrapKind

_BATTERY = (
    Shown("1.3.6.1.2.1.33.1.2.3", "minutes left"),
    Shown("1.3.6.1.2.1.33.1.2.2", "seconds on battery"),
)

ON_BATTERY = TrapKind("1.3.6.1.2.1.33.2.1", "upsTrapOnBattery", "It runs on its battery.", PARTS, _BATTERY)
ALARM_ADDED = TrapKind("1.3.6.1.2.1.33.2.3", "upsTrapAlarmEntryAdded", "It has one alarm more.", PARTS)
ALARM_REMOVED = TrapKind("1.3.6.1.2.1.33.2.4", "upsTrapAlarmEntryRemoved", "It has one alarm less.", PARTS)
