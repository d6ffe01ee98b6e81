"""Routers, firewalls and switches with their ports and cables, and the subnets they serve."""

from collections.abc import Iterator

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
from graph_schema.declare import replaced
from graph_schema.relationships import CONNECTED_TO, ROUTED_BY
from graph_schema.report import Report, Section, ref_of, target

_OUTSIDE_PORT = "port1"
_PEER_LINK = "Ethernet48"


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
    return estate.report(mounted.ref, (mounted.section, network))


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
        interface = add_interface(mounted, network, f"vlan{100 + number}")
        segment = Segment(place, name)
        assign(network, interface, place.gateway(name), segment)
        network.relate(ref_of("subnet", segment.subnet), ROUTED_BY, interface)


def _core_switch(estate: Estate, box: Box) -> Report:
    mounted = _mount(estate, box)
    network = network_section(mounted, management="Management1")
    for other in wired(box.place):
        add_interface(mounted, network, port_name(other))
    link = add_interface(mounted, network, _PEER_LINK, 100 * GIGABIT)
    first, second = boxes(box.place, CORE_SWITCH)
    if box == first:
        add_pair(mounted, core_network(box.place), CORE_SWITCH)
        cable = target(NetworkInterface(name=_PEER_LINK), within=identity(estate.chance, second))
        network.relate(link, CONNECTED_TO, cable)
    return estate.report(mounted.ref, (mounted.section, network))


def _access_switch(estate: Estate, box: Box) -> Report:
    mounted = _mount(estate, box)
    need_network(mounted)
    network = network_section(mounted, "TenGigabitEthernet1/1/1", "TenGigabitEthernet1/1/2", management="Vlan100")
    for desk in desks():
        if desk.switch == box:
            add_interface(mounted, network, desk.port, GIGABIT)
    return estate.report(mounted.ref, (mounted.section, network))


part = Part("network", _reports)
