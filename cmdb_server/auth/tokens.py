"""API tokens: how programs ask."""

import math
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cmdb_server.auth.audit import Actor, AuditLog
from cmdb_server.auth.credentials import VerifiedCache, digest, new_secret
from cmdb_server.auth.identity import PERMISSIONS_OF_SCOPE, Identity
from cmdb_server.auth.rights import read_rights
from cmdb_server.graph_store.queries import auth as queries
from cmdb_server.graph_store.store import GraphStore, Transaction
from cmdb_server.permissions.grants import EVERYTHING, Grants
from cmdb_server.permissions.roles import grants_of, permissions_of

PREFIX = "plb_"


@dataclass(frozen=True)
class ApiToken:
    """An API token without its value; times in microseconds, 0 for never.

    With `roles` it may do no more than these roles may, without any what its scope says with all CIs.
    """

    token_id: str
    name: str
    scope: str
    created_at: int
    expires_at: int
    last_used_at: int
    created_by: str
    roles: tuple[str, ...] = ()


class ApiTokens:
    """Makes, lists, checks and revokes API tokens."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], cache: VerifiedCache, audit: AuditLog) -> None:
        """`clock` in microseconds."""
        self._store = store
        self._clock = clock
        self._cache = cache
        self._audit = audit
        self._after_revoking: Callable[[], None] = _nothing

    def after_revoking(self, run: Callable[[], None]) -> None:
        """Have something done whenever a token was revoked."""
        self._after_revoking = run

    def create(
        self, name: str, scope: str, expires_at: int, created_by: Actor, *, roles: tuple[str, ...] = ()
    ) -> tuple[ApiToken, str]:
        """A new token and its value, which cannot be read again. Raises UnknownRightsError."""
        value, uid = new_secret(PREFIX), f"tk_{secrets.token_hex(8)}"
        properties: dict[str, Any] = {
            "name": name,
            "scope": scope,
            "created_at": self._clock(),
            "expires_at": expires_at,
            "last_used_at": 0,
            "created_by": created_by.name,
            "roles": sorted(set(roles)),
        }
        stored = {**properties, "digest": digest(value), "status": "active"}

        def create(tx: Transaction) -> None:
            read_rights(tx).check_roles(roles)
            tx.run(queries.CREATE_API_TOKEN, uid=uid, properties=stored)
            said = {"name": name, "scope": scope, "roles": roles, "is_value_shown": True}
            self._audit.note(tx, created_by, "token.created", uid, **said)

        self._store.write(create)
        return _token({"uid": uid, **properties}), value

    def all(self) -> list[ApiToken]:
        """The active tokens, oldest first."""
        return [_token(row["properties"]) for row in self._store.read(lambda tx: tx.run(queries.API_TOKENS))]

    def revoke(self, token_id: str, actor: Actor) -> bool:
        """Make a token useless; False when there is none."""

        def revoke(tx: Transaction) -> bool:
            is_revoked = bool(tx.run(queries.REVOKE_API_TOKEN, uid=token_id))
            if is_revoked:
                self._audit.note(tx, actor, "token.revoked", token_id)
            return is_revoked

        is_revoked = self._store.write(revoke)
        self._cache.clear()
        self._after_revoking()
        return is_revoked

    def identity(self, value: str) -> Identity | None:
        """Who asks with a token, None when it is unknown, expired or revoked."""
        key = digest(value)
        if (known := self._cache.get(key)) is not None:
            return known
        rows = self._store.read(lambda tx: tx.run(queries.API_TOKEN, digest=key))
        now = self._clock()
        if not rows:
            return None
        token = _token(rows[0]["properties"])
        if token.expires_at and token.expires_at <= now:
            return None
        self._store.write(lambda tx: tx.run(queries.USED_API_TOKEN, uid=token.token_id, at=now))
        permissions, grants = self._rights_of(token)
        identity = Identity(f"token:{token.name}", "token", permissions, grants=grants)
        self._cache.put(key, identity, microseconds_left=token.expires_at - now if token.expires_at else math.inf)
        return identity

    def _rights_of(self, token: ApiToken) -> tuple[frozenset[str], Grants]:
        """What a token allows: its scope, narrowed by its roles; a role that was removed allows nothing."""
        allowed = PERMISSIONS_OF_SCOPE[token.scope]
        if not token.roles:
            return allowed, EVERYTHING
        roles = self._store.read(read_rights).roles_of({"roles": token.roles})
        return allowed & permissions_of(roles), grants_of(roles)


def _nothing() -> None:
    """Nobody wants to know."""


def _token(stored: dict[str, Any]) -> ApiToken:
    names = ("name", "scope", "created_at", "expires_at", "last_used_at", "created_by")
    return ApiToken(stored["uid"], **{name: stored[name] for name in names}, roles=tuple(stored.get("roles") or ()))
