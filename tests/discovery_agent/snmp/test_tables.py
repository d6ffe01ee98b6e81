from discovery_agent.snmp.facts import Gateway, Resolved
from discovery_agent.snmp.interpret import interpret
from discovery_agent.snmp.table import all_tables
from discovery_agent.snmp.tables.q_bridge import MAX_MEMBERSHIPS
from discovery_agent.snmp.values import Oid, Value
from discovery_agent.snmp.walk import Walk
from tests.discovery_agent.snmp.readings import ENTITY, INTERFACES, SYSTEM, X_INTERFACES, Said, facts_of, port, walk_of

IP = "1.3.6.1.2.1.4"
BRIDGE = "1.3.6.1.2.1.17"
LLDP = "1.0.8802.1.1.2.1"
LLDP_V2 = "1.3.111.2.802.1.1.13.1"


def test_a_table_asks_only_for_what_it_declares() -> None:
    class Watched(Walk):
        asked: set[str]

        def rows(self, oid: str) -> dict[str, Value]:
            self.asked.add(oid)
            return super().rows(oid)

        def scalar(self, oid: str) -> Value | None:
            self.asked.add(oid)
            return super().scalar(oid)

    for table in all_tables():
        walk = Watched({f"{oid}.0": 1 for oid in (*table.columns, *table.scalars)})
        walk.asked = set()

        table.read(walk, interpret(Walk({})))

        assert walk.asked, table.name
        assert walk.asked <= {*table.columns, *table.scalars}, table.name


def test_interfaces_are_read_without_ifxtable_too() -> None:
    facts = facts_of({f"{INTERFACES}.2.1": "eth0", f"{INTERFACES}.5.1": 100_000_000, f"{INTERFACES}.8.1": 2})

    only = facts.interfaces[1]
    assert (only.name, only.speed_bps, only.is_up) == ("eth0", 100_000_000, False)


def test_fast_interfaces_have_their_speed_from_ifxtable() -> None:
    facts = facts_of({**port(1, "xe-0"), f"{INTERFACES}.5.1": 2**32 - 1, f"{X_INTERFACES}.15.1": 40_000})

    assert facts.interfaces[1].speed_bps == 40_000_000_000


def test_a_lag_knows_its_members() -> None:
    facts = facts_of({**port(1, "ge1"), **port(9, "po1"), f"{INTERFACES}.3.9": 161, "1.3.6.1.2.1.31.1.2.1.3.9.1": 1})

    assert facts.interfaces[9].members == [1]


def test_addresses_come_from_the_new_and_the_old_table_once() -> None:
    facts = facts_of(
        {
            f"{IP}.34.1.3.1.4.10.0.0.1": 3,
            f"{IP}.34.1.5.1.4.10.0.0.1": Oid(f"{IP}.32.1.5.3.1.4.10.0.0.0.24"),
            f"{IP}.34.1.3.2.16.254.128.0.0.0.0.0.0.0.0.0.0.0.0.0.1": 3,
            f"{IP}.20.1.2.10.0.0.1": 3,
            f"{IP}.20.1.3.10.0.0.1": b"\xff\xff\xff\x00",
            f"{IP}.20.1.3.10.9.0.1": b"\xff\xff\x00\x00",
        }
    )

    assert {(a.address, a.prefix_length) for a in facts.addresses.values()} == {
        ("10.0.0.1", 24),
        ("fe80::1", None),
        ("10.9.0.1", 16),
    }


def test_the_chassis_gives_the_device_its_model_and_serial_number() -> None:
    facts = facts_of(
        {
            f"{ENTITY}.5.1": 11, f"{ENTITY}.7.1": "Stack",
            f"{ENTITY}.5.2": 3, f"{ENTITY}.4.2": 1, f"{ENTITY}.11.2": "SN-A",
            f"{ENTITY}.13.2": "X-48", f"{ENTITY}.6.2": 1,
            f"{ENTITY}.5.3": 3, f"{ENTITY}.4.3": 1, f"{ENTITY}.11.3": "SN-B",
            f"{ENTITY}.13.3": "X-24", f"{ENTITY}.6.3": 2,
        }
    )  # fmt: skip

    assert (facts.model, facts.serial_number) == ("X-48", "SN-A")
    assert [c.serial_number for c in facts.components if c.serial_number] == ["SN-A", "SN-B"]


