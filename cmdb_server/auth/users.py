"""The list of people who may log in, kept by administrators."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.auth.credentials import VerifiedCache, hash_password
from cmdb_server.auth.rights import RIGHTS_LOCK, keeping_administrator, read_rights, read_users
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import auth as queries
from cmdb_server.graph_store.store import GraphStore, Transaction

_REMOVED: dict[str, Any] = {
    "status": "removed",
    "roles": [],
    "teams": [],
    "oidc_roles": [],
    "password": "",
    "subject": "",
}


class UserExistsError(CmdbError):
    """There is a person of that name already."""

    def __init__(self, name: str) -> None:
        """409, naming the field."""
        remedy = "choose another name, or reset the password of this one"
        error = FieldError("name", name, "is taken", remedy)
        super().__init__(f"the user name {name!r} is taken; {remedy}", 409, "user_exists", (error,))


class ForeignAccountError(CmdbError):
    """An account without a password of its own: an identity provider vouches for the person."""

    def __init__(self, name: str) -> None:
        """409."""
        super().__init__(f"{name!r} logs in at the identity provider and has no password here", 409, "foreign_account")


@dataclass(frozen=True)
class User:
    """A person who may log in. `oidc_roles` were given by the identity provider at the last log-in; times in µs."""

    name: str
    roles: tuple[str, ...]
    teams: tuple[str, ...]
    oidc_roles: tuple[str, ...]
    is_local: bool
    created_at: int
    last_login_at: int


class Users:
    """Lets people in, gives them roles and shuts them out; every change is in the audit log."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], cache: VerifiedCache, audit: AuditLog) -> None:
        """`clock` in microseconds."""
        self._store = store
        self._clock = clock
        self._cache = cache
        self._audit = audit

    def all(self) -> list[User]:
        """Everybody, by name."""
        return [_user(stored) for stored in self._store.read(read_users)]

    def create(self, name: str, roles: tuple[str, ...], teams: tuple[str, ...], actor: Actor) -> str:
        """A new person; the generated password, which cannot be read again.

        Raises UserExistsError, UnknownRightsError.
        """
        password = secrets.token_urlsafe(15)
        properties: dict[str, Any] = {
            "password": hash_password(password),
            "roles": sorted(set(roles)),
            "teams": sorted(set(teams)),
            "oidc_roles": [],
            "subject": "",
            "created_at": self._clock(),
            "last_login_at": 0,
            "preferences": "{}",
            "status": "active",
        }

        def create(tx: Transaction) -> None:
            _check_rights(tx, roles, teams)
            if name in _by_name(tx):
                raise UserExistsError(name)
            tx.run(queries.SAVE_USER, name=name, properties=properties)
            self._audit.note(tx, actor, "user.created", name, roles=roles, teams=teams, is_password_shown=True)

        self._changing(create)
        return password

    def change(self, name: str, roles: tuple[str, ...], teams: tuple[str, ...], actor: Actor) -> bool:
        """Give a person exactly these roles and teams; False when there is no such person.

        Raises UnknownRightsError, LastAdministratorError.
        """

        def change(tx: Transaction) -> bool:
            _check_rights(tx, roles, teams)
            before = _by_name(tx).get(name)
            if before is None:
                return False
            properties = {"roles": sorted(set(roles)), "teams": sorted(set(teams))}
            with keeping_administrator(tx, name):
                tx.run(queries.UPDATE_USER, name=name, properties=properties)
            old = {"roles": before.roles, "teams": before.teams}
            self._audit.note(tx, actor, "user.changed", name, old=old, new=properties)
            return True

        return self._changing(change)

    def reset_password(self, name: str, actor: Actor) -> str | None:
        """Replace a person's password and end all sessions; the new one, None when there is no such person.

        Raises ForeignAccountError.
        """
        password = secrets.token_urlsafe(15)
        properties = {"password": hash_password(password)}

        def reset(tx: Transaction) -> bool:
            known = _by_name(tx).get(name)
            if known is None:
                return False
            if not known.is_local:
                raise ForeignAccountError(name)
            tx.run(queries.UPDATE_USER, name=name, properties=properties)
            tx.run(queries.END_SESSIONS_OF, user=name)
            self._audit.note(tx, actor, "user.password_reset", name, is_password_shown=True)
            return True

        return password if self._changing(reset) else None

    def remove(self, name: str, actor: Actor) -> bool:
        """Shut a person out; False when there is no such person. Raises LastAdministratorError."""

        def remove(tx: Transaction) -> bool:
            if name not in _by_name(tx):
                return False
            with keeping_administrator(tx, name):
                tx.run(queries.UPDATE_USER, name=name, properties=_REMOVED)
            tx.run(queries.END_SESSIONS_OF, user=name)
            self._audit.note(tx, actor, "user.removed", name)
            return True

        return self._changing(remove)

    def _changing(self, change: Any) -> Any:  # noqa: ANN401 - passes through what the change answers
        def locked(tx: Transaction) -> Any:  # noqa: ANN401 - passes through what the change answers
            tx.lock([RIGHTS_LOCK])
            return change(tx)

        answer = self._store.write(locked)
        self._cache.clear()
        return answer


def _check_rights(tx: Transaction, roles: tuple[str, ...], teams: tuple[str, ...]) -> None:
    rights = read_rights(tx)
    rights.check_roles(roles)
    rights.check_teams(teams)


def _by_name(tx: Transaction) -> dict[str, User]:
    return {stored["name"]: _user(stored) for stored in read_users(tx)}


def _user(stored: dict[str, Any]) -> User:
    roles, teams, oidc_roles = (tuple(stored.get(name) or ()) for name in ("roles", "teams", "oidc_roles"))
    times = (stored.get("created_at") or 0, stored.get("last_login_at") or 0)
    return User(stored["name"], roles, teams, oidc_roles, not stored.get("subject"), *times)
