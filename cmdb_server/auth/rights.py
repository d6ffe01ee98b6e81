"""Who has which roles: those of a person, of the person's teams, and those that the identity provider gave."""

from collections.abc import Collection, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import msgspec

from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import auth as auth_queries
from cmdb_server.graph_store.queries import rights as queries
from cmdb_server.graph_store.store import Transaction
from cmdb_server.permissions.grants import Grant
from cmdb_server.permissions.roles import ADMIN, BUILT_IN, Role, permissions_of

# Every change of people, teams and roles takes turns: that there is an administrator depends on all of them.
RIGHTS_LOCK = "user:first"
_GRANTS = msgspec.json.Decoder(tuple[Grant, ...])


class LastAdministratorError(CmdbError):
    """Nobody could administer the server any more."""

    def __init__(self, name: str) -> None:
        """409."""
        message = f"the last administrator would go with {name!r}; make another one first"
        super().__init__(message, 409, "last_administrator")


class UnknownRightsError(CmdbError):
    """A role or team that there is not."""

    def __init__(self, field: str, name: str, known: Collection[str]) -> None:
        """422, naming the field and what there is."""
        remedy = f"use some of {', '.join(sorted(known))}" if known else "make it first"
        error = FieldError(field, name[:100], "is unknown", remedy)
        super().__init__(f"{field} {error.value!r} {error.message}; {remedy}", 422, "unknown_rights", (error,))


@dataclass(frozen=True)
class Team:
    """People who have roles in common."""

    name: str
    description: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Rights:
    """All roles and teams by name."""

    roles: Mapping[str, Role]
    teams: Mapping[str, Team]

    def roles_of(self, user: Mapping[str, Any]) -> tuple[Role, ...]:
        """The roles that a stored user has, from wherever; roles that were removed give nothing."""
        names = dict.fromkeys(self._names(user, ("roles", "oidc_roles")))
        return tuple(self.roles[name] for name in names if name in self.roles)

    def check_roles(self, names: Iterable[str], field: str = "roles") -> None:
        """Raise UnknownRightsError for a role that there is not."""
        for name in names:
            if name not in self.roles:
                raise UnknownRightsError(field, name, self.roles)

    def check_teams(self, names: Iterable[str]) -> None:
        """Raise UnknownRightsError for a team that there is not."""
        for name in names:
            if name not in self.teams:
                raise UnknownRightsError("teams", name, self.teams)

    def is_administrator(self, user: Mapping[str, Any]) -> bool:
        """Whether a person administers by what was decided here; what a provider gives, it may take away."""
        names = dict.fromkeys(self._names(user, ("roles",)))
        return ADMIN in permissions_of(self.roles[name] for name in names if name in self.roles)

    def _names(self, user: Mapping[str, Any], fields: Iterable[str]) -> Iterator[str]:
        for field in fields:
            yield from user.get(field) or ()
        for name in user.get("teams") or ():
            if name in self.teams:
                yield from self.teams[name].roles


def read_rights(tx: Transaction) -> Rights:
    """The roles and teams as they are."""
    stored = (_role(row["properties"]) for row in tx.run(queries.ROLES))
    teams = (row["properties"] for row in tx.run(queries.TEAMS))
    return Rights(
        {**BUILT_IN, **{role.name: role for role in stored}},
        {team["name"]: Team(team["name"], team["description"], tuple(team["roles"])) for team in teams},
    )


def read_users(tx: Transaction) -> list[dict[str, Any]]:
    """Everybody who may log in, by name."""
    return [row["properties"] for row in tx.run(auth_queries.USERS)]


@contextmanager
def keeping_administrator(tx: Transaction, changed: str) -> Generator[None]:
    """Make a change within; raises LastAdministratorError, which undoes the transaction, if it takes the last one."""
    was_there = _has_administrator(tx)
    yield
    if was_there and not _has_administrator(tx):
        raise LastAdministratorError(changed)


def _has_administrator(tx: Transaction) -> bool:
    rights = read_rights(tx)
    return any(rights.is_administrator(user) for user in read_users(tx))


def _role(stored: Mapping[str, Any]) -> Role:
    return Role(
        stored["name"], stored["description"], tuple(stored["permissions"]), _GRANTS.decode(stored["grants"])
    )  # fmt: skip
