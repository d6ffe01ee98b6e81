"""Roles: permissions and grants under a name."""

from typing import Annotated

from fastapi import Path
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import ActorDep, ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import Body, resource
from cmdb_server.auth.identity import ADMIN
from cmdb_server.permissions import grants, roles
from graph_schema.declare import ATTRIBUTE_GROUPS

router = resource("roles")
RoleName = Annotated[str, Path(min_length=1, max_length=100, pattern=r"^[a-z0-9][a-z0-9._-]*$")]


class Grant(Body):
    """Rights on the CIs of a class with all that inherit from it, on some sites (none named: on all)."""

    ci_class: str = Field(max_length=100)
    sites: list[str] = Field(default=[], max_length=1_000)
    read: list[str] = Field(default=list(ATTRIBUTE_GROUPS), max_length=20)
    write: list[str] = Field(default=[], max_length=20)


class RoleIn(Body):
    """What a role allows: permissions, and with which CIs."""

    description: str = Field(default="", max_length=500)
    permissions: list[str] = Field(max_length=20)
    grants: list[Grant] = Field(max_length=500)


class Role(BaseModel):
    """A role; a built-in one cannot be changed."""

    name: str
    description: str
    is_built_in: bool
    permissions: list[str]
    grants: list[Grant]


class Permission(BaseModel):
    """Something a role may allow, in words."""

    name: str
    doc: str


class Roles(BaseModel):
    """The roles, and what a role can be made of."""

    items: list[Role]
    permissions: list[Permission]
    attribute_groups: list[str]
    sites: list[str]


@router.get("/roles", name="list_roles", dependencies=[requires(ADMIN)])
def list_roles(services: ServicesDep) -> Roles:
    """The roles, the built-in ones first."""
    return Roles(
        items=[_role(role) for role in services.roles_and_teams.rights().roles.values()],
        permissions=[Permission(name=name, doc=doc) for name, doc in roles.PERMISSIONS.items()],
        attribute_groups=list(ATTRIBUTE_GROUPS),
        sites=services.index.sites(),
    )


@router.put("/roles/{name}", name="save_role", status_code=204, dependencies=[requires(ADMIN)])
def save_role(name: RoleName, wanted: RoleIn, services: ServicesDep, actor: ActorDep) -> None:
    """Make a role or replace it; it counts at once for everybody who has it."""
    given = tuple(
        grants.Grant(grant.ci_class, tuple(grant.sites), tuple(grant.read), tuple(grant.write))
        for grant in wanted.grants
    )
    before = services.roles_and_teams.rights().roles.get(name)
    # A site that the role had before may be gone by now: that hinders no other change of the role.
    had = {site for grant in before.grants for site in grant.sites} if before else set[str]()
    grants.check_sites(given, {*services.index.sites(), *had})
    role = roles.Role(name, wanted.description, tuple(wanted.permissions), given)
    services.roles_and_teams.save_role(role, actor)


@router.delete("/roles/{name}", name="delete_role", status_code=204, dependencies=[requires(ADMIN)])
def delete_role(name: RoleName, services: ServicesDep, actor: ActorDep) -> None:
    """Remove a role that nobody has."""
    if not services.roles_and_teams.remove_role(name, actor):
        raise NotFoundError("role", name)


def _role(role: roles.Role) -> Role:
    return Role(
        name=role.name,
        description=role.description,
        is_built_in=role.is_built_in,
        permissions=list(role.permissions),
        grants=[
            Grant(ci_class=grant.ci_class, sites=list(grant.sites), read=list(grant.read), write=list(grant.write))
            for grant in role.grants
        ],
    )
