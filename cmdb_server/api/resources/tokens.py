"""API tokens of programs."""

from typing import Annotated, Any, Literal

from fastapi import Depends
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import Requires, ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.times import TimeText, microseconds, time_or_none
from cmdb_server.auth.identity import ADMIN, Identity
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


class TokenCreated(Token):
    """A new API token; `value` is shown this once."""

    value: str


class Tokens(BaseModel):
    """The active API tokens."""

    items: list[Token]


class TokenIn(Body):
    """What a new API token is for; without `expires_at` (RFC 3339) it does not expire."""

    name: str = Field(min_length=1, max_length=100)
    scope: Literal["read", "write", "report", "admin"]
    expires_at: TimeText | None = None


@router.get("/tokens", name="list_tokens", dependencies=[requires(ADMIN)])
def list_tokens(services: ServicesDep) -> Tokens:
    """The active API tokens."""
    return Tokens(items=[Token(**_fields(token)) for token in services.tokens.all()])


@router.post("/tokens", name="create_token", status_code=201)
def create_token(
    wanted: TokenIn, services: ServicesDep, who: Annotated[Identity, Depends(Requires(ADMIN))]
) -> TokenCreated:
    """Make an API token."""
    expires_at = microseconds("expires_at", wanted.expires_at, services.clock())
    token, value = services.tokens.create(wanted.name, wanted.scope, expires_at, who.name)
    return TokenCreated(**_fields(token), value=value)


@router.delete("/tokens/{token_id}", name="revoke_token", status_code=204, dependencies=[requires(ADMIN)])
def revoke_token(token_id: str, services: ServicesDep) -> None:
    """Make an API token useless at once."""
    if not services.tokens.revoke(token_id):
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
    }
