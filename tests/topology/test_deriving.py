"""Who is wired to whom follows from all tables together, whoever reported first, and nothing follows from nothing."""

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmdb_server.ingest.link_evidence import Heard
from cmdb_server.topology.deriving import derive
from cmdb_server.topology.estate import Addressed, Device, Estate, Gateway, Link, Tables
from tests.topology.networks import Network, cables, estate_of, everybody_to, lldp, wires

Value = TypeVar("Value")
OFFICE = [
    ("pc1:eth0", "sw1:1"),
    ("pc2:eth0", "sw1:2"),
    ("sw1:24", "sw2:24"),
    ("scan:eth0", "sw2:1"),
    ("pc3:eth0", "sw2:2"),
]


def link(estate: Estate, *ends: str) -> Link:
    [found] = [entry for entry in derive(estate).links if entry.ends == frozenset(ends)]
    return found


def test_machines_are_at_the_port_where_nobody_else_is_and_switches_meet_at_their_uplinks() -> None:
    network = Network(list(OFFICE))

    estate = estate_of(network, everybody_to(network, "scan"))

    assert wires(derive(estate)) == cables(network)
    access = link(estate, "pc1:eth0", "sw1:1")
    assert access[:5] == ("pc1:eth0", "sw1:1", "access", ("forwarding",), 0.9)
    assert access.explanation == "sw1 1 sees nobody but pc1"
    assert link(estate, "sw1:24", "sw2:24").kind == "uplink"


def test_a_machine_with_two_interfaces_is_at_a_port_with_each_of_them() -> None:
    network = Network([*OFFICE, ("srv:eth0", "sw1:3"), ("srv:eth1", "sw2:3")])
    estate = estate_of(network, everybody_to(network, "scan"))
    seen = {**estate.tables["sw1"].forwarding, "sw1:3": network.mac("srv:eth0")}
    tables = {**estate.tables, "sw1": replace(estate.tables["sw1"], forwarding=seen)}

    assert wires(derive(replace(estate, tables=tables))) == cables(network)


def test_where_nothing_was_seen_nothing_is_linked() -> None:
    estate = estate_of(Network(list(OFFICE)), [])

    assert derive(estate) == derive(Estate({}, {}, {}))


def test_lldp_and_the_forwarding_table_speak_for_one_link_together() -> None:
    network = Network(list(OFFICE))
    lldp(network, "sw1:1", "sw1:24", "sw2:24")

    estate = estate_of(network, everybody_to(network, "scan"))

    assert wires(derive(estate)) == cables(network)
    assert link(estate, "pc1:eth0", "sw1:1").evidence == ("forwarding", "lldp")
    assert link(estate, "sw1:24", "sw2:24").confidence == 0.99


def test_a_switch_that_nobody_reads_is_inferred_where_several_machines_are() -> None:
    network = Network([*OFFICE, ("hub:0", "sw1:3"), ("pc4:eth0", "hub:1"), ("pc5:eth0", "hub:2")])

    derived = derive(estate_of(network, everybody_to(network, "scan")))

    [switch] = derived.switches
    assert wires(derived) == cables(network)
    assert (switch.at, switch.members) == ("sw1:3", ("sw1:3", "pc4:eth0", "pc5:eth0"))
    assert (switch.name, switch.confidence) == ("Unmanaged switch at sw1 3", 0.6)


def test_what_is_between_is_called_as_it_calls_itself() -> None:
    network = Network([*OFFICE, ("hub:0", "sw1:3"), ("pc4:eth0", "hub:1"), ("pc5:eth0", "hub:2")])
    network.heard = [("sw1:3", Heard("sw1:3", "lldp", name="attic\x1b[2J", chassis="00:aa:bb:cc:dd:ee"))]

    [switch] = derive(estate_of(network, everybody_to(network, "scan"))).switches

    assert (switch.at, switch.name) == ("sw1:3", "attic [2J at sw1 3, not read")


def test_switches_that_meet_at_one_that_nobody_reads_are_not_wired_to_each_other() -> None:
    hub = [("hub:0", "sw1:24"), ("hub:1", "sw2:24"), ("hub:2", "sw3:24")]
    machines = [("pc1:eth0", "sw1:1"), ("pc2:eth0", "sw2:1"), ("scan:eth0", "sw3:1")]
    network = Network([*hub, *machines])
    pairs = [*everybody_to(network, "scan"), ("sw1", "sw2")]

    derived = derive(estate_of(network, pairs))

    assert wires(derived) == cables(network)
    assert [switch.members for switch in derived.switches] == [("sw1:24", "sw2:24", "sw3:24")]


