"""BSD machines: what their commands print becomes the sections of every other machine."""

import json
from pathlib import Path
from typing import Any

import pytest

from discovery_agent.ssh.readings import Readings
from discovery_agent.ssh.recording import DOCUMENTATION, decode_recording, write_recording
from discovery_agent.ssh.replay import summary_line
from discovery_agent.ssh.report import report_of
from discovery_agent.ssh.script import parts, script_body
from graph_schema.report import Report, Section
from tests.discovery_agent.ssh.printed import made_of

# From the manuals of the commands: no machine of these systems was at hand.
FREEBSD = made_of(
    ("kernel", b"FreeBSD nas1.example.org 13.2-RELEASE-p4 amd64\n0 4711\n"),
    ("files", b"/etc/hosts:127.0.0.1 localhost\n"),
    (
        "bsd_system",
        (
            b"hw.physmem: 8589934592\nhw.ncpu: 4\nsecurity.jail.jailed: 0\nnet.inet.ip.portrange.first: 10000\n"
            b'net.inet.ip.portrange.last: 65535\nsmbios.system.maker="Supermicro"\nsmbios.system.product="X11SSH-F"\n'
            b'smbios.system.serial="S123456X7"\nsmbios.system.uuid="00000000-0000-0000-0000-0cc47a000001"\n'
        ),
    ),
    (
        "bsd_network",
        (
            b"igb0: flags=8863<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> metric 0 mtu 1500\n"
            b"\tether 0c:c4:7a:00:00:01\n\tinet 10.0.0.5 netmask 0xffffff00 broadcast 10.0.0.255\n"
            b"\tmedia: Ethernet autoselect (1000baseT <full-duplex>)\n\tstatus: active\n"
            b"igb1: flags=8863<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> metric 0 mtu 1500\n"
            b"\tether 0c:c4:7a:00:00:02\n\tmedia: Ethernet autoselect\n\tstatus: no carrier\n"
            b"lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST> metric 0 mtu 16384\n"
            b"\tinet6 ::1 prefixlen 128\n\tinet 127.0.0.1 netmask 0xff000000\n\tgroups: lo\n"
            b"bridge0: flags=8843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> metric 0 mtu 1500\n"
            b"\tether 02:00:00:00:00:01\n\tgroups: bridge\n"
        ),
    ),
    (
        "bsd_processes",
        (
            b"    0     0     0 root     -      [kernel]\n    1     0     0 root     -      /sbin/init\n"
            b"  811     1     0 root     -      /usr/sbin/sshd\n"
            b"  902     1    80 www      -      nginx: master process\n"
            b" 4700   811     0 root     -      sshd: root@notty (sshd)\n 4711  4700     0 root     -      sh -s\n"
            b"--\n    0 kernel\n    1 init\n  811 sshd\n  902 nginx\n 4700 sshd\n 4711 sh\n"
            b"--\n  PID COMM                OSREL PATH\n  902 nginx             1302001 /usr/local/sbin/nginx\n"
        ),
    ),
    (
        "bsd_sockets",
        (
            b"USER     COMMAND    PID   FD PROTO  LOCAL ADDRESS         FOREIGN ADDRESS\n"
            b"root     sshd       811   3  tcp6   *:22                  *:*\n"
            b"root     sshd       811   4  tcp4   *:22                  *:*\n"
            b"root     sshd       4700  5  tcp4   10.0.0.5:22           10.0.0.9:50000\n"
            b"www      nginx      902   6  tcp4   10.0.0.5:80           *:*\n"
            b"www      nginx      902   7  tcp4   10.0.0.5:12345        10.0.0.7:5432\n"
        ),
    ),
    (
        "bsd_filesystems",
        (
            b"/dev/ada0p2 on / (ufs, local, journaled soft-updates)\ndevfs on /dev (devfs)\n"
            b"zroot/data on /data (zfs, local, read-only)\n"
            b"Filesystem 1024-blocks    Used    Avail Capacity  Mounted on\n"
            b"/dev/ada0p2  20307196 4161376 14521248    22%    /\n"
        ),
    ),
    ("bsd_packages", b"nginx\t1.24.0_6,3\tFreeBSD:13:amd64\npostgresql15-client\t15.3\tFreeBSD:13:amd64\n"),
    ("end", b""),
    origin=DOCUMENTATION,
)


