"""Which machines are there for the network: told from how they are wired, and from what else they do."""

from typing import Any

import pytest

from discovery_agent.host.link_records import InterfaceAddress, Link
from discovery_agent.host.machine import Machine
from discovery_agent.host.purpose import purpose_of
from discovery_agent.host.system import KernelName, Socket
from discovery_agent.runner import root_ref
from discovery_agent.ssh.readings import Readings
from discovery_agent.ssh.recorded_system import RecordedSystem

NET = "/sys/class/net"
FORWARDING = {"/proc/sys/net/ipv4/ip_forward": b"1\n"}


def listening(port: int, address: str = "0.0.0.0") -> Socket:  # noqa: S104 - a reported value, nothing is bound
    """A socket that waits for clients."""
    return Socket(protocol="tcp", address=address, port=port, remote_address=None, remote_port=0, inode=port, user=0)


def wired(cards: str = "", others: str = "", ports: dict[str, str] | None = None, **facts: Any) -> Readings:  # noqa: ANN401 - facts of several kinds by name
    """A machine by its cards, its other interfaces, and the bridge of each port; addresses by interface."""
    readings = Readings(kernel=KernelName("box", "6.1.0", "x86_64"), system="Linux", is_complete=True)
    outside: str = facts.get("outside", "")
    for number, name in enumerate((*cards.split(), *others.split()), 1):
        readings.interfaces.append(Link(number, name, "", 1500, is_running=True, leads_outside=name in outside.split()))
        readings.files[f"{NET}/{name}/type"] = b"1\n"
        address = facts.get("addresses", {}).get(name)
        if address:
            readings.addresses.append(InterfaceAddress(number, address, 24, 0))
    readings.present |= {f"{NET}/{name}/device" for name in cards.split()}
    for port, bridge in (ports or {}).items():
        readings.present |= {f"{NET}/{port}/brport", f"{NET}/{bridge}/bridge"}
        readings.links[f"{NET}/{port}/master"] = f"../{bridge}"
    readings.present |= {f"{NET}/{mark}" for mark in facts.get("marks", ())}
    readings.files |= facts.get("files", {})
    readings.told_sockets = [listening(22), *facts.get("sockets", ())]
    return readings


TWO_SIDES = {"eth0": "10.0.1.1", "eth1": "10.0.2.1"}


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        pytest.param(wired("eth0 eth1", addresses=TWO_SIDES, files=FORWARDING), "router", id="between subnets"),
        pytest.param(wired("eth0 eth1", addresses=TWO_SIDES), None, id="forwards nothing"),
        pytest.param(
            wired("eth0 eth1", addresses={"eth0": "10.0.1.1", "eth1": "10.0.1.2"}, files=FORWARDING),
            None,
            id="one subnet",
        ),
        pytest.param(
            wired(
                "eth0", "eth0.10 eth0.20", addresses={"eth0.10": "10.0.1.1", "eth0.20": "10.0.2.1"},
                files={**FORWARDING, **dict.fromkeys((f"{NET}/eth0.{n}/uevent" for n in (10, 20)), b"DEVTYPE=vlan")},
            ),
            "router",
            id="between VLANs of one cable",
        ),
        pytest.param(
            wired(
                "", "eth0 eth1", outside="eth0 eth1", addresses=TWO_SIDES, files=FORWARDING,
                sockets=[listening(179), listening(705, "127.0.0.1"), listening(8125, "::1")],
            ),
            "router",
            id="in a namespace, with routing protocols",
        ),
        pytest.param(
            wired("eth0 eth1", addresses=TWO_SIDES, files=FORWARDING, sockets=[listening(443)]),
            None,
            id="a load balancer",
        ),
        pytest.param(
            wired("eth0 eth1", "docker0", addresses=TWO_SIDES, files=FORWARDING, marks=["docker0/bridge"]),
            None,
            id="a host of containers without any",
        ),
        pytest.param(
            wired("eth0 eth1", "cali1", outside="cali1", addresses=TWO_SIDES, files=FORWARDING),
            None,
            id="a host of routed containers",
        ),
        pytest.param(
            wired("eth0 eth1", "tap0", addresses=TWO_SIDES, files=FORWARDING, marks=["tap0/tun_flags"]),
            None,
            id="a host of virtual machines",
        ),
        pytest.param(
            wired("eth0", "wg0", addresses={"eth0": "10.0.1.1", "wg0": "10.9.0.1"}, files=FORWARDING),
            None,
            id="the end of a tunnel",
        ),
        pytest.param(wired("p1 p2 p3", "br0", {"p1": "br0", "p2": "br0", "p3": "br0"}), "switch", id="a bridge"),
        pytest.param(
            wired("eth0 p1 p2", "br0", {"p1": "br0", "p2": "br0"}, addresses={"eth0": "10.0.0.1"}),
            "switch",
            id="a bridge that is managed by a port of its own",
        ),
        pytest.param(
            wired("", "p1 p2 br0", {"p1": "br0", "p2": "br0"}, outside="p1 p2"), "switch", id="a bridge in a namespace"
        ),
        pytest.param(wired("p1 p2", "br0 br1", {"p1": "br0", "p2": "br1"}), None, id="bridges of one cable each"),
        pytest.param(
            wired("p1", "br0 vnet0", {"p1": "br0", "vnet0": "br0"}, marks=["vnet0/tun_flags"]),
            None,
            id="a bridge for virtual machines",
        ),
        pytest.param(
            wired(
                "", "eth0 docker0 veth1 veth2", {"veth1": "docker0", "veth2": "docker0"}, outside="eth0 veth1 veth2",
                addresses={"eth0": "10.0.1.1", "docker0": "172.17.0.1"}, files=FORWARDING,
            ),
            None,
            id="containers in a container",
        ),
        pytest.param(wired("eth0", files={"/etc/os-release": b'ID="openwrt"\n'}), "router", id="a router's system"),
        pytest.param(wired(), None, id="nothing known"),
    ],
)  # fmt: skip
def test_a_machine_that_serves_only_the_network_is_told_by_its_wiring(machine: Readings, expected: str | None) -> None:
    assert purpose_of(RecordedSystem(machine)) == expected


def test_what_may_not_be_read_makes_a_machine_a_computer() -> None:
    machine = wired("eth0 eth1", addresses=TWO_SIDES)
    machine.denied = frozenset(("/proc/sys/net/ipv4/ip_forward",))

    assert root_ref(Machine(RecordedSystem(machine))) == "server:self"


def test_a_workstation_stays_one_however_it_is_wired() -> None:
    forwarding = wired("eth0 eth1", addresses=TWO_SIDES, files=FORWARDING)
    desktop = wired("eth0 eth1", addresses=TWO_SIDES, files={**FORWARDING, "/sys/class/dmi/id/chassis_type": b"3\n"})

    assert [root_ref(Machine(RecordedSystem(machine))) for machine in (forwarding, desktop)] == [
        "router:self",
        "workstation:self",
    ]
