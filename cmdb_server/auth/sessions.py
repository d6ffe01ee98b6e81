"""Open log-ins of people."""

import secrets
from collections.abc import Callable

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.auth.credentials import VerifiedCache, digest, new_secret
from cmdb_server.auth.identity import Identity
from cmdb_server.auth.rights import read_rights
from cmdb_server.graph_store.queries import auth as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.permissions.roles import grants_of, permissions_of

SESSION_MICROSECONDS = 12 * 3600 * 1_000_000
IDLE_MICROSECONDS = 2 * 3600 * 1_000_000


class Sessions:
    """Opens, checks and ends log-ins."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], cache: VerifiedCache, audit: AuditLog) -> None:
        """`clock` in microseconds."""
        self._store = store
        self._clock = clock
        self._cache = cache
        self._audit = audit

    def open(self, tx: Transaction, actor: Actor, how: str) -> str:
        """A new session's secret for a person who has shown who it is; `how` is password or oidc."""
        secret, now = new_secret(), self._clock()
        properties = {
            "digest": digest(secret),
            "user": actor.name,
            "status": "open",
            "created_at": now,
            "expires_at": now + SESSION_MICROSECONDS,
            "idle_expires_at": now + IDLE_MICROSECONDS,
        }
        tx.run(queries.CREATE_SESSION, uid=f"se_{secrets.token_hex(13)}", properties=properties)
        tx.run(queries.UPDATE_USER, name=actor.name, properties={"last_login_at": now})
        self._audit.note(tx, actor, "session.opened", actor.name, how=how)
        return secret

    def identity(self, secret: str) -> Identity | None:
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
        roles = self._store.read(read_rights).roles_of(row)
        identity = Identity(row["user"], "user", permissions_of(roles), session=row["uid"], grants=grants_of(roles))
        self._cache.put(key, identity, microseconds_left=min(row["expires_at"], idle_expires_at) - now)
        return identity

    def close(self, secret: str, actor: Actor) -> None:
        """End a session."""

        def end(tx: Transaction) -> None:
            tx.run(queries.END_SESSION, digest=digest(secret))
            self._audit.note(tx, actor, "session.closed", actor.name)

        self._store.write(end)
        self._cache.clear()

    def forget(self) -> None:
        """Look everybody up anew, after sessions were ended."""
        self._cache.clear()

    def expire(self) -> int:
        """End the sessions whose time is over; how many."""
        now = self._clock()
        return int(self._store.write(lambda tx: tx.run(queries.EXPIRE_SESSIONS, now=now))[0]["ended"])