def test_lldp_finds_the_local_interface_by_its_name_not_by_its_number() -> None:
    row = f"{LLDP}.4.1.1"
    facts = facts_of(
        {
            **port(1, "lo"), **port(2, "ge-0/0/1"), **port(3, "ge-0/0/2"),
            f"{LLDP}.3.7.1.2.1": 5, f"{LLDP}.3.7.1.3.1": "ge-0/0/2",
            f"{row}.4.0.1.7": 4, f"{row}.5.0.1.7": b"\x00\x1a\x2b\x0c\x4d\x5e",
            f"{row}.6.0.1.7": 5, f"{row}.7.0.1.7": "Gi1",
            f"{row}.9.0.1.7": "core", f"{row}.11.0.1.7": b"\xff\xff", f"{row}.12.0.1.7": b"\x28\x80",
        }
    )  # fmt: skip

    [only] = facts.neighbours
    assert (only.local_interface, only.remote_name, only.remote_interface) == ("ge-0/0/2", "core", "Gi1")
    assert only.remote_chassis_id == "00:1a:2b:0c:4d:5e"
    assert only.remote_capabilities == "bridge router"


def test_lldp_of_2009_numbers_its_ports_as_interfaces_not_as_bridge_ports() -> None:
    row = f"{LLDP_V2}.4.1.1"
    facts = facts_of(
        {
            **port(1, "ge-0/0/1"), **port(2, "ge-0/0/2"),
            f"{BRIDGE}.1.4.1.2.1": 2, f"{BRIDGE}.1.4.1.2.2": 1,
            f"{row}.5.0.2.1.7": 4, f"{row}.6.0.2.1.7": b"\x00\x1a\x2b\x0c\x4d\x5e",
            f"{row}.7.0.2.1.7": 5, f"{row}.8.0.2.1.7": "Gi1",
            f"{row}.10.0.2.1.7": "core", f"{row}.13.0.2.1.7": b"\x08\x00",
        }
    )  # fmt: skip

    [only] = facts.neighbours
    assert (only.local_interface, only.remote_name, only.remote_interface) == ("ge-0/0/2", "core", "Gi1")
    assert only.remote_chassis_id == "00:1a:2b:0c:4d:5e"
    assert only.remote_capabilities == "router"


def test_cdp_leaves_the_serial_number_out_of_the_name() -> None:
    row = "1.3.6.1.4.1.9.9.23.1.2.1.1"
    facts = facts_of(
        {
            **port(4, "Gi0/4"),
            f"{row}.6.4.1": "n5k(SSI12345678)",
            f"{row}.7.4.1": "Eth1/1",
            f"{row}.4.4.1": b"\x0a\x00\x00\x02",
            f"{row}.9.4.1": b"\x00\x00\x02\x29",
        }
    )

    [only] = facts.neighbours
    assert (only.protocol, only.local_interface, only.remote_name) == ("cdp", "Gi0/4", "n5k")
    assert (only.remote_interface, only.remote_address) == ("Eth1/1", "10.0.0.2")
    assert only.remote_capabilities == "router bridge"


def test_vlans_and_their_ports() -> None:
    facts = facts_of(
        {
            **port(101, "ge1"), **port(102, "ge2"),
            f"{BRIDGE}.1.4.1.2.1": 101, f"{BRIDGE}.1.4.1.2.2": 102,
            f"{BRIDGE}.7.1.4.3.1.1.20": "voice", f"{BRIDGE}.7.1.4.3.1.2.20": b"\xc0",
            f"{BRIDGE}.7.1.4.3.1.4.20": b"\x80",
            f"{BRIDGE}.7.1.4.3.1.1.4095": "reserved",
        }
    )  # fmt: skip

    assert {v.id: v.name for v in facts.vlans.values()} == {20: "voice"}
    assert facts.interfaces[101].untagged_vlan == 20
    assert facts.interfaces[102].tagged_vlans == {20}


def test_ports_of_vlans_without_end_are_told_in_part() -> None:
    said: dict[str, Said] = {}
    for number in range(1, 801):
        said |= port(number, f"ge{number}") | {f"{BRIDGE}.1.4.1.2.{number}": number}
    for vlan in range(1, 401):
        said[f"{BRIDGE}.7.1.4.3.1.2.{vlan}"] = b"\xff" * 100

    facts = facts_of(said)

    assert sum(len(entry.tagged_vlans) for entry in facts.interfaces.values()) == MAX_MEMBERSHIPS
    assert facts.problems[:1] == ["Q-BRIDGE-MIB: only the first 200,000 ports of VLANs are told"]


def test_addresses_seen_in_each_context_have_its_vlan() -> None:
    inner: dict[str, Said] = {
        f"{BRIDGE}.1.4.1.2.5": 105,
        f"{BRIDGE}.4.3.1.2.0.26.43.12.77.94": 5,
        f"{BRIDGE}.4.3.1.3.0.26.43.12.77.94": 3,
    }

    facts = facts_of(port(105, "Fa0/5"), _30=inner)

    [seen] = facts.forwarding
    assert (seen.mac_address, seen.interface, seen.vlan) == ("00:1a:2b:0c:4d:5e", 105, 30)


