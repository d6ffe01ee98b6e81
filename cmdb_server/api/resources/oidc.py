"""Log-in at an OpenID provider, beside the accounts with a password here."""

from typing import Annotated
from urllib.parse import urlencode

import msgspec
from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from cmdb_server.api.dependencies import ServicesDep, address_of, keep_session, requires
from cmdb_server.api.routes import resource
from cmdb_server.auth.identity import ADMIN
from cmdb_server.auth.oidc import Attempt, OidcError
from cmdb_server.auth.single_sign_on import SingleSignOn
from cmdb_server.errors import CmdbError
from cmdb_server.services import Services

router = resource("single sign-on")
OPEN_TO_ALL = frozenset(("get_single_sign_on", "begin_single_sign_on", "end_single_sign_on"))
_COOKIE = "plumbline_oidc"
_COOKIE_PATH = "/api/v1/oidc"
_LIFETIME_SECONDS = 600


class OidcOffer(BaseModel):
    """Whether people may log in at a provider, and what the button calls it."""

    is_offered: bool
    name: str


class RoleOfGroup(BaseModel):
    """A group of the provider and the role that it gives."""

    group: str
    role: str


class OidcState(OidcOffer):
    """How single sign-on is set up; `problem` says what is wrong with the provider right now."""

    issuer: str
    client_id: str
    redirect_uri: str
    groups_claim: str
    roles: list[RoleOfGroup]
    problem: str | None


class _Kept(msgspec.Struct):
    """What the browser keeps until it comes back, where no script reads it."""

    state: str
    nonce: str
    verifier: str
    next: str


class NotOfferedError(CmdbError):
    """No provider is set up."""

    def __init__(self) -> None:
        """404."""
        super().__init__("no OpenID provider is set up here; see CMDB_OIDC_ISSUER", 404, "oidc_not_offered")


@router.get("/oidc", name="get_single_sign_on")
def get_single_sign_on(services: ServicesDep) -> OidcOffer:
    """Whether the log-in page offers a provider."""
    offered = services.single_sign_on
    return OidcOffer(is_offered=offered is not None, name=offered.name if offered else "")


@router.get("/oidc/state", name="get_single_sign_on_state", dependencies=[requires(ADMIN)])
def get_single_sign_on_state(request: Request, services: ServicesDep) -> OidcState:
    """How single sign-on is set up, and whether the provider answers."""
    offered = _offered(services)
    problem: str | None = None
    try:
        offered.provider.published()
    except OidcError as error:
        problem = str(error)
    return OidcState(
        is_offered=True,
        name=offered.name,
        issuer=offered.issuer,
        client_id=offered.client_id,
        redirect_uri=_redirect_uri(request, offered),
        groups_claim=offered.groups_claim,
        roles=[RoleOfGroup(group=group, role=role) for group, role in offered.roles.items()],
        problem=problem,
    )


@router.get("/oidc/login", name="begin_single_sign_on", include_in_schema=False)
def begin_single_sign_on(
    request: Request,
    services: ServicesDep,
    next: Annotated[str, Query(max_length=2000)] = "/",  # noqa: A002 - the parameter's name in the API
) -> Response:
    """Send the browser to the provider."""
    offered = _offered(services)
    try:
        url, attempt = offered.provider.begin(_redirect_uri(request, offered))
    except OidcError as error:
        return _failed(request, services, error)
    kept = _Kept(attempt.state, attempt.nonce, attempt.verifier, next)
    response = RedirectResponse(url, 303)
    response.set_cookie(
        _COOKIE,
        msgspec.json.encode(kept).hex(),
        max_age=_LIFETIME_SECONDS,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        path=_COOKIE_PATH,
    )
    return response


@router.get("/oidc/callback", name="end_single_sign_on", include_in_schema=False)
def end_single_sign_on(request: Request, services: ServicesDep) -> Response:
    """Let in whom the provider vouches for, with the roles of its groups."""
    offered = _offered(services)
    try:
        kept = _kept(request)
        attempt = Attempt(kept.state, kept.nonce, kept.verifier)
        claims = offered.provider.finish(attempt, request.query_params, _redirect_uri(request, offered))
        secret = services.foreign_accounts.log_in(claims, offered.roles_of(claims), address_of(request))
    except OidcError as error:
        return _failed(request, services, error)
    # Asked only now: what a browser keeps may be of somebody else's making.
    response = RedirectResponse(kept.next if _is_here(kept.next) else "/", 303)
    keep_session(request, response, secret)
    response.delete_cookie(_COOKIE, path=_COOKIE_PATH)
    return response


def _failed(request: Request, services: Services, error: OidcError) -> Response:
    """Back to the log-in page, which says why in its own words; the audit log has all of it."""
    services.foreign_accounts.refused(error, address_of(request))
    response = RedirectResponse(f"/login?{urlencode({'problem': error.code})}", 303)
    response.delete_cookie(_COOKIE, path=_COOKIE_PATH)
    return response


def _offered(services: Services) -> SingleSignOn:
    if services.single_sign_on is None:
        raise NotOfferedError
    return services.single_sign_on


def _kept(request: Request) -> _Kept:
    try:
        return msgspec.json.decode(bytes.fromhex(request.cookies.get(_COOKIE, "")), type=_Kept)
    except (ValueError, msgspec.DecodeError) as error:
        raise OidcError("oidc_state", "this log-in was not begun in this browser, or long ago; begin again") from error


def _redirect_uri(request: Request, offered: SingleSignOn) -> str:
    return offered.redirect_uri or str(request.url.replace(path=f"{_COOKIE_PATH}/callback", query=""))


def _is_here(path: str) -> bool:
    """Whether an address is one of this server's pages: nobody is sent elsewhere after logging in.

    Browsers leave control characters out of addresses and read a backslash as a slash.
    """
    return path.startswith("/") and not path.startswith("//") and path.isprintable() and "\\" not in path
