"""Uninterruptible supplies and the power distribution of every rack, one of each per feed."""

from collections.abc import Iterator

from cmdb_server.demo.estate import Estate, Part
from cmdb_server.demo.geography import COMMS_RACK, PLACES
from cmdb_server.demo.hardware import FEEDS, Box, device, identity, pdu_of, ups_of
from cmdb_server.demo.wiring import mount, network_section
from graph_schema.declare import replaced
from graph_schema.relationships import POWERED_BY
from graph_schema.report import Report

_UPS_VOLT_AMPERES = 10_000


def _reports(estate: Estate) -> Iterator[Report]:
    for place in PLACES:
        for feed in FEEDS:
            supply = ups_of(place, feed)
            yield _ups(estate, supply)
            for rack in (*place.racks, COMMS_RACK):
                yield _pdu(estate, pdu_of(place, rack, feed), supply)


def _ups(estate: Estate, box: Box) -> Report:
    ci = replaced(device(estate.chance, box), capacity_va=_UPS_VOLT_AMPERES)
    mounted = mount(estate.chance, box, ci)
    return estate.report(mounted.ref, (mounted.section, network_section(mounted, management="eth0")))


def _pdu(estate: Estate, box: Box, supply: Box) -> Report:
    mounted = mount(estate.chance, box)
    mounted.section.relate(mounted.ref, POWERED_BY, identity(estate.chance, supply))
    return estate.report(mounted.ref, (mounted.section, network_section(mounted, management="eth0")))


part = Part("power", _reports)
