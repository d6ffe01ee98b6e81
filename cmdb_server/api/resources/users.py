"""People: who may log in."""

from typing import Annotated, Literal

from fastapi import Path
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import Body, resource
from cmdb_server.auth.identity import ADMIN

router = resource("users")
UserName = Annotated[str, Path(min_length=1, max_length=200)]


class User(BaseModel):
    """A person who may log in."""

    name: str
    roles: list[str]


class Users(BaseModel):
    """Everybody who may log in."""

    items: list[User]


class UserIn(Body):
    """A new person."""

    name: str = Field(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9._@-]+$")
    role: Literal["administrator", "reader"]


class UserPassword(BaseModel):
    """A generated password; it is shown this once."""

    name: str
    password: str


@router.get("/users", name="list_users", dependencies=[requires(ADMIN)])
def list_users(services: ServicesDep) -> Users:
    """Everybody who may log in."""
    return Users(items=[User(name=name, roles=roles) for name, roles in services.users.all()])


@router.post("/users", name="create_user", status_code=201, dependencies=[requires(ADMIN)])
def create_user(wanted: UserIn, services: ServicesDep) -> UserPassword:
    """Let a person in, with a generated password."""
    return UserPassword(name=wanted.name, password=services.users.create(wanted.name, wanted.role))


@router.post("/users/{name}/password", name="reset_password", dependencies=[requires(ADMIN)])
def reset_password(name: UserName, services: ServicesDep) -> UserPassword:
    """Replace a person's password by a generated one and end the person's sessions."""
    password = services.users.reset_password(name)
    if password is None:
        raise NotFoundError("user", name)
    return UserPassword(name=name, password=password)


@router.delete("/users/{name}", name="delete_user", status_code=204, dependencies=[requires(ADMIN)])
def delete_user(name: UserName, services: ServicesDep) -> None:
    """Shut a person out at once. The last administrator stays."""
    if not services.users.remove(name):
        raise NotFoundError("user", name)
