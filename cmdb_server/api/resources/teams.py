"""Teams: people who have roles in common."""

from typing import Annotated

from fastapi import Path
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import ActorDep, ServicesDep, requires
from cmdb_server.api.problems import NotFoundError
from cmdb_server.api.routes import Body, resource
from cmdb_server.auth import rights
from cmdb_server.auth.identity import ADMIN

router = resource("teams")
TeamName = Annotated[str, Path(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9 ._-]*$")]


class TeamIn(Body):
    """The roles of a team."""

    description: str = Field(default="", max_length=500)
    roles: list[str] = Field(max_length=100)


class Team(BaseModel):
    """A team with its roles and the people in it."""

    name: str
    description: str
    roles: list[str]
    members: list[str]


class Teams(BaseModel):
    """The teams."""

    items: list[Team]


@router.get("/teams", name="list_teams", dependencies=[requires(ADMIN)])
def list_teams(services: ServicesDep) -> Teams:
    """The teams by name. Who is in one is set at the person."""
    users = services.users.all()
    return Teams(
        items=[
            Team(
                name=team.name,
                description=team.description,
                roles=list(team.roles),
                members=[user.name for user in users if team.name in user.teams],
            )
            for team in services.roles_and_teams.rights().teams.values()
        ]
    )


@router.put("/teams/{name}", name="save_team", status_code=204, dependencies=[requires(ADMIN)])
def save_team(name: TeamName, wanted: TeamIn, services: ServicesDep, actor: ActorDep) -> None:
    """Make a team or give it exactly these roles; it counts at once for everybody in it."""
    services.roles_and_teams.save_team(rights.Team(name, wanted.description, tuple(wanted.roles)), actor)


@router.delete("/teams/{name}", name="delete_team", status_code=204, dependencies=[requires(ADMIN)])
def delete_team(name: TeamName, services: ServicesDep, actor: ActorDep) -> None:
    """Remove a team that nobody is in."""
    if not services.roles_and_teams.remove_team(name, actor):
        raise NotFoundError("team", name)