def between(*hub: str, lldp_at: tuple[str, ...] = ()) -> Network:
    """Two switches at one that nobody reads, with these machines beside."""
    cables_ = [("hub:0", "sw1:24"), ("hub:1", "sw2:24"), *((end, f"hub:{at}") for at, end in enumerate(hub, 2))]
    network = Network([*cables_, ("pc1:eth0", "sw1:1"), ("scan:eth0", "sw2:1")])
    if lldp_at:
        lldp(network, *lldp_at)
    return network


@pytest.mark.parametrize("lldp_at", [(), ("sw1:24", "sw2:24")])
@pytest.mark.parametrize("machines", [("dumbpc:eth0",), ("dumbpc:eth0", "dumblj:eth0")], ids=len)
def test_silent_machines_beside_two_bridges_are_at_a_switch_between_them(
    lldp_at: tuple[str, ...], machines: tuple[str, ...]
) -> None:
    network = between(*machines, lldp_at=lldp_at)
    pairs = [*everybody_to(network, "scan"), *(("pc1", end.partition(":")[0]) for end in machines), ("sw1", "sw2")]

    derived = derive(estate_of(network, pairs))

    [switch] = derived.switches
    assert (switch.members[:2], set(switch.members[2:])) == (("sw1:24", "sw2:24"), set(machines))
    assert (switch.confidence, switch.name) == (0.6, "Unmanaged switch at sw1 24")
    assert wires(derived) == cables(network)


def test_what_wanders_or_is_at_an_edge_is_not_between_two_bridges() -> None:
    guest, radio = between("dumbpc:eth0", lldp_at=("sw1:24", "sw2:24")), between("dumbpc:eth0")
    guest.virtual, radio.kinds = {"dumbpc"}, {"dumbpc:eth0": "wireless"}
    plain = Network([("sw1:24", "sw2:24"), ("pc1:eth0", "sw1:1"), ("scan:eth0", "sw2:1"), ("pc2:eth0", "sw2:2")])

    for network in (guest, radio, plain):
        pairs = [*everybody_to(network, "scan"), ("pc1", "dumbpc"), ("sw1", "sw2")]
        derived = derive(estate_of(network, pairs))
        assert derived.switches == ()
        assert frozenset(("sw1:24", "sw2:24")) in wires(derived)


def test_tables_that_were_read_long_after_each_other_put_nobody_between() -> None:
    network = between("dumbpc:eth0", lldp_at=("sw1:24", "sw2:24"))
    estate = estate_of(network, [*everybody_to(network, "scan"), ("pc1", "dumbpc"), ("sw1", "sw2")])
    tables = {**estate.tables, "sw1": replace(estate.tables["sw1"], observed_at=3_600_000_000)}

    assert frozenset(("sw1:24", "sw2:24")) in wires(derive(replace(estate, tables=tables)))


def test_a_silent_machine_beside_three_bridges_is_at_their_switch() -> None:
    network = between("sw3:24", "dumbpc:eth0")
    pairs = [*everybody_to(network, "scan"), ("pc1", "dumbpc"), ("sw1", "sw2"), ("sw3", "pc1"), ("sw3", "dumbpc")]

    [switch] = derive(estate_of(network, pairs)).switches

    assert switch.members == ("sw1:24", "sw2:24", "sw3:24", "dumbpc:eth0")


def test_several_that_are_heard_at_one_port_are_at_a_switch_that_passes_lldp_on() -> None:
    hub = [("hub:0", "sw1:24"), ("hub:1", "sw2:24"), ("hub:2", "rtr1:eth0")]
    network = Network(hub)
    for port, others in (("sw1:24", ("sw2:24", "rtr1:eth0")), ("sw2:24", ("sw1:24", "rtr1:eth0"))):
        for other in others:
            device, _, name = other.partition(":")
            network.heard.append((port, Heard(port, "lldp", name=device, interface=name)))

    derived = derive(estate_of(network, []))

    assert derived.links == ()
    assert [switch.members for switch in derived.switches] == [("rtr1:eth0", "sw1:24", "sw2:24")]


def beside_a_router(capabilities: str) -> Estate:
    """A switch hears a router through a hub at which a printer is, too, that says nothing."""
    hub = [("hub:0", "sw1:3"), ("rtr1:eth2", "hub:1"), ("dumbprinter:eth0", "hub:2")]
    network = Network([*OFFICE, *hub, ("rtr1:eth0", "sw2:3")])
    lldp(network, "sw1:3", "sw2:3", capabilities=capabilities)
    estate = estate_of(network, everybody_to(network, "scan"))
    seen = estate.tables["sw1"].forwarding
    more = {**seen, "sw1:3": network.mac("rtr1:eth2") + network.mac("dumbprinter:eth0")}
    return replace(estate, tables={**estate.tables, "sw1": replace(estate.tables["sw1"], forwarding=more)})


