"""People with a password here: the first administrator, log-in, passwords and what they chose for the pages."""

import secrets
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import msgspec

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.auth.credentials import MIN_PASSWORD_LENGTH, hash_password, is_password, new_secret
from cmdb_server.auth.identity import Identity, NotAuthenticatedError
from cmdb_server.auth.rights import RIGHTS_LOCK
from cmdb_server.auth.sessions import Sessions
from cmdb_server.auth.throttle import Throttle, ThrottledError
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import auth as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.permissions.roles import ADMINISTRATOR

FIRST_USER = "admin"


class BadPasswordError(CmdbError):
    """A new password is refused."""

    def __init__(self, field: str, message: str, remedy: str) -> None:
        """The value is never repeated."""
        super().__init__(
            f"{field} {message}; {remedy}", 422, "bad_password", (FieldError(field, "***", message, remedy),)
        )


class Accounts:
    """People who show by a password who they are."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], sessions: Sessions, audit: AuditLog) -> None:
        """`clock` in microseconds."""
        self._store = store
        self._clock = clock
        self._sessions = sessions
        self._audit = audit
        self._throttle = Throttle()

    def ensure_administrator(self) -> str | None:
        """Make the first administrator; the generated password, to be shown once, or None if there is one."""
        password = secrets.token_urlsafe(15)

        def create(tx: Transaction) -> bool:
            tx.lock([RIGHTS_LOCK])
            if tx.run(queries.COUNT_USERS)[0]["users"]:
                return False
            properties = {"password": hash_password(password), "roles": [ADMINISTRATOR], "created_at": self._clock()}
            tx.run(queries.CREATE_USER, name=FIRST_USER, properties={**properties, "preferences": "{}"})
            return True

        return password if self._store.write(create) else None

    def log_in(self, name: str, password: str, address: str) -> str:
        """A new session's secret. Raises NotAuthenticatedError, ThrottledError."""
        actor = Actor(name, address)
        try:
            self._throttle.check(name, address)
        except ThrottledError:
            self._audit.append(actor, "session.throttled", name)
            raise
        user = self.user(name)
        # Without such a user the same work is done, so that the answer takes as long.
        stored = (user["password"] if user else "") or _nobody()
        if not is_password(stored, password) or user is None:
            self._throttle.failed(name, address)
            self._audit.append(actor, "session.refused", name, how="password")
            raise NotAuthenticatedError("the user name or the password is wrong")
        self._throttle.succeeded(name, address)
        return self._store.write(lambda tx: self._sessions.open(tx, actor, "password"))

    def user(self, name: str) -> dict[str, Any] | None:
        """The stored user."""
        rows = self._store.read(lambda tx: tx.run(queries.USER, name=name))
        return rows[0]["properties"] if rows else None

    def change_password(self, who: Identity, current: str, new: str, address: str = "") -> None:
        """Replace a user's own password and end the user's other sessions. Raises BadPasswordError, ThrottledError."""
        self._throttle.check(who.name, address)
        user = self.user(who.name)
        if user is None or not is_password(user["password"], current):
            self._throttle.failed(who.name, address)
            raise BadPasswordError("current_password", "is wrong", "type the password you logged in with")
        if len(new) < MIN_PASSWORD_LENGTH:
            raise BadPasswordError("new_password", "is too short", f"use {MIN_PASSWORD_LENGTH} or more characters")
        properties = {"password": hash_password(new)}

        def change(tx: Transaction) -> None:
            tx.run(queries.UPDATE_USER, name=who.name, properties=properties)
            tx.run(queries.END_OTHER_SESSIONS, user=who.name, kept=who.session)
            self._audit.note(tx, Actor(who.name, address), "user.password_changed", who.name)

        self._store.write(change)
        self._sessions.forget()

    def preferences(self, name: str) -> dict[str, str]:
        """What a user chose for the pages."""
        user = self.user(name)
        return msgspec.json.decode(user.get("preferences") or "{}", type=dict[str, str]) if user else {}

    def set_preferences(self, name: str, preferences: dict[str, str]) -> None:
        """Remember what a user chose."""
        properties = {"preferences": msgspec.json.encode(preferences).decode()}
        self._store.write(lambda tx: tx.run(queries.UPDATE_USER, name=name, properties=properties))


@lru_cache(maxsize=1)
def _nobody() -> str:
    """The stored form of a password that nobody has."""
    return hash_password(new_secret())
