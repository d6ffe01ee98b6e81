"""The machines of all tiers but databases, and the groups of equals that no balancer serves."""

from collections.abc import Iterator

from cmdb_server.demo.applications import APPLICATIONS
from cmdb_server.demo.estate import Estate, Part
from cmdb_server.demo.machine import begin
from cmdb_server.demo.traffic import address_of, name_of, peers_of
from cmdb_server.demo.workload import Machine, Pool, machines, machines_of, pools, program_identity
from graph_schema.ci_classes.dns_name import DNSName
from graph_schema.ci_classes.ip_address import IPAddress
from graph_schema.relationships import HAS_MEMBER, PROVIDED_BY, RESOLVES_TO
from graph_schema.report import Ref, Report, Section, target


def _reports(estate: Estate) -> Iterator[Report]:
    for pool in pools():
        if pool.tier.group_type == "quorum":
            yield _group(estate, pool)
    for machine in machines():
        if machine.tier.group_type != "replica_set":
            yield _machine(estate, machine)


def _group(estate: Estate, pool: Pool) -> Report:
    section = Section("quorum")
    ref = section.add(pool.group(), pool.name)
    for machine in machines_of(pool.application, pool.tier):
        section.relate(ref, HAS_MEMBER, program_identity(estate.chance, machine))
    sections = (section, _names(ref)) if pool.application.code == "dns" else (section,)
    return estate.report(ref, sections)


def _names(servers: Ref) -> Section:
    """The names under which applications are used, as the zone of the name servers has them."""
    section = Section("names", enumerates=("dns_name",))
    for application in APPLICATIONS:
        name = section.add(DNSName(name=name_of(application)))
        section.relate(name, PROVIDED_BY, servers)
        section.relate(name, RESOLVES_TO, target(IPAddress(address=address_of(application))))
    return section


def _machine(estate: Estate, machine: Machine) -> Report:
    reported = begin(estate, machine)
    reported.talk_to(peers_of(machine))
    return reported.report()


part = Part("application_machines", _reports)
