"""Q-BRIDGE-MIB (RFC 4363): VLANs with their ports, and where addresses were seen in each VLAN."""

from discovery_agent.snmp.facts import LAST_VLAN, Facts, Forwarding
from discovery_agent.snmp.ports import interface_of_bridge_port, interfaces_of_bridge_ports
from discovery_agent.snmp.table import LAST, Table
from discovery_agent.snmp.values import bits, mac_of, number, said
from discovery_agent.snmp.walk import Walk

_Q = "1.3.6.1.2.1.17.7.1"
_SEEN_AT, _STATUS = f"{_Q}.2.2.1.2", f"{_Q}.2.2.1.3"
_CURRENT_FDB, _CURRENT_EGRESS, _CURRENT_UNTAGGED = (f"{_Q}.4.2.1.{at}" for at in (3, 4, 5))
_NAME, _STATIC_EGRESS, _STATIC_UNTAGGED, _ROW_STATUS = (f"{_Q}.4.3.1.{at}" for at in (1, 2, 4, 5))
_PVID = f"{_Q}.4.5.1.1"
_COLUMNS = (
    _SEEN_AT, _STATUS, _CURRENT_FDB, _CURRENT_EGRESS, _CURRENT_UNTAGGED, _NAME, _STATIC_EGRESS, _STATIC_UNTAGGED,
    _ROW_STATUS, _PVID,
)  # fmt: skip
_LEARNED = 3
MAX_ENTRIES = 100_000
MAX_MEMBERSHIPS = 200_000


def read(walk: Walk, facts: Facts) -> None:
    """Static VLANs, those that are only current, the ports of both, and the forwarding table."""
    for index, name in walk.column(_NAME).items():
        facts.add_vlan(_id(index), said(name))
    for column in (_ROW_STATUS, _STATIC_EGRESS, _CURRENT_EGRESS):
        for index in walk.column(column):
            facts.add_vlan(_id(index.rpartition(".")[2]))
    _read_ports(walk, facts, _STATIC_EGRESS, _STATIC_UNTAGGED)
    _read_ports(walk, facts, _CURRENT_EGRESS, _CURRENT_UNTAGGED)
    for port, vlan in walk.column(_PVID).items():
        interface = interface_of_bridge_port(facts, int(port)) if port.isdecimal() else None
        if interface and interface.untagged_vlan is None:
            interface.untagged_vlan = _known(number(vlan), facts)
    _read_entries(walk, facts)


def _id(shown: str) -> int | None:
    return int(shown) if shown.isdecimal() and int(shown) <= LAST_VLAN else None


def _known(vlan: int | None, facts: Facts) -> int | None:
    return vlan if vlan in facts.vlans else None


def _read_ports(walk: Walk, facts: Facts, egress_column: str, untagged_column: str) -> None:
    untagged = walk.column(untagged_column)
    left = MAX_MEMBERSHIPS
    for index, ports in walk.column(egress_column).items():
        vlan = _id(index.rpartition(".")[2])
        if vlan is None:
            continue
        without_tag = set(bits(untagged.get(index)))
        members = bits(ports)
        left -= len(members)
        if left < 0:
            facts.problems.append(f"Q-BRIDGE-MIB: only the first {MAX_MEMBERSHIPS:,} ports of VLANs are told")
            return
        for port in members:
            interface = interface_of_bridge_port(facts, port)
            if interface and port in without_tag:
                interface.untagged_vlan = vlan
            elif interface:
                interface.tagged_vlans.add(vlan)


def _read_entries(walk: Walk, facts: Facts) -> None:
    states = walk.rows(_STATUS)
    by_fdb = {number(fdb): _id(index.rpartition(".")[2]) for index, fdb in walk.rows(_CURRENT_FDB).items()}
    seen_at = walk.rows(_SEEN_AT)
    interfaces = interfaces_of_bridge_ports(facts, seen_at.values())
    for index, port in seen_at.items():
        fdb, _, hardware = index.partition(".")
        interface = interfaces[port]
        found = mac_of(hardware)
        is_learned = number(states.get(index)) in (None, _LEARNED)
        if found and interface and is_learned and len(facts.forwarding) < MAX_ENTRIES:
            facts.forwarding.append(Forwarding(found, interface.index, by_fdb.get(int(fdb)) or _id(fdb)))


table = Table(name="q_bridge", columns=_COLUMNS, read=read, stage=LAST, forwarding=(_SEEN_AT, _STATUS))
