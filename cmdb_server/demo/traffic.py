"""Which machine talks to what: tiers to tiers they need, applications to those they use, all to the name servers."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from cmdb_server.demo.applications import APPLICATION_OF, Application, Tier
from cmdb_server.demo.geography import DOMAIN
from cmdb_server.demo.machine import Peer
from cmdb_server.demo.programs import PROGRAMS
from cmdb_server.demo.workload import Machine, machines, machines_of, pool_of

_NAMES = APPLICATION_OF["dns"]
_EXPORTER = PROGRAMS["exporter"]
_LICENCES = "198.19.250.7"
# What others run, and a machine that nobody has inventoried: no CI has these addresses.
OUTSIDE: Mapping[str, tuple[Peer, ...]] = {
    "pay": (Peer("198.19.240.10", 443, "tcp", "hard"), Peer("198.19.240.11", 443, "tcp", "hard")),
    "track": (Peer("198.19.240.20", 8443, "tcp", "hard"),),
    "erp": (Peer("198.19.240.30", 22, "tcp", "soft"), Peer(_LICENCES, 27000, "tcp", "hard")),
    "wms": (Peer(_LICENCES, 27000, "tcp", "hard"), Peer("198.19.240.20", 8443, "tcp", "soft")),
    "report": (Peer(_LICENCES, 27000, "tcp", "hard"),),
    "mail": (Peer("198.19.240.40", 25, "tcp", "hard"),),
}


def peers_of(machine: Machine) -> Iterator[Peer]:
    """What the machine's main program talks to."""
    application, tier = machine.application, machine.tier
    for other in application.tiers:
        if other.role in tier.needs:
            yield _reach(application, other, "hard")
    if tier == _working_tier(application):
        yield from (_reach_application(code, "hard") for code in application.uses)
        yield from (_reach_application(code, "soft") for code in application.optional)
        yield from OUTSIDE.get(application.code, ())
    if application != _NAMES:
        yield _resolver(machine)
    if machine.program.code == "prometheus":
        yield from (_exporter(other) for other in machines() if other != machine)


def _working_tier(application: Application) -> Tier:
    return next((tier for tier in application.tiers if tier.role == "app"), application.tiers[0])


def _reach_application(code: str, strength: str) -> Peer:
    application = APPLICATION_OF[code]
    return replace(_reach(application, application.tiers[0], strength), name=name_of(application))


def name_of(application: Application) -> str:
    """The DNS name under which others use it."""
    return f"{application.code}.{DOMAIN}"


def address_of(application: Application) -> str:
    """The address at which others reach it."""
    return _reach(application, application.tiers[0], "hard").address


def _reach(application: Application, tier: Tier, strength: str) -> Peer:
    program = PROGRAMS[tier.program]
    pool = pool_of(application, tier)
    first = machines_of(application, tier)[0]
    address = (pool.virtual_address if pool else "") or first.address
    return Peer(address, program.port, program.protocol, strength, pool.identity() if pool else None)


def _resolver(machine: Machine) -> Peer:
    tier = _NAMES.tiers[0]
    servers = machines_of(_NAMES, tier)
    nearest = next(server for server in servers if server.place == machine.place)
    pool = pool_of(_NAMES, tier)
    program = nearest.program
    return Peer(nearest.address, program.port, program.protocol, "soft", pool.identity() if pool else None)


def _exporter(machine: Machine) -> Peer:
    return Peer(machine.address, _EXPORTER.port, _EXPORTER.protocol, "soft")
