"""People: who may log in, with which roles."""

from typing import Annotated

from fastapi import Path
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import ActorDep, ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.times import time_or_none
from cmdb_server.auth import users as people
from cmdb_server.auth.identity import ADMIN

router = resource("users")
UserName = Annotated[str, Path(min_length=1, max_length=200)]


class User(BaseModel):
    """A person who may log in. `oidc_roles` came from the identity provider; `is_local`: has a password here."""

    name: str
    roles: list[str]
    teams: list[str]
    oidc_roles: list[str]
    is_local: bool
    created_at: str | None
    last_login_at: str | None


class Users(BaseModel):
    """Everybody who may log in."""

    items: list[User]


class RightsIn(Body):
    """The roles and teams of a person."""

    roles: list[str] = Field(max_length=100)
    teams: list[str] = Field(default=[], max_length=100)


class UserIn(RightsIn):
    """A new person."""

    name: str = Field(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9._@-]+$")


class UserPassword(BaseModel):
    """A generated password; it is shown this once."""

    name: str
    password: str


@router.get("/users", name="list_users", dependencies=[requires(ADMIN)])
def list_users(services: ServicesDep) -> Users:
    """Everybody who may log in."""
    return Users(items=[_user(user) for user in services.users.all()])


@router.post("/users", name="create_user", status_code=201, dependencies=[requires(ADMIN)])
def create_user(wanted: UserIn, services: ServicesDep, actor: ActorDep) -> UserPassword:
    """Let a person in, with a generated password."""
    password = services.users.create(wanted.name, tuple(wanted.roles), tuple(wanted.teams), actor)
    return UserPassword(name=wanted.name, password=password)


@router.put("/users/{name}", name="change_user", status_code=204, dependencies=[requires(ADMIN)])
def change_user(name: UserName, wanted: RightsIn, services: ServicesDep, actor: ActorDep) -> None:
    """Give a person exactly these roles and teams; it counts at once. The last administrator stays one."""
    if not services.users.change(name, tuple(wanted.roles), tuple(wanted.teams), actor):
        raise NotFoundError("user", name)


@router.post("/users/{name}/password", name="reset_password", dependencies=[requires(ADMIN)])
def reset_password(name: UserName, services: ServicesDep, actor: ActorDep) -> UserPassword:
    """Replace a person's password by a generated one and end the person's sessions."""
    password = services.users.reset_password(name, actor)
    if password is None:
        raise NotFoundError("user", name)
    return UserPassword(name=name, password=password)


@router.delete("/users/{name}", name="delete_user", status_code=204, dependencies=[requires(ADMIN)])
def delete_user(name: UserName, services: ServicesDep, actor: ActorDep) -> None:
    """Shut a person out at once. The last administrator stays."""
    if not services.users.remove(name, actor):
        raise NotFoundError("user", name)


def _user(user: people.User) -> User:
    return User(
        name=user.name,
        roles=list(user.roles),
        teams=list(user.teams),
        oidc_roles=list(user.oidc_roles),
        is_local=user.is_local,
        created_at=time_or_none(user.created_at),
        last_login_at=time_or_none(user.last_login_at),
    )
