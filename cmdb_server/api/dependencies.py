"""Who asks, and whether that is enough for a route."""

import secrets
from dataclasses import replace
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute

from cmdb_server.auth.audit import Actor
from cmdb_server.auth.credentials import csrf_token
from cmdb_server.auth.identity import (
    CALENDAR,
    REPORT,
    SIGNALS,
    TRACES,
    WRITE,
    ForbiddenError,
    Identity,
    NotAuthenticatedError,
)
from cmdb_server.auth.sessions import SESSION_MICROSECONDS
from cmdb_server.duplicates.permitted import PermittedDuplicates
from cmdb_server.manual_edits.permitted import PermittedEdits
from cmdb_server.permissions.sight import Sight, sight_of
from cmdb_server.services import Services

SESSION_COOKIE = "plumbline_session"
CSRF_HEADER = "X-CSRF-Token"
CI_PATH = "/cis/{uid}"
_FEED = ".ics"
_SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
_LOG_IN = "log in, or send `Authorization: Bearer <API token>`"


def services_of(request: Request) -> Services:
    """The server's parts."""
    return request.app.state.services


def seen_services(request: Request) -> Services:
    """The server's parts as whoever asks may use them: all that is looked through and changed keeps to the grants."""
    services = services_of(request)
    try:
        sight = sight_of_request(request)
    except (NotAuthenticatedError, ForbiddenError):
        return services  # the route says itself whether that is enough
    if sight.reads_all and sight.writes_all:
        return services
    return replace(
        services,
        index=services.index.seen_by(sight),
        waiting=services.waiting.seen_by(sight, services.index.places),
        impact=services.impact.seen_by(sight),
        single_points=services.single_points.seen_by(sight),
        edits=PermittedEdits(services.edits, sight, services.index.places),
        duplicates=PermittedDuplicates(services.duplicates, sight, services.index.places),
    )


ServicesDep = Annotated[Services, Depends(seen_services)]


def sight_of_request(request: Request) -> Sight:
    """What whoever asks may see and change. Raises NotAuthenticatedError, ForbiddenError."""
    return sight_of(services_of(request).registry, identify(request).grants)


def identify(request: Request) -> Identity:
    """Who asks. Raises NotAuthenticatedError; ForbiddenError for a change by a page without its CSRF token."""
    if not hasattr(request.state, "who"):
        request.state.who = _identify(request)
    return request.state.who


def _identify(request: Request) -> Identity:
    scheme, _, credential = request.headers.get("Authorization", "").partition(" ")
    if scheme:
        found = _by_credential(services_of(request), scheme.lower(), credential.strip())
        if found is None:
            raise NotAuthenticatedError(f"the credential is wrong, expired or revoked; {_LOG_IN}")
        return found
    if request.url.path.endswith(_FEED) and (token := request.query_params.get("token")):
        return _in_address(request, token)
    secret = request.cookies.get(SESSION_COOKIE, "")
    session = services_of(request).sessions.identity(secret) if secret else None
    if session is None:
        raise NotAuthenticatedError(f"nobody is logged in; {_LOG_IN}")
    if request.method not in _SAFE:
        sent = request.headers.get(CSRF_HEADER, "")
        if not secrets.compare_digest(sent.encode(), csrf_token(secret).encode()):
            raise ForbiddenError(f"the page sent no valid {CSRF_HEADER}; reload it and try again")
    return session


def _in_address(request: Request, token: str) -> Identity:
    """Who asks by a token in the address, as programs that show calendars do; one that may more is refused."""
    found = services_of(request).tokens.identity(token)
    if found is None or found.permissions - {CALENDAR}:
        raise NotAuthenticatedError("the address holds no token of the scope calendar; `cmdb change feed` makes one")
    return found


class Requires:
    """The permission that a route needs, and how it keeps to the grants; answers who asks.

    Unless said otherwise what a route answers is redacted for who may not see all, and it is for those who may change
    every CI if it changes something other than the CI in its address. `is_compiled`: the route keeps to the grants by
    itself. `is_for_all`: only for those who may see (or change) every CI.
    """

    def __init__(self, permission: str, *, is_compiled: bool = False, is_for_all: bool = False) -> None:
        """`permission` is one of cmdb_server.auth.identity."""
        self.permission = permission
        self.is_compiled = is_compiled
        self.is_for_all = is_for_all

    def __call__(self, request: Request) -> Identity:
        """Who asks. Raises NotAuthenticatedError, ForbiddenError."""
        who = identify(request)
        sight = sight_of(services_of(request).registry, who.grants)
        if refusal := self.refusal(request.scope["route"].path, who.permissions, sight):
            raise ForbiddenError(f"{who.name} {refusal}; an administrator can give a role that may")
        return who

    def refusal(self, path: str, permissions: frozenset[str], sight: Sight) -> str:
        """Why the route at a path is closed to who has these permissions and grants, "" if it is open."""
        if self.permission not in permissions:
            return f"has no permission {self.permission!r}"
        if self.permission in (WRITE, REPORT, TRACES, SIGNALS):
            is_for_all = self.is_for_all or not (self.is_compiled or CI_PATH in path)
            return "may not change every CI" if is_for_all and not sight.writes_all else ""
        return "may not see every CI" if self.is_for_all and not sight.reads_all else ""


def requires(permission: str, *, is_compiled: bool = False, is_for_all: bool = False) -> Any:  # noqa: ANN401 - what FastAPI's Depends returns
    """For a route's `dependencies`: only with this permission; see Requires."""
    return Depends(Requires(permission, is_compiled=is_compiled, is_for_all=is_for_all))


def actor_of(request: Request) -> Actor:
    """Who does what the audit log will tell of, and from where."""
    return Actor(identify(request).name, address_of(request))


ActorDep = Annotated[Actor, Depends(actor_of)]


def address_of(request: Request) -> str:
    """Where a request came from: what a trusted proxy says, else the other end of the connection."""
    return request.client.host if request.client else ""


def keep_session(request: Request, response: Response, secret: str) -> None:
    """Have the browser keep a session's secret where no script reads it."""
    response.set_cookie(
        SESSION_COOKIE,
        secret,
        max_age=SESSION_MICROSECONDS // 1_000_000,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
        path="/",
    )


def requirement_of(route: APIRoute) -> Requires | None:
    """The permission that a route declares, None for one that is open to all."""
    found = (entry.call for entry in route.dependant.dependencies if isinstance(entry.call, Requires))
    return next(found, None)


def _by_credential(services: Services, scheme: str, credential: str) -> Identity | None:
    if scheme == "bearer":
        return services.tokens.identity(credential)
    if scheme == "agent":
        agent_id, _, secret = credential.partition(":")
        return services.agents.identity(agent_id, secret)
    return None
