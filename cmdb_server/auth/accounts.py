"""People: the first administrator, log-in, sessions, passwords and preferences."""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec

from cmdb_server.auth.credentials import (
    MIN_PASSWORD_LENGTH,
    VerifiedCache,
    digest,
    hash_password,
    is_password,
    new_secret,
)
from cmdb_server.auth.identity import ROLES, Identity, NotAuthenticatedError
from cmdb_server.errors import CmdbError, FieldError
from cmdb_server.graph_store.queries import auth as queries
from cmdb_server.graph_store.store import GraphStore, Transaction

SESSION_MICROSECONDS = 12 * 3600 * 1_000_000
IDLE_MICROSECONDS = 2 * 3600 * 1_000_000
_FREE_TRIES = 5
_LONGEST_WAIT_SECONDS = 300.0
_MAX_WATCHED = 10_000
FIRST_USER = "admin"


class ThrottledError(CmdbError):
    """Too many failed log-ins; `retry_after` seconds must pass."""

    def __init__(self, retry_after: int) -> None:
        """The wait in seconds."""
        super().__init__(f"too many failed log-ins; try again in {retry_after} s", 429, "throttled")
        self.retry_after = retry_after


class BadPasswordError(CmdbError):
    """A new password is refused."""

    def __init__(self, field: str, message: str, remedy: str) -> None:
        """The value is never repeated."""
        super().__init__(
            f"{field} {message}; {remedy}", 422, "bad_password", (FieldError(field, "***", message, remedy),)
        )


@dataclass
class _Failures:
    count: int = 0
    until: float = 0.0


class Throttle:
    """Slows down guessing per account and address: five tries are free, then the wait doubles."""

    def __init__(self) -> None:
        self._failures: dict[str, _Failures] = {}
        self._lock = threading.Lock()

    def check(self, key: str) -> None:
        """Raise ThrottledError while the wait lasts."""
        with self._lock:
            waiting = self._failures.get(key, _Failures()).until - time.monotonic()
        if waiting > 0:
            raise ThrottledError(int(waiting) + 1)

    def failed(self, key: str) -> None:
        """Note a failure."""
        with self._lock:
            if len(self._failures) > _MAX_WATCHED:
                self._failures.clear()
            entry = self._failures.setdefault(key, _Failures())
            entry.count += 1
            if entry.count >= _FREE_TRIES:
                wait = min(2.0 ** (entry.count - _FREE_TRIES), _LONGEST_WAIT_SECONDS)
                entry.until = time.monotonic() + wait

    def succeeded(self, key: str) -> None:
        """Forget the failures."""
        with self._lock:
            self._failures.pop(key, None)


class Accounts:
    """People and their sessions."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], cache: VerifiedCache) -> None:
        """`clock` in microseconds."""
        self._store = store
        self._clock = clock
        self._cache = cache
        self._throttle = Throttle()

    def ensure_administrator(self) -> str | None:
        """Make the first administrator; the generated password, to be shown once, or None if there is one."""
        password = secrets.token_urlsafe(15)

        def create(tx: Transaction) -> bool:
            tx.lock(["user:first"])
            if tx.run(queries.COUNT_USERS)[0]["users"]:
                return False
            properties = {"password": hash_password(password), "roles": ["administrator"], "created_at": self._clock()}
            tx.run(queries.CREATE_USER, name=FIRST_USER, properties={**properties, "preferences": "{}"})
            return True

        return password if self._store.write(create) else None

    def log_in(self, name: str, password: str, address: str) -> str:
        """A new session's secret. Raises NotAuthenticatedError, ThrottledError."""
        key = f"{name}|{address}"
        self._throttle.check(key)
        user = self.user(name)
        # Without such a user the same work is done, so that the answer takes as long.
        stored = user["password"] if user else _nobody()
        if not is_password(stored, password) or user is None:
            self._throttle.failed(key)
            raise NotAuthenticatedError("the user name or the password is wrong")
        self._throttle.succeeded(key)
        secret, now = new_secret(), self._clock()
        properties = {
            "digest": digest(secret),
            "user": name,
            "status": "open",
            "created_at": now,
            "expires_at": now + SESSION_MICROSECONDS,
            "idle_expires_at": now + IDLE_MICROSECONDS,
        }
        uid = f"se_{secrets.token_hex(13)}"
        self._store.write(lambda tx: tx.run(queries.CREATE_SESSION, uid=uid, properties=properties))
        return secret

    def session(self, secret: str) -> Identity | None:
        """Who is logged in with a session's secret, None when it has ended."""
        key = digest(secret)
        if (known := self._cache.get(key)) is not None:
            return known
        now = self._clock()
        rows = self._store.read(lambda tx: tx.run(queries.SESSION, digest=key))
        if not rows or min(rows[0]["expires_at"], rows[0]["idle_expires_at"]) <= now:
            return None
        row = rows[0]
        idle_expires_at = now + IDLE_MICROSECONDS
        self._store.write(lambda tx: tx.run(queries.TOUCH_SESSION, uid=row["uid"], idle_expires_at=idle_expires_at))
        permissions = frozenset[str]().union(*(ROLES[role] for role in row["roles"] if role in ROLES))
        identity = Identity(row["user"], "user", permissions, session=row["uid"])
        self._cache.put(key, identity, microseconds_left=min(row["expires_at"], idle_expires_at) - now)
        return identity

    def log_out(self, secret: str) -> None:
        """End a session."""
        self._store.write(lambda tx: tx.run(queries.END_SESSION, digest=digest(secret)))
        self._cache.clear()

    def user(self, name: str) -> dict[str, Any] | None:
        """The stored user."""
        rows = self._store.read(lambda tx: tx.run(queries.USER, name=name))
        return rows[0]["properties"] if rows else None

    def change_password(self, who: Identity, current: str, new: str) -> None:
        """Replace a user's own password and end the user's other sessions. Raises BadPasswordError."""
        user = self.user(who.name)
        if user is None or not is_password(user["password"], current):
            raise BadPasswordError("current_password", "is wrong", "type the password you logged in with")
        self.set_password(who.name, new)
        self._store.write(lambda tx: tx.run(queries.END_OTHER_SESSIONS, user=who.name, kept=who.session))
        self._cache.clear()

    def set_password(self, name: str, new: str) -> bool:
        """Set a user's password; False when there is no such user. Raises BadPasswordError."""
        if len(new) < MIN_PASSWORD_LENGTH:
            raise BadPasswordError("new_password", "is too short", f"use {MIN_PASSWORD_LENGTH} or more characters")
        properties = {"password": hash_password(new)}
        return bool(self._store.write(lambda tx: tx.run(queries.UPDATE_USER, name=name, properties=properties)))

    def preferences(self, name: str) -> dict[str, str]:
        """What a user chose for the pages."""
        user = self.user(name)
        return msgspec.json.decode(user.get("preferences") or "{}", type=dict[str, str]) if user else {}

    def set_preferences(self, name: str, preferences: dict[str, str]) -> None:
        """Remember what a user chose."""
        properties = {"preferences": msgspec.json.encode(preferences).decode()}
        self._store.write(lambda tx: tx.run(queries.UPDATE_USER, name=name, properties=properties))

    def expire_sessions(self) -> int:
        """End the sessions whose time is over; how many."""
        now = self._clock()
        return int(self._store.write(lambda tx: tx.run(queries.EXPIRE_SESSIONS, now=now))[0]["ended"])


@lru_cache(maxsize=1)
def _nobody() -> str:
    """The stored form of a password that nobody has."""
    return hash_password(new_secret())