@pytest.mark.parametrize("capabilities", ["router", "station", "router station"])
def test_others_beside_one_that_passes_nothing_on_are_at_a_switch_that_passes_lldp_on(capabilities: str) -> None:
    derived = derive(beside_a_router(capabilities))

    [switch] = derived.switches
    assert switch.members == ("sw1:3", "dumbprinter:eth0", "rtr1:eth2")
    assert (switch.at, switch.confidence, switch.evidence) == ("sw1:3", 0.7, "forwarding")
    assert switch.explanation == "sw1 3 hears rtr1, which pass no frames on, and sees 1 beside"
    assert not any("sw1:3" in ends or "rtr1:eth2" in ends for ends in wires(derived))


@pytest.mark.parametrize("capabilities", ["", "bridge router", "telephone", "other"])
def test_behind_one_that_may_pass_frames_on_no_switch_is_inferred(capabilities: str) -> None:
    derived = derive(beside_a_router(capabilities))

    assert derived.switches == ()
    assert frozenset(("sw1:3", "rtr1:eth2")) in wires(derived)


def test_virtual_machines_beside_a_station_may_run_on_it() -> None:
    network = Network([*OFFICE, ("hub:0", "sw1:3"), ("esx1:eth0", "hub:1"), ("vm1:eth0", "hub:2")])
    network.virtual = {"vm1"}
    network.heard = [("sw1:3", Heard("sw1:3", "lldp", name="esx1", interface="eth0", capabilities="station"))]

    derived = derive(estate_of(network, everybody_to(network, "scan")))

    assert derived.switches == ()
    assert frozenset(("esx1:eth0", "sw1:3")) in wires(derived)


def test_virtual_machines_are_behind_the_port_of_the_machine_that_they_run_on() -> None:
    network = Network(
        [*OFFICE, ("hub:0", "sw1:3"), ("host:eth0", "hub:1"), ("vm1:eth0", "hub:2"), ("vm2:eth0", "hub:3")]
    )
    network.hosts, network.virtual = {"vm1": "host"}, {"vm1", "vm2"}

    estate = estate_of(network, everybody_to(network, "scan"), unknown=["vm2"])

    found = link(estate, "host:eth0", "sw1:3")
    assert (found.confidence, found.explanation) == (0.8, "sw1 3 sees host and 1 behind it")
    assert derive(estate).switches == ()


def test_what_is_behind_a_telephone_is_linked_through_it() -> None:
    network = Network([*OFFICE, ("hub:0", "sw1:3"), ("phone:eth0", "hub:1"), ("pc4:eth0", "hub:2")])
    network.classes = {"phone": "ip_phone"}
    network.heard = [("sw1:3", Heard("sw1:3", "lldp", name="phone", interface="eth0"))]

    estate = estate_of(network, everybody_to(network, "scan"))

    assert link(estate, "phone:eth0", "sw1:3").through == ""
    assert link(estate, "pc4:eth0", "sw1:3").through == "phone"
    assert derive(estate).switches == ()


def test_a_switch_in_the_inventory_whose_table_nobody_reads_hides_what_is_behind_it() -> None:
    network = Network([*OFFICE, ("hub:0", "sw1:3"), ("edge:mgmt", "hub:1"), ("pc4:eth0", "hub:2")])
    network.classes = {"edge": "switch"}

    derived = derive(estate_of(network, everybody_to(network, "scan")))

    assert not any("sw1:3" in ends for ends in wires(derived))
    assert derived.switches == ()