def sections_of(report: Report) -> dict[str, Section]:
    return {section.name: section for section in report.sections}


@pytest.fixture(name="report")
def freebsd() -> Report:
    return report_of(FREEBSD, "ssh:lab/10.0.0.5", "lab").report


def attributes(section: Section, ref: str) -> dict[str, Any]:
    return {name: value for key, ci in section.cis.items() if key == ref for name, value in ci.attributes.items()}


def test_a_bsd_machine_is_known_by_its_firmware_and_its_kernel(report: Report) -> None:
    known = attributes(report.sections[0], report.root.ref)

    assert report.root.ref == "server:self"
    expected = {
        "name": "nas1",
        "fqdn": "nas1.example.org",
        "manufacturer": "Supermicro",
        "model": "X11SSH-F",
        "serial_number": "S123456X7",
        "os_name": "FreeBSD",
        "os_version": "13.2",
        "os_family": "bsd",
        "kernel_version": "13.2-RELEASE-p4",
        "architecture": "amd64",
        "memory_bytes": 8589934592,
        "processor_count": 4,
        "mac_addresses": ["0c:c4:7a:00:00:01", "0c:c4:7a:00:00:02"],
        "ip_addresses": ["10.0.0.5"],
    }
    assert {name: known.get(name) for name in expected} == expected


def test_its_interfaces_are_of_their_kinds(report: Report) -> None:
    found = sections_of(report)["network_interfaces"].cis
    interfaces = {ref: ci for ref, ci in found.items() if ci.ci_class == "network_interface"}

    kinds = {name: ci.attributes.get("interface_type") for name, ci in interfaces.items()}
    assert kinds == {
        "network_interface:igb0": "ethernet",
        "network_interface:igb1": "ethernet",
        "network_interface:bridge0": "bridge",
    }
    assert interfaces[next(ref for ref in interfaces if ref.endswith("igb0"))].attributes["speed_bps"] == 10**9
    assert interfaces[next(ref for ref in interfaces if ref.endswith("igb1"))].attributes["is_up"] is False


def test_its_programs_listen_and_connect_and_the_scan_is_none_of_them(report: Report) -> None:
    sections = sections_of(report)

    names = {str(ci.attributes["name"]) for ci in sections["programs"].cis.values()}
    assert names == {"sshd", "nginx"}
    provided = {str(r.source): str(r.target) for r in sections["endpoints"].relationships if r.type == "PROVIDED_BY"}
    assert set(provided) == {"endpoint:::|22|tcp", "endpoint:0.0.0.0|22|tcp", "endpoint:10.0.0.5|80|tcp"}
    assert "nginx" in provided["endpoint:10.0.0.5|80|tcp"]
    (connection,) = sections["connections"].relationships
    assert (connection.attributes["address"], connection.attributes["port"]) == ("10.0.0.7", 5432)


def test_its_filesystems_and_packages_are_told(report: Report) -> None:
    sections = sections_of(report)

    sizes = {str(ref): ci.attributes.get("size_bytes") for ref, ci in sections["filesystems"].cis.items()}
    assert sizes == {"filesystem:/": 20307196 * 1024, "filesystem:/data": None}
    assert sections["filesystems"].cis[next(iter(sections["filesystems"].cis))].attributes["filesystem_type"] == "ufs"
    versions = {str(r.attributes.get("package_version") or "") for r in sections["packages"].relationships}
    assert len(sections["packages"].relationships) == 2
    assert {str(r.attributes["package_type"]) for r in sections["packages"].relationships} == {"pkg"}
    assert versions <= {"", "1.24.0_6,3"}


