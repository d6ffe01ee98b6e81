"""People, programs and agents on an empty graph, with a clock that the test sets."""

from dataclasses import dataclass

import pytest

from cmdb_server.auth.accounts import Accounts
from cmdb_server.auth.agents import Agents
from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.auth.credentials import VerifiedCache
from cmdb_server.auth.roles import RolesAndTeams
from cmdb_server.auth.sessions import Sessions
from cmdb_server.auth.tokens import ApiTokens
from cmdb_server.auth.users import Users
from cmdb_server.graph_store.store import GraphStore
from graph_schema import load_registry

BOSS = Actor("admin", "192.0.2.9")


@dataclass
class Clock:
    """A clock that stands until it is set; microseconds."""

    now: int = 1_000_000_000_000_000

    def __call__(self) -> int:
        """The time now."""
        return self.now

    def advance(self, seconds: int) -> None:
        """Let time pass."""
        self.now += seconds * 1_000_000


@dataclass
class Doors:
    """Everything that lets somebody in; nothing is remembered between two questions, as on another replica."""

    sessions: Sessions
    accounts: Accounts
    users: Users
    tokens: ApiTokens
    agents: Agents
    roles_and_teams: RolesAndTeams
    audit: AuditLog
    clock: Clock


@pytest.fixture
def doors(store: GraphStore) -> Doors:
    """The doors of a new server."""
    return doors_of(store, Clock())


def doors_of(store: GraphStore, clock: Clock) -> Doors:
    """The doors of another server on the same graph."""
    forgetful = VerifiedCache(seconds=-1)
    audit = AuditLog(store, clock)
    sessions = Sessions(store, clock, forgetful, audit)
    return Doors(
        sessions,
        Accounts(store, clock, sessions, audit),
        Users(store, clock, forgetful, audit),
        ApiTokens(store, clock, forgetful, audit),
        Agents(store, clock, forgetful, audit),
        RolesAndTeams(store, load_registry(), audit, forgetful),
        audit,
        clock,
    )
