"""What the tables of a device show of others goes to the server by port, and never more than it can take."""

from discovery_agent.link_evidence import MAX_ENTRIES
from discovery_agent.snmp.facts import Address, Facts, Forwarding, Gateway, Interface, Neighbour, Resolved
from discovery_agent.snmp.reported_links import add_links
from discovery_agent.snmp.reported_network import add_interfaces
from graph_schema.report import Section, ref_of

UPLINK, EDGE, TRUNK = 1, 2, 3


def section_of(facts: Facts) -> Section:
    interfaces = add_interfaces(Section("network_interfaces"), facts, ref_of("switch", "self"))
    return add_links(Section("links"), facts, interfaces.cis)


def switch() -> Facts:
    facts = Facts()
    for index, name in ((UPLINK, "Gi0/1"), (EDGE, "Gi0/2"), (TRUNK, "Po1")):
        facts.interfaces[index] = Interface(index, name, type=6, mac_address=f"00:1a:2b:00:00:0{index}")
    return facts


def test_tables_are_told_by_port_each_entry_once() -> None:
    facts = switch()
    facts.forwarding = [Forwarding("3c:d9:2b:70:83:2c", EDGE, vlan) for vlan in (1, 20)]
    facts.resolved = [Resolved("10.0.0.9", "3c:d9:2b:70:83:2c", EDGE), Resolved("fe80::1", "3c:d9:2b:70:83:2c", EDGE)]
    facts.neighbours = [
        Neighbour("lldp", "Gi0/1", "core", "xe9", "00:1a:2b:0c:4d:5f", remote_capabilities="router", local_index=UPLINK)
    ] * 2
    facts.gateways = [Gateway("10.0.0.1"), Gateway("10.0.0.1", UPLINK)]
    facts.virtual_addresses = [Address("10.0.0.9", interface=UPLINK), Address("0.0.0.0", interface=UPLINK)]  # noqa: S104 - as a group without one says
    facts.interfaces[TRUNK].members = [UPLINK, EDGE, 77]

    section = section_of(facts)

    assert section.outcome == "complete"
    assert section.evidence == {
        "macs": ["001a2b000001", "001a2b000002", "001a2b000003"],
        "forwarding": {"network_interface:2": "3cd92b70832c"},
        "resolved": {"network_interface:2": ["10.0.0.9 3cd92b70832c"]},
        "neighbours": [
            {
                "port": "network_interface:1",
                "protocol": "lldp",
                "name": "core",
                "interface": "xe9",
                "chassis": "00:1a:2b:0c:4d:5f",
                "capabilities": "router",
            }
        ],
        "aggregates": {"network_interface:3": ["network_interface:1", "network_interface:2"]},
        "gateways": ["10.0.0.1"],
        "virtual": {ref_of("network_interface", str(UPLINK)): ["10.0.0.9"]},
    }


def test_addresses_of_an_interface_with_the_mac_of_a_virtual_router_are_kept_with_others() -> None:
    facts = switch()
    facts.interfaces[4] = Interface(4, "carp0", type=6, mac_address="00:00:5e:00:01:07")
    for address, port in (("10.0.0.1", 4), ("10.0.0.2", EDGE)):
        facts.addresses[address] = Address(address, 24, port)

    assert (section_of(facts).evidence or {})["virtual"] == {ref_of("network_interface", "4"): ["10.0.0.1"]}


def test_a_table_without_end_is_cut_where_it_tells_least() -> None:
    facts = switch()
    flood = (f"02:00:{n >> 24 & 255:02x}:{n >> 16 & 255:02x}:{n >> 8 & 255:02x}:{n & 255:02x}" for n in range(100_000))
    facts.forwarding = [Forwarding(address, UPLINK) for address in flood]
    facts.forwarding.append(Forwarding("3c:d9:2b:70:83:2c", EDGE))

    section = section_of(facts)

    assert section.evidence is not None
    assert section.evidence["forwarding"]["network_interface:2"] == "3cd92b70832c"
    assert sum(map(len, section.evidence["forwarding"].values())) == MAX_ENTRIES * 12
    assert section.outcome == "partial"
    assert section.reason == "67,233 entries of forwarding, ARP and neighbours are left out"


def test_what_is_said_at_a_port_that_the_device_does_not_list_is_left_out() -> None:
    facts = switch()
    facts.forwarding = [Forwarding("3c:d9:2b:70:83:2c", 77)]
    facts.neighbours = [Neighbour("lldp", "?", "core", "xe9"), Neighbour("cdp", "Gi0/1", local_index=UPLINK)]

    assert set(section_of(facts).evidence or {}) == {"macs"}
