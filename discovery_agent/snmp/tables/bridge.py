"""BRIDGE-MIB (RFC 4188): port numbers, the bridge's address and the table of where addresses were seen."""

from discovery_agent.snmp.facts import Facts, Forwarding, Interface
from discovery_agent.snmp.ports import interfaces_of_bridge_ports
from discovery_agent.snmp.table import REFERRING, Table
from discovery_agent.snmp.values import mac, mac_of, number
from discovery_agent.snmp.walk import Walk

_BRIDGE = "1.3.6.1.2.1.17"
_ADDRESS, _PORT_COUNT = f"{_BRIDGE}.1.1", f"{_BRIDGE}.1.2"
_PORT_INTERFACE = f"{_BRIDGE}.1.4.1.2"
_SEEN_AT, _STATUS = f"{_BRIDGE}.4.3.1.2", f"{_BRIDGE}.4.3.1.3"
_LEARNED = 3
_ETHERNET = 6  # IANAifType: ethernetCsmacd
MAX_ENTRIES = 100_000


def read(walk: Walk, facts: Facts) -> None:
    """The bridge itself and, where the device keeps one context for each VLAN, the tables of all contexts."""
    has_interfaces = bool(facts.interfaces)
    facts.base_mac = mac(walk.scalar(_ADDRESS))
    if walk.has(_PORT_COUNT) or walk.has(_PORT_INTERFACE):
        facts.evidence.add("bridge")
    for vlan, context in ((None, walk), *((_vlan_of(name), inner) for name, inner in walk.contexts.items())):
        for port, interface in context.column(_PORT_INTERFACE).items():
            known = number(interface)
            if port.isdecimal() and known:
                facts.bridge_ports.setdefault(int(port), known)
                if not has_interfaces:
                    _add_port(facts, int(port), known)
        _read_entries(context, facts, vlan)


def _add_port(facts: Facts, port: int, index: int) -> None:
    """Where the device tells nothing of its interfaces, the ports of its bridge are those that are known."""
    facts.interfaces.setdefault(index, Interface(index, str(port), type=_ETHERNET))


def _vlan_of(context: str) -> int | None:
    return int(context) if context.isdecimal() else None


def _read_entries(walk: Walk, facts: Facts, vlan: int | None) -> None:
    states = walk.rows(_STATUS)
    seen_at = walk.rows(_SEEN_AT)
    interfaces = interfaces_of_bridge_ports(facts, seen_at.values())
    for index, port in seen_at.items():
        interface = interfaces[port]
        found = mac_of(index)
        is_learned = number(states.get(index)) in (None, _LEARNED)
        if found and interface and is_learned and len(facts.forwarding) < MAX_ENTRIES:
            facts.forwarding.append(Forwarding(found, interface.index, vlan))


table = Table(
    name="bridge",
    columns=(_PORT_INTERFACE, _SEEN_AT, _STATUS),
    forwarding=(_SEEN_AT, _STATUS),
    read=read,
    stage=REFERRING,
    scalars=(_ADDRESS, _PORT_COUNT),
    is_per_vlan=True,
)
