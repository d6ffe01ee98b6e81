"""A host whose bond leads to two switches is at a port of each of them, and never at one that it is not at."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from cmdb_server.ingest.link_evidence import Heard
from cmdb_server.topology.deriving import derive
from cmdb_server.topology.estate import Derived, Estate, Port, Tables
from tests.topology.networks import Network, cables, estate_of, everybody_to, wires

BOND, MAC = "pcb:bond0", "001a2bffffff"
MEMBERS = ("pcb:eth0", "pcb:eth1")
WIRING = [("pc1:eth0", "sw1:1"), ("sw1:24", "sw2:24"), ("pc0:eth0", "sw2:1")]


def bonded(wiring: list[tuple[str, str]], first: str, second: str, *, knows_members: bool = True) -> Estate:
    """What is seen after frames of the bond went over one cable, then over the other."""
    both = Network([*wiring, (MEMBERS[0], first), (MEMBERS[1], second)])
    known = estate_of(both, everybody_to(Network(wiring), "pc0"))
    tables = dict(known.tables)
    for member, place in zip(MEMBERS, (first, second), strict=True):
        network = Network([*wiring, (member, place)])
        for near, far in network.path("pcb", "pc0"):
            switch = far.partition(":")[0]
            if switch in tables:
                run = tables[switch].forwarding.get(far, "")
                tables[switch] = replace(tables[switch], forwarding={**tables[switch].forwarding, far: run + MAC})
            assert near
    aggregates = {BOND: MEMBERS} if knows_members else {}
    tables["pcb"] = Tables("pcb", aggregates=aggregates, observed_at=1)
    ports = {uid: port._replace(mac=MAC) if uid in MEMBERS else port for uid, port in known.ports.items()}
    ports[BOND] = Port(BOND, "pcb", "bond0", MAC, "bond")
    return replace(known, ports=ports, tables=tables)


def hear(estate: Estate, port: str, member: str) -> Estate:
    """Let a switch hear a member of the bond."""
    switch = port.partition(":")[0]
    heard = Heard(port, "lldp", name="pcb", interface=member.partition(":")[2])
    tables = replace(estate.tables[switch], neighbours=[*estate.tables[switch].neighbours, heard])
    return replace(estate, tables={**estate.tables, switch: tables})


def of_bond(derived: Derived) -> dict[str, tuple[str, str, float]]:
    """By port of a switch the end of the bond that is there, the kind and how sure that is."""
    return {
        link.target: (link.source, link.kind, link.confidence)
        for link in derived.links
        if link.source.startswith("pcb")
    }


def test_a_bond_without_lldp_is_at_a_port_of_both_switches_and_less_sure_to_be() -> None:
    derived = derive(bonded(WIRING, "sw1:2", "sw2:2"))

    assert of_bond(derived) == {"sw1:2": (BOND, "aggregate", 0.6), "sw2:2": (BOND, "aggregate", 0.6)}
    told = {link.explanation for link in derived.links if link.source == BOND}
    assert told == {"pcb bond0 of 2 cables is at sw1 2 and sw2 2, none of which sees anybody else"}


def test_lldp_tells_which_cable_is_where_and_one_that_is_left_is_the_other() -> None:
    estate = bonded(WIRING, "sw1:2", "sw2:2")

    both = derive(hear(hear(estate, "sw1:2", MEMBERS[0]), "sw2:2", MEMBERS[1]))
    one = derive(hear(estate, "sw1:2", MEMBERS[0]))

    assert of_bond(both) == {
        "sw1:2": (MEMBERS[0], "member", 0.99),
        "sw2:2": (MEMBERS[1], "member", 0.99),
    }
    assert of_bond(one) == {"sw1:2": (MEMBERS[0], "member", 0.99), "sw2:2": (MEMBERS[1], "member", 0.6)}


def test_aggregates_of_two_switches_that_lead_to_one_bond_are_both_linked() -> None:
    estate = hear(hear(bonded(WIRING, "sw1:2", "sw2:2"), "sw1:2", MEMBERS[0]), "sw2:2", MEMBERS[1])
    ports, tables = dict(estate.ports), dict(estate.tables)
    for switch in ("sw1", "sw2"):
        ports[f"{switch}:Po1"] = Port(f"{switch}:Po1", switch, "Po1", f"001a2bfffff{switch[-1]}", "bond")
        tables[switch] = replace(tables[switch], aggregates={f"{switch}:Po1": (f"{switch}:2",)})

    links = wires(derive(replace(estate, ports=ports, tables=tables)))

    assert {frozenset((BOND, "sw1:Po1")), frozenset((BOND, "sw2:Po1"))} <= links


def test_more_ports_than_cables_are_no_places_of_a_bond() -> None:
    estate = bonded([*WIRING, ("sw3:24", "sw2:23"), ("pc3:eth0", "sw3:1"), ("pc9:eth0", "sw3:9")], "sw1:2", "sw2:2")
    strayed = replace(estate.tables["sw3"], forwarding={**estate.tables["sw3"].forwarding, "sw3:9": MAC})

    derived = derive(replace(estate, tables={**estate.tables, "sw3": strayed}))

    assert of_bond(derived) == {}


@st.composite
def places(draw: st.DrawFn) -> tuple[list[tuple[str, str]], str, str]:
    """Switches wired as a tree with a machine at each, and two ports of different ones."""
    count = draw(st.integers(2, 6))
    wiring = [(f"sw{n}:up", f"sw{draw(st.integers(0, n - 1))}:d{n}") for n in range(1, count)]
    wiring += [(f"pc{n}:eth0", f"sw{n}:p") for n in range(count)]
    first, second = draw(st.integers(0, count - 1)), draw(st.integers(0, count - 1))
    assume(first != second)
    return wiring, f"sw{first}:b", f"sw{second}:b"


@given(places(), st.booleans())
def test_whatever_the_tree_both_cables_of_a_bond_are_found_and_no_other(
    place: tuple[list[tuple[str, str]], str, str],
    knows_members: bool,  # noqa: FBT001 - drawn
) -> None:
    wiring, first, second = place

    derived = derive(bonded(wiring, first, second, knows_members=knows_members))

    assert set(of_bond(derived)) == {first, second}
    assert wires(derived) - cables(Network(wiring)) == {frozenset((BOND, first)), frozenset((BOND, second))}
    assert derived.switches == ()