def test_aggregates_and_their_members_are_told_apart() -> None:
    network = Network([("sw1:1", "sw2:1"), ("sw1:2", "sw2:2"), ("sw1:Po1", "sw2:Po9")])
    network.kinds = {"sw1:Po1": "bond", "sw2:Po9": "bond"}
    lldp(network, "sw1:1", "sw1:2", "sw2:1", "sw2:2")
    estate = estate_of(network, [])
    members = {"sw1": {"sw1:Po1": ("sw1:1", "sw1:2")}, "sw2": {"sw2:Po9": ("sw2:1", "sw2:2")}}
    tables = {name: replace(entry, aggregates=members[name]) for name, entry in estate.tables.items()}

    derived = derive(replace(estate, tables=tables))

    assert {(entry.source, entry.target, entry.kind) for entry in derived.links} == {
        ("sw1:1", "sw2:1", "member"),
        ("sw1:2", "sw2:2", "member"),
        ("sw1:Po1", "sw2:Po9", "aggregate"),
    }


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("GigabitEthernet0/1", "Gi0/1"),
        ("gi0/1", "GigabitEthernet0/1"),
        ("ge-0/0/0.0", "ge-0/0/0"),
        ("00:1a:2b:00:00:03", "7"),
    ],
)
def test_a_port_is_found_by_what_others_call_it(said: str, name: str) -> None:
    network = Network([("sw1:1", f"sw2:{name}"), ("sw2:other", "sw3:1")])
    network.heard = [("sw1:1", Heard("sw1:1", "cdp", name="sw2.example.org", interface=said))]

    assert wires(derive(estate_of(network, []))) == {frozenset(("sw1:1", f"sw2:{name}"))}


def test_two_routers_alone_in_a_subnet_are_wired_and_default_routes_name_gateways() -> None:
    network = Network([("rtr1:s0", "rtr2:s0"), ("rtr1:s1", "rtr3:s0"), ("rtr3:s1", "pc1:eth0")])
    network.addresses = [
        Addressed("10.9.0.1", "rtr1:s0", "net1", "10.9.0.0/30"),
        Addressed("10.9.0.2", "rtr2:s0", "net1", "10.9.0.0/30"),
        Addressed("10.8.0.1", "rtr3:s1", "net2", "10.8.0.0/24"),
        Addressed("10.8.0.2", "pc1:eth0", "net2", "10.8.0.0/24"),
    ]
    estate = estate_of(network, [])
    tables = {"pc1": Tables("pc1", gateways=("10.8.0.1", "10.7.0.1"))}

    derived = derive(replace(estate, tables=tables))

    assert wires(derived) == {frozenset(("rtr1:s0", "rtr2:s0"))}
    assert derived.gateways == (Gateway("net2", "rtr3:s1"),)


def test_an_address_that_routers_keep_between_them_leads_to_each_of_them() -> None:
    network = Network([("rtr1:s1", "sw1:1"), ("rtr2:s1", "sw1:2"), ("sw1:3", "pc1:eth0")])
    network.addresses = [
        Addressed("10.8.0.2", "rtr1:s1", "net2", "10.8.0.0/24"),
        Addressed("10.8.0.3", "rtr2:s1", "net2", "10.8.0.0/24"),
        Addressed("192.0.2.3", "rtr2:s1", "net3", "192.0.2.0/24"),
    ]
    kept = {
        "rtr1": Tables("rtr1", virtual={"rtr1:s1": ["10.8.0.1"]}),
        "rtr2": Tables("rtr2", virtual={"rtr2:s1": ["10.8.0.1", "192.0.2.1", "fe80::1"]}),
        "pc1": Tables("pc1", gateways=("10.8.0.1",)),
    }

    derived = derive(replace(estate_of(network, []), tables=kept))

    assert derived.gateways == (Gateway("net2", "rtr1:s1"), Gateway("net2", "rtr2:s1"))


def test_an_address_or_name_that_several_have_leads_to_none_of_them() -> None:
    network = Network(list(OFFICE))
    network.heard = [("sw1:1", Heard("sw1:1", "lldp", name="twin", interface="eth0"))]
    estate = estate_of(network, [("scan", "pc1")])
    twins = {uid: replace_names(device) for uid, device in estate.devices.items()}
    cloned = {
        uid: port._replace(mac=network.mac("pc1:eth0")) if uid == "pc2:eth0" else port
        for uid, port in estate.ports.items()
    }

    links = wires(derive(replace(estate, devices=twins, ports=cloned)))

    assert not any("sw1:1" in ends for ends in links)


def replace_names(device: Device) -> Device:
    return device._replace(names=frozenset(("twin",))) if device.name.startswith("pc") else device


def test_two_ports_that_have_resolved_nobody_but_each_other_are_wired() -> None:
    network = Network([("rtr1:s0", "rtr2:s0"), ("rtr2:s1", "rtr3:s0")])
    estate = estate_of(network, [])
    tables = {
        "rtr1": Tables("rtr1", resolved={"rtr1:s0": [("10.9.0.2", network.mac("rtr2:s0"))]}),
        "rtr2": Tables("rtr2", resolved={"rtr2:s0": [("10.9.0.1", network.mac("rtr1:s0"))]}),
    }

    assert wires(derive(replace(estate, tables=tables))) == {frozenset(("rtr1:s0", "rtr2:s0"))}


