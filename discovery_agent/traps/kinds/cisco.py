"""CISCO-CONFIG-MAN-MIB, CISCO-VTP-MIB, CISCO-ENTITY-FRU-CONTROL-MIB and CISCO-STACKWISE-MIB."""

from discovery_agent.traps.kind import EVERYTHING, LINKS, PARTS, Shown, TrapKind

_STORES = {
    1: "erase", 2: "command source", 3: "running", 4: "startup", 5: "local", 6: "network (TFTP)", 7: "network (RCP)",
}  # fmt: skip
_CONFIG = (
    Shown("1.3.6.1.4.1.9.9.43.1.1.6.1.3", "by", {1: "command line", 2: "SNMP"}),
    Shown("1.3.6.1.4.1.9.9.43.1.1.6.1.8", "user"),
    Shown("1.3.6.1.4.1.9.9.43.1.1.6.1.4", "from", _STORES),
    Shown("1.3.6.1.4.1.9.9.43.1.1.6.1.5", "to", _STORES),
)
CONFIG = TrapKind(
    "1.3.6.1.4.1.9.9.43.2.0.1", "ciscoConfigManEvent", "Its configuration was written or saved.", EVERYTHING, _CONFIG
)
RUNNING_CONFIG = TrapKind(
    "1.3.6.1.4.1.9.9.43.2.0.2", "ccmCLIRunningConfigChanged", "Its running configuration changed.", EVERYTHING
)
TRUNK = TrapKind(
    "1.3.6.1.4.1.9.9.46.2.0.7", "vlanTrunkPortDynamicStatusChange", "A port began or ceased to be a trunk.", LINKS
)
VLAN_CREATED = TrapKind("1.3.6.1.4.1.9.9.46.2.0.10", "vtpVlanCreated", "A VLAN was created.", LINKS)
VLAN_DELETED = TrapKind("1.3.6.1.4.1.9.9.46.2.0.11", "vtpVlanDeleted", "A VLAN was deleted.", LINKS)
MODULE = TrapKind("1.3.6.1.4.1.9.9.117.2.0.1", "cefcModuleStatusChange", "A module is in another state.", PARTS)
POWER = TrapKind("1.3.6.1.4.1.9.9.117.2.0.2", "cefcPowerStatusChange", "A power supply is in another state.", PARTS)
PART_INSERTED = TrapKind("1.3.6.1.4.1.9.9.117.2.0.3", "cefcFRUInserted", "A part was put in.", PARTS)
PART_REMOVED = TrapKind("1.3.6.1.4.1.9.9.117.2.0.4", "cefcFRURemoved", "A part was taken out.", PARTS)
STACK_MEMBER = TrapKind("1.3.6.1.4.1.9.9.500.0.0.5", "cswStackNewMember", "A switch joined the stack.", LINKS)
STACK_LOSS = TrapKind("1.3.6.1.4.1.9.9.500.0.0.6", "cswStackMemberRemoved", "A switch left the stack.", LINKS)
STACK_MASTER = TrapKind("1.3.6.1.4.1.9.9.500.0.0.2", "cswStackNewMaster", "Another switch leads the stack.", LINKS)
