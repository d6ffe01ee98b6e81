"""API tokens of programs."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import ActorDep, ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.times import TimeText, microseconds, time_or_none
from cmdb_server.auth.identity import ADMIN
from cmdb_server.auth.tokens import ApiToken
from cmdb_server.timestamps import rfc3339

router = resource("tokens")


class Token(BaseModel):
    """An API token without its value."""

    token_id: str
    name: str
    scope: str
    created_at: str
    expires_at: str | None
    last_used_at: str | None
    created_by: str | None
    roles: list[str]


class TokenCreated(Token):
    """A new API token; `value` is shown this once."""

    value: str


class Tokens(BaseModel):
    """The active API tokens."""

    items: list[Token]


class TokenIn(Body):
    """What a new API token is for; without `expires_at` (RFC 3339) it does not expire.

    With `roles` it may do no more than these roles may; without any what its scope says with all CIs.
    """

    name: str = Field(min_length=1, max_length=100)
    scope: Literal["read", "write", "report", "traces", "signals", "work", "calendar", "admin"]
    expires_at: TimeText | None = None
    roles: list[str] = Field(default=[], max_length=50)


@router.get("/tokens", name="list_tokens", dependencies=[requires(ADMIN)])
def list_tokens(services: ServicesDep) -> Tokens:
    """The active API tokens."""
    return Tokens(items=[Token(**_fields(token)) for token in services.tokens.all()])


@router.post("/tokens", name="create_token", status_code=201, dependencies=[requires(ADMIN)])
def create_token(wanted: TokenIn, services: ServicesDep, actor: ActorDep) -> TokenCreated:
    """Make an API token."""
    expires_at = microseconds("expires_at", wanted.expires_at, services.clock())
    roles = tuple(wanted.roles)
    token, value = services.tokens.create(wanted.name, wanted.scope, expires_at, actor, roles=roles)
    return TokenCreated(**_fields(token), value=value)


@router.delete("/tokens/{token_id}", name="revoke_token", status_code=204, dependencies=[requires(ADMIN)])
def revoke_token(token_id: str, services: ServicesDep, actor: ActorDep) -> None:
    """Make an API token useless at once; the command line on the server's machine gets another one by itself."""
    if not services.tokens.revoke(token_id, actor):
        raise NotFoundError("API token", token_id)


def _fields(token: ApiToken) -> dict[str, Any]:
    return {
        "token_id": token.token_id,
        "name": token.name,
        "scope": token.scope,
        "created_at": rfc3339(token.created_at),
        "expires_at": time_or_none(token.expires_at),
        "last_used_at": time_or_none(token.last_used_at),
        "created_by": token.created_by,
        "roles": list(token.roles),
    }