def test_arp_and_default_routes() -> None:
    facts = facts_of(
        {
            f"{IP}.22.1.2.3.10.0.0.9": b"\x00\x1a\x2b\x0c\x4d\x5e",
            f"{IP}.22.1.4.3.10.0.0.9": 3,
            f"{IP}.21.1.7.0.0.0.0": b"\x0a\x00\x00\xfe",
            f"{IP}.21.1.2.0.0.0.0": 3,
        }
    )

    assert facts.resolved == [Resolved("10.0.0.9", "00:1a:2b:0c:4d:5e", 3)]
    assert facts.gateways == [Gateway("10.0.0.254", 3)]


def test_addresses_that_routers_keep_between_them_come_from_vrrp_hsrp_and_keepalived() -> None:
    facts = facts_of(
        {
            "1.3.6.1.2.1.68.1.4.1.2.3.10.10.0.0.1": 1,
            "1.3.6.1.2.1.207.1.1.2.1.2.4.20.1.4.10.1.0.1": 1,
            "1.3.6.1.2.1.207.1.1.2.1.2.4.20.2.16.32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1": 1,
            "1.3.6.1.4.1.9.9.106.1.2.1.1.11.5.1": bytes((10, 2, 0, 1)),
            "1.3.6.1.4.1.9586.100.5.2.6.1.3.1.1": bytes((10, 3, 0, 1)),
            "1.3.6.1.4.1.9586.100.5.2.6.1.7.1.1": 6,
            "1.3.6.1.4.1.9586.100.5.2.6.1.3.1.2": bytes((10, 3, 0, 2)),
        }
    )

    assert {(entry.address, entry.interface) for entry in facts.virtual_addresses} == {
        ("10.0.0.1", 3),
        ("10.1.0.1", 4),
        ("2001:db8::1", 4),
        ("10.2.0.1", 5),
        ("10.3.0.1", 6),
    }
    assert facts.addresses == {}, "no device has them for good"


def test_storage_memory_and_processors_of_a_host() -> None:
    host = "1.3.6.1.2.1.25"
    facts = facts_of(
        {
            f"{host}.2.3.1.2.1": Oid(f"{host}.2.1.2"), f"{host}.2.3.1.3.1": "Physical memory",
            f"{host}.2.3.1.4.1": 1024,
            f"{host}.2.3.1.5.1": 2048,
            f"{host}.2.3.1.2.31": Oid(f"{host}.2.1.4"), f"{host}.2.3.1.3.31": "/", f"{host}.2.3.1.4.31": 4096,
            f"{host}.2.3.1.5.31": -1,
            f"{host}.3.3.1.2.1": 3, f"{host}.3.3.1.2.2": 4,
        }
    )  # fmt: skip

    assert [(s.name, s.size_bytes) for s in facts.storage] == [("/", 4096 * (2**32 - 1))]
    assert [(m.name, m.size_bytes) for m in facts.memory] == [("Physical memory", 2_097_152)]
    assert facts.processors == 2


def test_a_printer_tells_its_supplies_and_measures_what_it_can() -> None:
    supply = "1.3.6.1.2.1.43.11.1.1"
    facts = facts_of(
        {
            f"{SYSTEM}.1.0": "Print engine", f"{supply}.5.1.1": 3,
            f"{supply}.6.1.1": "Black Toner", f"{supply}.8.1.1": 200,
            f"{supply}.9.1.1": 50, f"{supply}.6.1.2": "Waste", f"{supply}.8.1.2": -2, f"{supply}.9.1.2": -3,
            "1.3.6.1.2.1.43.5.1.1.17.1": "PRN-1",
        }
    )  # fmt: skip

    assert [(s.name, s.kind, s.level_percent) for s in facts.supplies] == [
        ("Black Toner", "toner", 25),
        ("Waste", "other", None),
    ]
    assert (facts.ci_class, facts.serial_number) == ("printer", "PRN-1")


def test_a_column_that_looks_like_another_ones_start_is_not_its_own() -> None:
    walk = walk_of({"1.3.6.1.2.1.2.2.1.1.5": 1, "1.3.6.1.2.1.2.2.1.10.5": 2, "1.3.6.1.2.1.2.2.1.1.40": 3})

    assert walk.column("1.3.6.1.2.1.2.2.1.1") == {"5": 1, "40": 3}
