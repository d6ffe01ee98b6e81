"""Routers, firewalls and switches with their ports and cables, and the subnets and VLANs they serve."""

from collections.abc import Iterable, Iterator

from cmdb_server.demo.desks import desks
from cmdb_server.demo.estate import Estate, Part
from cmdb_server.demo.geography import NETWORKS, PLACES, Place, Segment
from cmdb_server.demo.hardware import ACCESS_SWITCH, CORE_SWITCH, FIREWALL, ROUTER, Box, boxes, device, identity, wired
from cmdb_server.demo.wiring import (
    GIGABIT,
    Mounted,
    add_interface,
    add_pair,
    assign,
    core_network,
    firewalls,
    management_address,
    mount,
    need_network,
    network_section,
    port_name,
)
from graph_schema.ci_classes.network_interface import NetworkInterface
from graph_schema.ci_classes.vlan import Vlan
from graph_schema.declare import replaced
from graph_schema.relationships import CONNECTED_TO, IN_VLAN, ROUTED_BY
from graph_schema.report import Ref, Report, Section, ref_of, target

_OUTSIDE_PORT = "port1"
_PEER_LINK = "Ethernet48"
_UPLINKS = ("TenGigabitEthernet1/1/1", "TenGigabitEthernet1/1/2")
_TO_NEXT_SITE, _FROM_SITE_BEFORE = "xe-0/2/0", "xe-0/2/1"
_FIRST_VLAN = 100


def _reports(estate: Estate) -> Iterator[Report]:
    for place in PLACES:
        yield from (_router(estate, box) for box in boxes(place, ROUTER))
        yield from (_firewall(estate, box) for box in boxes(place, FIREWALL))
        yield from (_core_switch(estate, box) for box in boxes(place, CORE_SWITCH))
        yield from (_access_switch(estate, box) for box in boxes(place, ACCESS_SWITCH))


def _mount(estate: Estate, box: Box) -> Mounted:
    known = {"os_version": box.model.system_version, "management_address": management_address(box)}
    return mount(estate.chance, box, replaced(device(estate.chance, box), **known))


def _router(estate: Estate, box: Box) -> Report:
    mounted = _mount(estate, box)
    network = network_section(mounted, management="fxp0")
    behind = boxes(box.place, FIREWALL)[boxes(box.place, ROUTER).index(box)]
    cable = target(NetworkInterface(name=_OUTSIDE_PORT), within=identity(estate.chance, behind))
    network.relate(add_interface(mounted, network, "xe-0/1/0"), CONNECTED_TO, cable)
    if box == boxes(box.place, ROUTER)[0]:
        add_interface(mounted, network, _FROM_SITE_BEFORE)
        _lead_to_next_site(estate, mounted, network)
    return estate.report(mounted.ref, (mounted.section, network))


def _lead_to_next_site(estate: Estate, mounted: Mounted, network: Section) -> None:
    """The line to the next site; those of all sites form a ring."""
    place = PLACES[(PLACES.index(mounted.box.place) + 1) % len(PLACES)]
    there = identity(estate.chance, boxes(place, ROUTER)[0])
    line = target(NetworkInterface(name=_FROM_SITE_BEFORE), within=there)
    network.relate(add_interface(mounted, network, _TO_NEXT_SITE), CONNECTED_TO, line)


def _carry(network: Section, port: Ref, *names: str) -> None:
    """Put a port into the VLANs of some networks, untagged into a single one."""
    for name in names:
        number = _FIRST_VLAN + NETWORKS[name]
        vlan = network.add(Vlan(name=name, vlan_id=number), str(number))
        network.relate(port, IN_VLAN, vlan, is_tagged=len(names) > 1)


def _firewall(estate: Estate, box: Box) -> Report:
    mounted = _mount(estate, box)
    need_network(mounted)
    network = network_section(mounted, "port9", "port10", management="mgmt")
    add_interface(mounted, network, _OUTSIDE_PORT)
    if box == boxes(box.place, FIREWALL)[0]:
        add_pair(mounted, firewalls(box.place), FIREWALL)
        _gateways(mounted, network, box.place)
    return estate.report(mounted.ref, (mounted.section, network))


def _gateways(mounted: Mounted, network: Section, place: Place) -> None:
    for name, number in NETWORKS.items():
        interface = add_interface(mounted, network, f"vlan{_FIRST_VLAN + number}")
        segment = Segment(place, name)
        assign(network, interface, place.gateway(name), segment)
        network.relate(ref_of("subnet", segment.subnet), ROUTED_BY, interface)


def _core_switch(estate: Estate, box: Box) -> Report:
    mounted = _mount(estate, box)
    network = network_section(mounted, management="Management1")
    for other in wired(box.place):
        _carry(network, add_interface(mounted, network, port_name(other)), *_behind(other))
    link = add_interface(mounted, network, _PEER_LINK, 100 * GIGABIT)
    _carry(network, link, *NETWORKS)
    first, second = boxes(box.place, CORE_SWITCH)
    if box == first:
        add_pair(mounted, core_network(box.place), CORE_SWITCH)
        cable = target(NetworkInterface(name=_PEER_LINK), within=identity(estate.chance, second))
        network.relate(link, CONNECTED_TO, cable)
    return estate.report(mounted.ref, (mounted.section, network))


def _behind(box: Box) -> Iterable[str]:
    """The networks that lie behind a box: all behind a firewall, those of desks behind an access switch."""
    if box.model == FIREWALL:
        return NETWORKS
    return ("management", "office") if box.model == ACCESS_SWITCH else (name for name in NETWORKS if name != "office")


def _access_switch(estate: Estate, box: Box) -> Report:
    mounted = _mount(estate, box)
    need_network(mounted)
    network = network_section(mounted, *_UPLINKS, management="Vlan100")
    for name in _UPLINKS:
        _carry(network, ref_of("network_interface", f"{box.name}/{name}"), *_behind(box))
    for desk in desks():
        if desk.switch == box:
            _carry(network, add_interface(mounted, network, desk.port, GIGABIT), "office")
    return estate.report(mounted.ref, (mounted.section, network))


part = Part("network", _reports)
