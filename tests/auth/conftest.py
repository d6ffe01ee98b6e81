"""People, programs and agents on an empty graph, with a clock that the test sets."""

from dataclasses import dataclass

import pytest

from cmdb_server.auth.accounts import Accounts
from cmdb_server.auth.agents import Agents
from cmdb_server.auth.credentials import VerifiedCache
from cmdb_server.auth.tokens import ApiTokens
from cmdb_server.auth.users import Users
from cmdb_server.graph_store.store import GraphStore


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

    accounts: Accounts
    users: Users
    tokens: ApiTokens
    agents: Agents
    clock: Clock


@pytest.fixture
def doors(store: GraphStore) -> Doors:
    """The doors of a new server."""
    clock, forgetful = Clock(), VerifiedCache(seconds=-1)
    return Doors(
        Accounts(store, clock, forgetful),
        Users(store, clock, forgetful),
        ApiTokens(store, clock, forgetful),
        Agents(store, clock, forgetful),
        clock,
    )
