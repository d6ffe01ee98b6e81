"""The desk of records with what it works by, wired at one clock: the server's, or that of a story that is replayed."""

from collections.abc import Callable
from typing import NamedTuple

from cmdb_server.assets.acceptance import following
from cmdb_server.assets.gaps import ASSET
from cmdb_server.assets.terms import TermsBook
from cmdb_server.auth.roles import RolesAndTeams
from cmdb_server.auth.users import Users
from cmdb_server.graph_store.store import GraphStore
from cmdb_server.impact_analysis.analysis import ImpactAnalysis
from cmdb_server.itsm.changes.approving import Approvals, Board
from cmdb_server.itsm.changes.assessing import Assessor
from cmdb_server.itsm.changes.delegating import Delegations
from cmdb_server.itsm.changes.rules import ChangeRules
from cmdb_server.itsm.changes.running import Runs
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.desk import Desk
from cmdb_server.itsm.record import Record
from cmdb_server.itsm.spelling import People
from cmdb_server.itsm.tasks.tasking import Tasks
from cmdb_server.itsm.templates.keeping import Templates
from cmdb_server.permissions.roles import APPROVE, permissions_of


class Office(NamedTuple):
    """The desk, what is kept of changes that are carried out, what changes are judged by, and who there is."""

    desk: Desk
    runs: Runs
    assessor: Assessor
    rules: ChangeRules
    delegations: Delegations
    people: People
    templates: Templates
    tasks: Tasks


def office(
    store: GraphStore, who: tuple[Users, RolesAndTeams], impact: ImpactAnalysis, clock: Callable[[], int]
) -> Office:
    """`who` tells who there is and what they may, `impact` sees everything; `clock` in microseconds."""
    users, roles_and_teams = who
    people = People(
        lambda: {user.name for user in users.all()},
        lambda: roles_and_teams.rights().teams,
        lambda team: {user.name for user in users.all() if team in user.teams},
    )

    def is_of_board(name: str) -> bool:
        user = next((vars(user) for user in users.all() if user.name == name), None)
        return user is not None and APPROVE in permissions_of(roles_and_teams.rights().roles_of(user))

    def board_members() -> list[str]:
        rights = roles_and_teams.rights()
        return [user.name for user in users.all() if APPROVE in permissions_of(rights.roles_of(vars(user)))]

    rules, delegations = ChangeRules(store, clock), Delegations(store, clock)
    assessor = Assessor(store, rules, clock)
    board, templates = Board(people, is_of_board, board_members, delegations), Templates(store, clock)
    approvals = Approvals(store, impact, (assessor, rules, board, templates.why_not_standard), clock)
    runs = Runs(store, assessor, impact, clock)
    terms = TermsBook(store, clock)

    def consequences(kind: RecordType) -> Callable[[Record, Record], Record]:
        if kind.name != ASSET:
            return lambda _, after: after
        now = terms.current()
        return lambda before, after: following(before, after, now, clock())

    desk = Desk(store, clock, impact, (people, approvals, runs, consequences))
    return Office(desk, runs, assessor, rules, delegations, people, templates, Tasks(store, desk, people, clock))
