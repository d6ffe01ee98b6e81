"""What a machine's tables show of others is told by port; what is hostile in them is nothing."""

import json
from typing import Any

import pytest

from discovery_agent.ssh.absorb import readings_of
from discovery_agent.ssh.masking import with_other_addresses
from discovery_agent.ssh.report import report_of
from discovery_agent.ssh.script import END, LINKS, MARKS
from discovery_agent.ssh.sections.privileged import LLDP_SOCKET
from graph_schema.report import Section
from tests.discovery_agent.ssh.printed import made_of

ADDRESSES = b"""2: swp1: <UP> mtu 1500 state UP
    link/ether 52:54:00:88:73:e0 brd ff:ff:ff:ff:ff:ff
3: eth1: <UP> mtu 1500 state UP
    link/ether 52:54:00:88:73:e1 brd ff:ff:ff:ff:ff:ff
4: bond0: <UP> mtu 1500 state UP
    link/ether 52:54:00:88:73:e1 brd ff:ff:ff:ff:ff:ff
    inet 10.20.2.3/24 scope global bond0
"""
TABLES = b"""10.20.2.31 dev bond0 lladdr 52:54:00:bc:66:2f REACHABLE
10.20.2.99 dev bond0  FAILED
fe80::1 dev bond0 lladdr 52:54:00:bc:66:2f router STALE
default via 10.20.2.1 dev bond0 proto static
52:54:00:23:fa:72 dev swp1 master br0
52:54:00:23:fa:73 dev swp1 vlan 7 master br0
52:54:00:88:73:e0 dev swp1 master br0 permanent
33:33:00:00:00:01 dev swp1 self permanent
52:54:00:23:fa:74 dev nowhere master br0
"""


VRRP = b"""vrrp_instance V {
 virtual_router_id 51
 virtual_ipaddress {
  10.20.2.1/24 dev eth1
  203.0.113.1
  nonsense
 }
}"""
KEEPALIVED = b"".join(b"/etc/keepalived/keepalived.conf:" + line + b"\n" for line in VRRP.split(b"\n"))

HEARD: dict[str, Any] = {
    "lldp": [
        {
            "interface": [
                {
                    "name": "eth1",
                    "via": "LLDP",
                    "chassis": [
                        {
                            "id": [{"type": "mac", "value": "00:1b:54:f7:8e:82"}],
                            "name": [{"value": "sw-core"}],
                            "mgmt-ip": [{"value": "fe80::1"}, {"value": "10.20.2.2"}],
                            "capability": [
                                {"type": "Station", "enabled": False},
                                {"type": "Tel", "enabled": True},
                                {"type": "Bridge", "enabled": True},
                                {"type": "\u001b[2J", "enabled": True},
                            ],
                        }
                    ],
                    "port": [{"id": [{"type": "local", "value": "Gi1/0/2"}], "descr": [{"value": "gi1-0-2"}]}],
                },
                {
                    "name": "swp1",
                    "via": "CDPv2",
                    "chassis": [{"id": [{"type": "local", "value": "phone"}]}],
                    "port": [{"id": [{"type": "ifname", "value": "Port 1"}]}],
                },
                {"name": "nowhere", "via": "LLDP", "chassis": [{"name": [{"value": "x"}]}], "port": [{}]},
                {"name": "swp1", "via": "FDP", "chassis": [{"name": [{"value": "x"}]}], "port": [{}]},
                {"name": "swp1", "via": "LLDP", "chassis": [], "port": "x"},
            ]
        }
    ]
}


def privileged(heard: bytes, *, user: bytes = b"0") -> tuple[str, bytes]:
    return ("privileged", user + b"\n1/exe\0/sbin/init1/exe\0\n/sys/class/dmi/id/product_serial:{x\n" + heard)


def links(tables: bytes, *more: tuple[str, bytes]) -> Section:
    recording = made_of(
        ("kernel", b"Linux host 6.1 x86_64\n0 1\n"), ("network", ADDRESSES), ("neighbours", tables), *more, (END, b"")
    )
    return report_of(recording, "ssh:lab/10.20.2.3", "lab").report.sections[-1]


def test_tables_of_a_linux_switch_are_told_by_port() -> None:
    section = links(
        TABLES,
        (LINKS, b"/sys/class/net/eth1/master\x00../bond0/sys/class/net/eth1/master\x00"),
        (MARKS, b"/sys/class/net/bond0/bonding\n"),
    )

    assert (section.name, section.outcome) == ("links", "complete")
    assert section.evidence == {
        "macs": ["5254008873e0", "5254008873e1"],
        "forwarding": {"network_interface:swp1": "52540023fa7252540023fa73"},
        "resolved": {"network_interface:bond0": ["10.20.2.31 525400bc662f"]},
        "aggregates": {"network_interface:bond0": ["network_interface:eth1"]},
        "gateways": ["10.20.2.1"],
    }


