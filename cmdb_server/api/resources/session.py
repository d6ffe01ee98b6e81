"""Log-in, log-out and what the one who asks may do."""

from typing import Annotated, Literal

from fastapi import Depends, Request, Response
from pydantic import BaseModel, Field

from cmdb_server.api.about import ServerAbout, server_about
from cmdb_server.api.dependencies import (
    SESSION_COOKIE,
    ActorDep,
    Requires,
    ServicesDep,
    address_of,
    keep_session,
    requires,
)
from cmdb_server.api.owned import teams_of
from cmdb_server.api.routes import Body, resource
from cmdb_server.auth.credentials import csrf_token
from cmdb_server.auth.identity import READ, WRITE, Identity
from cmdb_server.permissions.sight import sight_of
from cmdb_server.services import Services

router = resource("session")
OPEN_TO_ALL = frozenset(("log_in",))
Reader = Annotated[Identity, Depends(Requires(READ))]


class Login(Body):
    """A user's name and password."""

    username: str = Field(max_length=200)
    password: str = Field(max_length=1000)


class Preferences(BaseModel):
    """What a person chose for the pages."""

    theme: Literal["light", "dark", "auto"] | None = None
    density: Literal["compact", "normal", "comfortable"] | None = None


class PreferencesIn(Preferences):
    """What a person chooses; what is left out stays."""

    model_config = Body.model_config


class Me(BaseModel):
    """Who asks. `csrf_token` goes into the header X-CSRF-Token of every change that a page makes.

    `sees_all`: nothing is redacted; `writes_all`: may change every CI; `is_local`: has a password here.
    """

    username: str
    roles: list[str]
    teams: list[str]
    permissions: list[str]
    sees_all: bool
    writes_all: bool
    is_local: bool
    csrf_token: str
    preferences: Preferences
    server: ServerAbout


class MePatch(Body):
    """What to change."""

    preferences: PreferencesIn


class PasswordIn(Body):
    """The present and the new password."""

    current_password: str = Field(max_length=1000)
    new_password: str = Field(max_length=1000)


@router.post("/session", name="log_in")
def log_in(login: Login, request: Request, response: Response, services: ServicesDep) -> Me:
    """Start a session; the cookie is for pages only."""
    secret = services.accounts.log_in(login.username, login.password, address_of(request))
    keep_session(request, response, secret)
    who = services.sessions.identity(secret)
    if who is None:
        raise RuntimeError("a session that was just made is open")
    return _me(services, who, secret)


@router.delete("/session", name="log_out", status_code=204, dependencies=[requires(READ)])
def log_out(request: Request, response: Response, services: ServicesDep, actor: ActorDep) -> None:
    """End the session."""
    services.sessions.close(request.cookies.get(SESSION_COOKIE, ""), actor)
    response.delete_cookie(SESSION_COOKIE, path="/")


@router.get("/me", name="get_me")
def get_me(request: Request, services: ServicesDep, who: Reader) -> Me:
    """Who asks and what that allows."""
    return _me(services, who, request.cookies.get(SESSION_COOKIE, ""))


@router.patch("/me", name="change_me")
def change_me(change: MePatch, request: Request, services: ServicesDep, who: Reader) -> Me:
    """Remember what a person chose for the pages."""
    chosen = {name: value for name, value in change.preferences.model_dump().items() if value is not None}
    services.accounts.set_preferences(who.name, {**services.accounts.preferences(who.name), **chosen})
    return _me(services, who, request.cookies.get(SESSION_COOKIE, ""))


@router.post("/me/password", name="change_password", status_code=204)
def change_password(change: PasswordIn, request: Request, services: ServicesDep, who: Reader) -> None:
    """Replace one's own password; other sessions end."""
    services.accounts.change_password(who, change.current_password, change.new_password, address_of(request))


def _me(services: Services, who: Identity, secret: str) -> Me:
    user = services.accounts.user(who.name) if who.kind == "user" else None
    sight = sight_of(services.registry, who.grants)
    return Me(
        username=who.name,
        roles=[role.name for role in services.roles_and_teams.rights().roles_of(user)] if user else [],
        teams=list(teams_of(services, who)),
        permissions=sorted(who.permissions),
        sees_all=sight.reads_all,
        writes_all=WRITE in who.permissions and sight.writes_all,
        is_local=bool(user and not user.get("subject")),
        csrf_token=csrf_token(secret) if secret else "",
        preferences=Preferences.model_validate(services.accounts.preferences(who.name) if user else {}),
        server=server_about(services),
    )
