"""Who works for the company: accounts in teams. Nobody knows their passwords; an administrator may set new ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from cmdb_server.auth.audit import Actor
from cmdb_server.auth.rights import Team
from cmdb_server.demo.applications import TEAMS
from cmdb_server.itsm.workflow import Worker
from cmdb_server.services import Services

DEMO = Actor("demo")
DESK_TEAM = "Service desk"
_RESPONDER, _LEADS, _CHANGES, _BOARD = "responder", "incident-manager", "change-manager", "cab-member"


@dataclass(frozen=True)
class Person:
    """Somebody with an account."""

    name: str
    team: str
    roles: Sequence[str] = (_RESPONDER,)


PEOPLE = (
    Person("lena.vogt", DESK_TEAM),
    Person("omar.haddad", DESK_TEAM),
    Person("astrid.lund", DESK_TEAM, (_LEADS,)),
    Person("henrik.dahl", "Platform", (_CHANGES,)),
    Person("marta.silva", "Payments", (_BOARD, _RESPONDER)),
    Person("jonas.keller", "Data centre", (_BOARD, _RESPONDER)),
    Person("ida.berg", "Digital sales"),
    Person("tariq.aziz", "Logistics systems"),
    Person("freya.nilsen", "Finance systems"),
    Person("pavel.novak", "Customer systems"),
    Person("grete.olsen", "Retail systems"),
    Person("sven.brandt", "Network"),
    Person("noor.rahman", "Workplace"),
    Person("mikael.strand", "Platform"),
)
MONITORING = "monitoring"
INCIDENT_MANAGER, CHANGE_MANAGER = "astrid.lund", "henrik.dahl"
BOARD = tuple(person.name for person in PEOPLE if {_CHANGES, _BOARD}.intersection(person.roles))
_OF_TEAM = {team: [person.name for person in PEOPLE if person.team == team] for team in (*TEAMS, DESK_TEAM)}
_BY_NAME = {person.name: person for person in PEOPLE}


def members(team: str) -> Sequence[str]:
    """The people of a team."""
    return _OF_TEAM[team]


def team_of(name: str) -> str:
    """The team of somebody."""
    return _BY_NAME[name].team


def worker(name: str) -> Worker:
    """Somebody as the desk knows them."""
    if name == MONITORING:
        return Worker(name, may_work=True)
    person = _BY_NAME[name]
    roles = set(person.roles)
    may_work = bool(roles.intersection((_RESPONDER, _LEADS, _CHANGES)))
    return Worker(name, may_work, bool(roles.intersection((_LEADS, _CHANGES))), name in BOARD)


def create_people(services: Services) -> None:
    """Make the teams and accounts that there are not yet."""
    known = services.roles_and_teams.rights().teams
    for team in sorted({person.team for person in PEOPLE} - set(known)):
        services.roles_and_teams.save_team(Team(team, "A team of the demonstration estate.", ()), DEMO)
    taken = {user.name for user in services.users.all()}
    for person in PEOPLE:
        if person.name not in taken:
            services.users.create(person.name, tuple(person.roles), (person.team,), DEMO)
