"""Database machines: primaries with their databases, replicas that copy from them, and the groups they form."""

from collections.abc import Iterator

from cmdb_server.demo.estate import Estate, Part
from cmdb_server.demo.machine import Reported, begin
from cmdb_server.demo.traffic import peers_of
from cmdb_server.demo.workload import Machine, Pool, machines, machines_of, pools, program_identity
from graph_schema.ci_classes.database import Database
from graph_schema.relationships import HAS_MEMBER, PROVIDED_BY, REPLICATES_FROM, RUNS_ON, STORED_ON
from graph_schema.report import Report, Section, ref_of

_KIND = "replica_set"


def _reports(estate: Estate) -> Iterator[Report]:
    for pool in pools():
        if pool.tier.group_type == _KIND:
            yield _group(estate, pool)
    for machine in machines():
        if machine.tier.group_type == _KIND:
            yield _machine(estate, machine)


def _group(estate: Estate, pool: Pool) -> Report:
    section = Section("replica_set")
    ref = section.add(pool.group(), pool.name)
    for machine in machines_of(pool.application, pool.tier):
        section.relate(ref, HAS_MEMBER, program_identity(estate.chance, machine))
    return estate.report(ref, (section,))


def _machine(estate: Estate, machine: Machine) -> Report:
    reported = begin(estate, machine)
    reported.talk_to(peers_of(machine))
    primary = machines_of(machine.application, machine.tier)[0]
    if machine != primary:
        reported.programs.relate(reported.main, REPLICATES_FROM, program_identity(estate.chance, primary))
    elif machine.tier.role == "db":
        _database(reported)
    return reported.report()


def _database(reported: Reported) -> None:
    machine, section = reported.machine, reported.programs
    name = machine.application.database
    database = section.add(Database(name=name, engine=machine.program.process_name), f"{machine.name}/{name}")
    section.relate(database, RUNS_ON, reported.main)
    section.relate(database, PROVIDED_BY, reported.main)
    section.relate(database, STORED_ON, ref_of("filesystem", f"{machine.name}/srv/data"))


part = Part("databases", _reports)