def test_addresses_that_keepalived_keeps_are_told_by_the_port_in_their_network() -> None:
    recording = made_of(
        ("kernel", b"Linux host 6.1 x86_64\n0 4711\n"),
        (
            "network",
            (
                b"3: eth1: <UP> mtu 1500 state UP\n    link/ether 52:54:00:88:73:e1 brd ff:ff:ff:ff:ff:ff\n"
                b"    inet 10.20.2.3/24 scope global eth1\n    inet 192.0.2.3/32 scope global eth1\n"
                b"4: vrrp.7@eth1: <UP> mtu 1500 state UP\n    link/ether 00:00:5e:00:01:07 brd ff:ff:ff:ff:ff:ff\n"
                b"    inet 10.20.2.7/32 scope global vrrp.7\n"
            ),
        ),
        (
            "processes",
            b"9/stat:9 (keepalived) S 1" + b" 0" * 48 + b"\n9/cgroup:0::/k.service\n9/cmdline:keepalived\0\n",
        ),
        ("privileged", b"0\n9/exe\0/usr/sbin/keepalived9/exe\0\n"),
        ("settings", b"/etc/keepalived/keepalived.conf\n" + KEEPALIVED),
        (END, b""),
    )

    section = report_of(recording, "ssh:lab/10.20.2.3", "lab").report.sections[-1]

    assert section.evidence is not None
    assert section.evidence["virtual"] == {
        "network_interface:eth1": ["10.20.2.1"],
        "network_interface:vrrp.7": ["10.20.2.7"],
    }


@pytest.mark.parametrize("members", [("eth1",), ("eth1", "swp1")], ids=len)
def test_of_the_members_of_a_bond_one_is_enough(members: tuple[str, ...]) -> None:
    masters = [f"/sys/class/net/{name}/master\0../bond0/sys/class/net/{name}/master\0".encode() for name in members]
    recording = made_of(
        ("kernel", b"Linux host 6.1 x86_64\n0 1\n"),
        ("network", ADDRESSES),
        (LINKS, b"".join(masters)),
        (MARKS, b"/sys/class/net/bond0/bonding\n"),
        (END, b""),
    )
    sections = report_of(recording, "ssh:lab/10.20.2.3", "lab").report.sections

    found = next(section for section in sections if section.name == "network_interfaces")
    related = {(str(one.source), one.type): str(one.target) for one in found.relationships}
    needed = related["network_interface:bond0", "DEPENDS_ON"]
    if len(members) == 1:
        assert needed == "network_interface:eth1"
    else:
        group = next(ci for ci in found.cis.values() if ci.ci_class == "redundancy_group")
        assert (group.attributes["k"], group.attributes["group_type"]) == (1, "bond")
        assert (needed, "HAS_MEMBER") in related


@pytest.mark.parametrize(
    "tables",
    [
        b"::::::::::::::::: dev swp1 lladdr 52:54:00:bc:66:2f x\n",
        b"default via 999.1.1.1 dev eth0\n52:54:00:zz:00:00 dev swp1 master br0\n",
        b"\xff\x00 dev swp1 master\n" * 100,
    ],
)
def test_what_is_no_address_is_nothing(tables: bytes) -> None:
    assert set(links(tables).evidence or {}) == {"macs"}


def test_addresses_of_others_are_masked_too() -> None:
    recording = made_of(
        ("network", ADDRESSES), ("neighbours", TABLES), privileged(json.dumps(HEARD, indent=1).encode())
    )

    masked = with_other_addresses(recording, b"key")

    told = readings_of(masked)
    assert len(told.forwarding) == 3
    for shown in (b"10.20.2.31", b"52:54:00:bc:66:2f", b"52:54:00:23:fa:72", b"10.20.2.1 ", b"00:1b:54:f7"):
        assert shown in recording.output
        assert shown not in masked.output


def test_who_is_heard_by_lldp_is_told_by_port() -> None:
    section = links(b"", privileged(json.dumps(HEARD, indent=1).encode()), (MARKS, LLDP_SOCKET.encode() + b"\n"))

    assert section.outcome == "complete"
    assert (section.evidence or {})["neighbours"] == [
        {
            "port": "network_interface:eth1",
            "protocol": "lldp",
            "name": "sw-core",
            "interface": "gi1-0-2",
            "chassis": "00:1b:54:f7:8e:82",
            "port_id": "Gi1/0/2",
            "address": "10.20.2.2",
            "capabilities": "bridge telephone",
        },
        {
            "port": "network_interface:swp1",
            "protocol": "cdp",
            "interface": "Port 1",
            "chassis": "phone",
            "port_id": "Port 1",
        },
    ]


@pytest.mark.parametrize(
    ("user", "heard", "reason"),
    [
        (b"1000", b"", "who is heard by LLDP: not permitted"),
        (b"0", b"", "who is heard by LLDP: lldpd did not answer"),
        (b"0", b'{"lldp": [{}', "who is heard by LLDP: lldpd did not answer"),
        (b"0", b'{"lldp":' + b"[" * 100_000, "who is heard by LLDP: lldpd did not answer"),
        (b"0", b'{"lldp": [{}]}', ""),
        (b"0", b'{"lldp": [{"interface": [1, {"via": "LLDP", "port": [[]], "chassis": {"id": 7}}]}]}', ""),
    ],
)
def test_what_lldpd_does_not_say_is_a_gap_and_what_is_hostile_is_nothing(
    user: bytes, heard: bytes, reason: str
) -> None:
    section = links(b"", privileged(heard, user=user), (MARKS, LLDP_SOCKET.encode() + b"\n"))

    assert (section.reason or "").startswith(reason)
    assert section.outcome == ("partial" if reason else "complete")
    assert "neighbours" not in (section.evidence or {})