@st.composite
def trees(draw: st.DrawFn) -> Network:
    """Switches wired as a tree, machines at their ports, one of them the scanner."""
    count = draw(st.integers(1, 7))
    found = [(f"sw{n}:up", f"sw{draw(st.integers(0, n - 1))}:d{n}") for n in range(1, count)]
    places = draw(st.lists(st.integers(0, count - 1), min_size=1, max_size=10))
    found += [(f"pc{n}:eth0", f"sw{at}:p{n}") for n, at in enumerate(places)]
    network = Network(found)
    if draw(st.booleans()):
        lldp(network, *draw(st.sets(st.sampled_from([end for cable in found for end in cable]))))
    return network


@st.composite
def with_hubs(draw: st.DrawFn) -> Network:
    """A tree with routers, and with switches that nobody reads and that pass on what others say of themselves."""
    network = draw(trees())
    switches = [name for name in network.devices() if name.startswith("sw")]
    for at, on in enumerate(draw(st.lists(st.sampled_from(switches), max_size=3))):
        kinds = draw(st.lists(st.sampled_from(("rtr", "pc", "dumb")), min_size=1, max_size=3))
        network.cables.append((f"hub{at}:0", f"{on}:h{at}"))
        network.cables += [(f"{kind}{at}x{place}:eth0", f"hub{at}:{place + 1}") for place, kind in enumerate(kinds)]
    network.heard = []
    ends = [end for cable in network.cables for end in cable if not end.startswith(("hub", "dumb"))]
    lldp(network, *draw(st.sets(st.sampled_from(ends))))
    words = {"rtr": "router", "pc": "station", "sw": "bridge router"}
    network.heard = [
        (
            port,
            msgspec.structs.replace(
                said, capabilities=draw(st.sampled_from(("", words[said.name.rstrip("x0123456789")])))
            ),
        )
        for port, said in network.heard
    ]
    return network


@given(with_hubs())
def test_every_switch_that_is_inferred_is_there_with_those_who_are_at_it(network: Network) -> None:
    derived = derive(estate_of(network, everybody_to(network, "pc0")))

    at = {near: far.partition(":")[0] for device in network.devices() for near, far in network.neighbours(device)}
    for switch in derived.switches:
        [hub] = {at[member] for member in switch.members}
        assert hub.startswith("hub")
        assert switch.at in switch.members


@given(with_hubs())
def test_with_all_that_is_said_nobody_beside_a_router_is_left_without_a_port(network: Network) -> None:
    words = {"rtr": "router", "pc": "station", "sw": "bridge router"}
    network.heard = []
    for end in sorted(end for cable in network.cables for end in cable if end.startswith("sw")):
        lldp(network, end)
    network.heard = [
        (port, msgspec.structs.replace(said, capabilities=words[said.name.rstrip("x0123456789")]))
        for port, said in network.heard
    ]

    derived = derive(estate_of(network, everybody_to(network, "pc0")))

    placed = {end for link in derived.links for end in link.ends} | {m for s in derived.switches for m in s.members}
    assert {f"{name}:eth0" for name in network.devices() if not name.startswith(("sw", "hub"))} <= placed


@given(trees())
def test_whatever_the_tree_no_link_is_wrong_and_no_machine_is_missed(network: Network) -> None:
    derived = derive(estate_of(network, everybody_to(network, "pc0")))

    assert wires(derived) <= cables(network)
    assert {ends for ends in cables(network) if any(end.startswith("pc") for end in ends)} <= wires(derived)
    assert derived.switches == ()


@given(trees(), st.lists(st.tuples(st.integers(0, 16), st.integers(0, 16)), max_size=12))
def test_whoever_talked_no_link_is_wrong(network: Network, talks: list[tuple[int, int]]) -> None:
    devices = network.devices()
    pairs = [(devices[a % len(devices)], devices[b % len(devices)]) for a, b in talks]

    derived = derive(estate_of(network, pairs))

    assert wires(derived) <= cables(network)
    assert derived.switches == ()


@given(trees(), st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_known_does_not_matter(network: Network, chance: random.Random) -> None:
    estate = estate_of(network, everybody_to(network, "pc0"))

    def mixed(known: Mapping[str, Value]) -> dict[str, Value]:
        keys = list(known)
        chance.shuffle(keys)
        return {key: known[key] for key in keys}

    tables = {name: replace(entry, forwarding=mixed(entry.forwarding)) for name, entry in estate.tables.items()}
    other = Estate(mixed(estate.devices), mixed(estate.ports), mixed(tables), estate.addresses)

    assert derive(other) == derive(estate)
