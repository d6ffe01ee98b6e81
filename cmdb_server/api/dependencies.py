"""Who asks, and whether that is enough for a route."""

import secrets
from typing import Annotated, Any

from fastapi import Depends, Request

from cmdb_server.auth.credentials import csrf_token
from cmdb_server.auth.identity import ForbiddenError, Identity, NotAuthenticatedError
from cmdb_server.services import Services

SESSION_COOKIE = "plumbline_session"
CSRF_HEADER = "X-CSRF-Token"
_SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
_LOG_IN = "log in, or send `Authorization: Bearer <API token>`"


def services_of(request: Request) -> Services:
    """The server's parts."""
    return request.app.state.services


ServicesDep = Annotated[Services, Depends(services_of)]


def identify(request: Request) -> Identity:
    """Who asks. Raises NotAuthenticatedError; ForbiddenError for a change by a page without its CSRF token."""
    scheme, _, credential = request.headers.get("Authorization", "").partition(" ")
    if scheme:
        found = _by_credential(services_of(request), scheme.lower(), credential.strip())
        if found is None:
            raise NotAuthenticatedError(f"the credential is wrong, expired or revoked; {_LOG_IN}")
        return found
    secret = request.cookies.get(SESSION_COOKIE, "")
    session = services_of(request).accounts.session(secret) if secret else None
    if session is None:
        raise NotAuthenticatedError(f"nobody is logged in; {_LOG_IN}")
    if request.method not in _SAFE:
        sent = request.headers.get(CSRF_HEADER, "")
        if not secrets.compare_digest(sent.encode(), csrf_token(secret).encode()):
            raise ForbiddenError(f"the page sent no valid {CSRF_HEADER}; reload it and try again")
    return session


class Requires:
    """The permission that a route needs; answers who asks."""

    def __init__(self, permission: str) -> None:
        """`permission` is one of cmdb_server.auth.identity."""
        self.permission = permission

    def __call__(self, request: Request) -> Identity:
        """Who asks. Raises NotAuthenticatedError, ForbiddenError."""
        who = identify(request)
        if not who.may(self.permission):
            raise ForbiddenError(f"{who.name} has no permission {self.permission!r}; an administrator can give it")
        return who


def requires(permission: str) -> Any:  # noqa: ANN401 - what FastAPI's Depends returns
    """For a route's `dependencies`: only with this permission."""
    return Depends(Requires(permission))


def _by_credential(services: Services, scheme: str, credential: str) -> Identity | None:
    if scheme == "bearer":
        return services.tokens.identity(credential)
    if scheme == "agent":
        agent_id, _, secret = credential.partition(":")
        return services.agents.identity(agent_id, secret)
    return None
