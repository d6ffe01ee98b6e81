"""Load balancers, the pools behind them and the addresses under which pools are reached."""

from collections.abc import Iterator

from cmdb_server.demo.estate import Estate, Part
from cmdb_server.demo.geography import PLACES, Segment
from cmdb_server.demo.hardware import BALANCER, Box, boxes, device
from cmdb_server.demo.programs import PROGRAMS
from cmdb_server.demo.wiring import (
    Mounted,
    add_address,
    add_interface,
    add_pair,
    assign,
    balancers,
    firewalls,
    management_address,
    mount,
    need,
    need_network,
    network_section,
)
from cmdb_server.demo.workload import Pool, machines_of, pools, program_identity
from graph_schema.ci_classes.endpoint import Endpoint
from graph_schema.declare import replaced
from graph_schema.relationships import ASSIGNED_TO, DEPENDS_ON, HAS_MEMBER, PART_OF, PROVIDED_BY
from graph_schema.report import Ref, Report, Section


def _reports(estate: Estate) -> Iterator[Report]:
    for place in PLACES:
        for box in boxes(place, BALANCER):
            yield _balancer(estate, box)


def _balancer(estate: Estate, box: Box) -> Report:
    known = {"os_version": box.model.system_version, "management_address": management_address(box)}
    mounted = mount(estate.chance, box, replaced(device(estate.chance, box), **known))
    need_network(mounted)
    need(mounted, firewalls(box.place), "routing")
    network = network_section(mounted, "1.1", "1.2", management="mgmt")
    sections = [mounted.section, network]
    if box == boxes(box.place, BALANCER)[0]:
        service = add_interface(mounted, network, "pools")
        both = add_pair(mounted, balancers(box.place), BALANCER)
        sections.append(_pools(mounted, network, service, both))
    return estate.report(mounted.ref, sections)


def _pools(mounted: Mounted, network: Section, service: Ref, both: Ref) -> Section:
    section = Section("pools", enumerates=("redundancy_group", "endpoint"))
    for pool in pools():
        if pool.virtual_address and pool.place == mounted.box.place:
            group = _pool(mounted, section, pool)
            section.relate(group, DEPENDS_ON, both, strength="hard", confidence=1.0, derivation="configuration")
            segment = Segment(pool.place, "virtual")
            assign(network, service, pool.virtual_address, segment)
            address = add_address(section, pool.virtual_address, segment)
            section.relate(address, ASSIGNED_TO, group)
    return section


def _pool(mounted: Mounted, section: Section, pool: Pool) -> Ref:
    group = section.add(pool.group(), pool.name)
    for machine in machines_of(pool.application, pool.tier):
        section.relate(group, HAS_MEMBER, program_identity(mounted.chance, machine))
    program = PROGRAMS[pool.tier.program]
    name = f"{pool.virtual_address}:{program.port}/{program.protocol}"
    endpoint = Endpoint(name=name, address=pool.virtual_address, port=program.port, protocol=program.protocol)
    served = section.add(endpoint, f"{mounted.box.name}/{name}")
    section.relate(served, PART_OF, mounted.ref)
    section.relate(served, PROVIDED_BY, group)
    return group


part = Part("load_balancing", _reports)
