"""Accounts as notices need them: what they may, and what they wish."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.auth.rights import read_rights, read_users
from cmdb_server.errors import CmdbError
from cmdb_server.graph_store.queries import auth as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.itsm.declare import RecordType
from cmdb_server.itsm.workflow import Worker
from cmdb_server.notifications.preferences import Preferences, check
from cmdb_server.permissions.grants import Grants
from cmdb_server.permissions.roles import APPROVE, READ, grants_of, permissions_of

_PREFERENCES = msgspec.json.Decoder(Preferences)


@dataclass(frozen=True)
class Person:
    """Somebody with an account who may be told something."""

    name: str
    teams: Collection[str]
    permissions: frozenset[str]
    grants: Grants
    wishes: Preferences

    @property
    def reads(self) -> bool:
        """Whether they may read records at all."""
        return READ in self.permissions

    def worker(self, kind: RecordType) -> Worker:
        """Who they are to records of a type."""
        works, manages = kind.worked_by in self.permissions, kind.managed_by in self.permissions
        return Worker(self.name, works, manages, APPROVE in self.permissions)


class NoAccountError(CmdbError):
    """A wish of who has no account."""

    def __init__(self, name: str) -> None:
        """404."""
        message = f"{name[:100]!r} has no account; people are told, programs use webhooks"
        super().__init__(message, 404, "no_account")


class People:
    """Reads accounts and keeps their wishes; safe to use from several threads and processes."""

    def __init__(self, store: GraphStore, audit: AuditLog, domains: Callable[[], Collection[str]]) -> None:
        """`domains` are where mail may go, none for anywhere."""
        self._store, self._audit, self._domains = store, audit, domains

    @property
    def domains(self) -> Collection[str]:
        """Where mail may go, none for anywhere."""
        return self._domains()

    def all(self) -> Mapping[str, Person]:
        """Everybody by name."""
        return self._store.read(_people)

    def wishes(self, name: str) -> Preferences:
        """What somebody wishes. Raises NoAccountError."""
        return self._store.read(lambda tx: _wishes(_user(tx, name)))

    def save(self, name: str, wanted: Preferences, actor: Actor) -> Preferences:
        """Let other wishes hold. Raises NoAccountError, PreferencesRefusedError."""
        check(wanted, self._domains())
        properties = {"notifications": msgspec.json.encode(wanted).decode()}

        def save(tx: Transaction) -> None:
            before = _wishes(_user(tx, name))
            tx.run(queries.UPDATE_USER, name=name, properties=properties)
            if before.address != wanted.address:
                told = {"old": before.address, "new": wanted.address}
                self._audit.note(tx, actor, "user.address_changed", name, **told)

        self._store.write(save)
        return wanted


def _people(tx: Transaction) -> dict[str, Person]:
    rights, found = read_rights(tx), dict[str, Person]()
    for user in read_users(tx):
        roles = rights.roles_of(user)
        given = (permissions_of(roles), grants_of(roles), _wishes(user))
        found[user["name"]] = Person(user["name"], tuple(user.get("teams") or ()), *given)
    return found


def _user(tx: Transaction, name: str) -> Mapping[str, Any]:
    rows = tx.run(queries.USER, name=name)
    if not rows or rows[0]["properties"].get("status", "active") != "active":
        raise NoAccountError(name)
    return rows[0]["properties"]


def _wishes(user: Mapping[str, Any]) -> Preferences:
    text = user.get("notifications")
    return _PREFERENCES.decode(text) if text else Preferences()