OPENBSD_CARP = (
    b"em0: flags=8b43<UP,BROADCAST,RUNNING,PROMISC,ALLMULTI,SIMPLEX,MULTICAST> mtu 1500\n\tlladdr 0c:c4:7a:00:00:07\n"
    b"\tinet 10.0.0.2 netmask 0xffffff00 broadcast 10.0.0.255\n"
    b"carp0: flags=8843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> mtu 1500\n\tlladdr 00:00:5e:00:01:01\n"
    b"\tindex 7 priority 15 llprio 3\n\tcarp: MASTER carpdev em0 vhid 1 advbase 1 advskew 0\n\tgroups: carp\n"
    b"\tinet 10.0.0.1 netmask 0xffffff00 broadcast 10.0.0.255\n\tinet6 fe80::200:5eff:fe00:101%carp0 prefixlen 64\n"
)
FREEBSD_CARP = (
    b"lagg0: flags=8943<UP,BROADCAST,RUNNING,PROMISC,SIMPLEX,MULTICAST> metric 0 mtu 1500\n\tether 0c:c4:7a:00:00:08\n"
    b"\tinet 10.0.0.3 netmask 0xffffff00 broadcast 10.0.0.255\n"
    b"\tinet 10.0.0.1 netmask 0xffffff00 broadcast 10.0.0.255 vhid 1\n\tinet6 2001:db8::1 prefixlen 64 vhid 1\n"
    b"\tlaggproto lacp lagghash l2,l3,l4\n\tlaggport: igb0 flags=1c<ACTIVE,COLLECTING,DISTRIBUTING>\n"
    b"\tgroups: lagg\n\tcarp: BACKUP vhid 1 advbase 1 advskew 100\n"
    b"igb0: flags=8843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> metric 0 mtu 1500\n\tether 0c:c4:7a:00:00:08\n"
    b"bridge0: flags=8843<UP,BROADCAST,RUNNING,SIMPLEX,MULTICAST> metric 0 mtu 1500\n\tether 58:9c:fc:10:00:01\n"
    b"\tgroups: bridge\n"
)


def evidence_of(system: bytes, interfaces: bytes, tables: bytes) -> Any:  # noqa: ANN401 - as the wire takes it
    kernel = ("kernel", system + b" gw1 13.2 amd64\n0 4711\n")
    recording = made_of(kernel, ("bsd_network", interfaces), ("bsd_neighbours", tables), ("end", b""))
    return sections_of(report_of(recording, "s", "lab").report)["links"].evidence


def test_addresses_that_bsd_routers_keep_between_them_are_told_by_port() -> None:
    assert evidence_of(b"OpenBSD", OPENBSD_CARP, b"")["virtual"] == {"network_interface:carp0": ["10.0.0.1"]}
    of_freebsd = evidence_of(b"FreeBSD", FREEBSD_CARP, b"")
    assert of_freebsd["virtual"] == {"network_interface:lagg0": ["10.0.0.1", "2001:db8::1"]}
    assert of_freebsd["aggregates"] == {"network_interface:lagg0": ["network_interface:igb0"]}


@pytest.mark.parametrize(
    "neighbours",
    [
        (
            b"? (10.0.0.9) at 52:54:00:bc:66:2f on igb0 expires in 1195 seconds [ethernet]\n"
            b"? (10.0.0.3) at 0c:c4:7a:00:00:08 on igb0 permanent [ethernet]\n"
            b"? (10.0.0.8) at (incomplete) on igb0 expired\n"
        ),
        (
            b"Host                 Ethernet Address    Netif Expire    Flags\n"
            b"10.0.0.9             52:54:00:bc:66:2f    igb0 19m50s\n"
            b"10.0.0.3             0c:c4:7a:00:00:08    igb0 permanent l\n10.0.0.8    (incomplete)    igb0 expired\n"
            b"fe80::1%igb0         52:54:0:bc:66:2f     igb0 23h59m58s S R\n"
        ),
    ],
    ids=["freebsd", "openbsd"],
)
def test_whom_bsd_sees_and_where_it_leads_are_told_by_port(neighbours: bytes) -> None:
    tables = (
        b"Routing tables\n\nInternet:\nDestination Gateway Flags Netif Expire\ndefault  10.0.0.254  UGS  igb0\n"
        b"10.0.0.0/24 link#1 U igb0\ndefault fe80::1%igb0 UGS igb0\n"
        b"\t58:9c:fc:00:00:02 Vlan1 igb0 1199 flags=0<>\n\t58:9c:fc:00:00:03 Vlan1 igb0 0 flags=1<STATIC>\n"
    )

    told = evidence_of(b"FreeBSD", FREEBSD_CARP, neighbours + tables)

    assert told["resolved"] == {"network_interface:igb0": ["10.0.0.9 525400bc662f"]}
    assert told["gateways"] == ["10.0.0.254"]
    assert told["forwarding"] == {"network_interface:igb0": "589cfc000002"}


