"""API tokens: how programs ask."""

import math
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cmdb_server.auth.credentials import VerifiedCache, digest, new_secret
from cmdb_server.auth.identity import PERMISSIONS_OF_SCOPE, Identity
from cmdb_server.graph_store.queries import auth as queries
from cmdb_server.graph_store.store import GraphStore

PREFIX = "plb_"


@dataclass(frozen=True)
class ApiToken:
    """An API token without its value; times in microseconds, 0 for never."""

    token_id: str
    name: str
    scope: str
    created_at: int
    expires_at: int
    last_used_at: int
    created_by: str


class ApiTokens:
    """Makes, lists, checks and revokes API tokens."""

    def __init__(self, store: GraphStore, clock: Callable[[], int], cache: VerifiedCache) -> None:
        """`clock` in microseconds."""
        self._store = store
        self._clock = clock
        self._cache = cache

    def create(self, name: str, scope: str, expires_at: int, created_by: str) -> tuple[ApiToken, str]:
        """A new token and its value, which cannot be read again."""
        value, uid = new_secret(PREFIX), f"tk_{secrets.token_hex(8)}"
        properties: dict[str, Any] = {
            "name": name,
            "scope": scope,
            "created_at": self._clock(),
            "expires_at": expires_at,
            "last_used_at": 0,
            "created_by": created_by,
        }
        stored = {**properties, "digest": digest(value), "status": "active"}
        self._store.write(lambda tx: tx.run(queries.CREATE_API_TOKEN, uid=uid, properties=stored))
        return ApiToken(uid, **properties), value

    def all(self) -> list[ApiToken]:
        """The active tokens, oldest first."""
        return [_token(row["properties"]) for row in self._store.read(lambda tx: tx.run(queries.API_TOKENS))]

    def revoke(self, token_id: str) -> bool:
        """Make a token useless; False when there is none."""
        revoked = bool(self._store.write(lambda tx: tx.run(queries.REVOKE_API_TOKEN, uid=token_id)))
        self._cache.clear()
        return revoked

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
        identity = Identity(f"token:{token.name}", "token", PERMISSIONS_OF_SCOPE[token.scope])
        self._cache.put(key, identity, microseconds_left=token.expires_at - now if token.expires_at else math.inf)
        return identity


def _token(stored: dict[str, Any]) -> ApiToken:
    names = ("name", "scope", "created_at", "expires_at", "last_used_at", "created_by")
    return ApiToken(stored["uid"], **{name: stored[name] for name in names})