def test_what_is_not_read_of_bsd_is_never_an_empty_reading(report: Report) -> None:
    outcomes = {section.name: section.outcome for section in report.sections}

    assert {name for name, outcome in outcomes.items() if outcome == "not_available"} == {
        "containers",
        "disks",
        "guests",
        "logical_volumes",
        "memory_modules",
        "name_servers",
        "processors",
    }


def test_a_recording_that_no_machine_made_says_so(tmp_path: Path) -> None:
    write_recording(tmp_path / "nas1.sshrec", FREEBSD)

    summary = json.loads(summary_line(tmp_path / "nas1.sshrec"))

    assert summary["manufacturer"] == "Supermicro"
    assert "no machine printed it, but documentation" in summary["problems"]


def test_secrets_in_its_command_lines_are_not_in_a_recording() -> None:
    listed = b"  902     1    80 www      ??  backup --password hunter2 /data\n--\n  902 backup\n"
    recording = made_of(("kernel", b"FreeBSD nas1 13.2 amd64\n0 4711\n"), ("bsd_processes", listed), ("end", b""))

    kept = decode_recording(recording.encoded(), "kept")

    assert b"hunter2" not in kept.output
    assert b"902     1    80 www      ??  backup --password *** /data" in kept.output
    assert report_of(kept, "s", "lab").report.sections == report_of(recording, "s", "lab").report.sections


@pytest.mark.parametrize("dialect", ["hw.ncpuonline={}", "hw.ncpu = {}", "hw.ncpu: {}"])
def test_sysctl_is_understood_in_each_dialect(dialect: str) -> None:
    (part,) = (part for part in parts() if part.name == "bsd_system")
    readings = Readings(system="OpenBSD")

    part.absorb(dialect.format(8).encode(), readings)

    assert readings.files["/sys/devices/system/cpu/online"] == b"0-7"


def test_netstat_tells_sockets_where_nothing_tells_their_holders() -> None:
    (part,) = (part for part in parts() if part.name == "bsd_sockets")
    readings = Readings(system="OpenBSD")

    part.absorb(
        b"Proto Recv-Q Send-Q  Local Address Foreign Address (state)\ntcp 0 0 192.0.2.1.22 192.0.2.9.4000 ESTABLISHED\n"
        b"tcp 0 0 *.22 *.* LISTEN\ntcp 0 0 192.0.2.1.9 192.0.2.2.9 TIME_WAIT\nudp6 0 0 fe80::1%lo0.123 *.*\n",
        readings,
    )

    told = [(s["protocol"], s["address"], s["port"], s["remote_address"]) for s in readings.told_sockets]
    assert told == [
        ("tcp", "192.0.2.1", 22, "192.0.2.9"),
        ("tcp", "0.0.0.0", 22, None),  # noqa: S104 - an address that was read
        ("udp", "fe80::1", 123, None),
    ]


def test_each_kernel_is_asked_by_its_own_part_of_the_script() -> None:
    body = script_body()

    blocks = {block.partition('"')[0]: block.partition("\n;; esac")[0] for block in body.split('case $K in "')[1:]}
    of_linux, of_bsd = blocks["Linux "], blocks["FreeBSD "]
    assert "b privileged" in of_linux
    assert "b bsd_" not in of_linux
    assert "b bsd_system" in of_bsd
    assert "b privileged" not in of_bsd
