"""`cmdb team`: people who have roles in common."""

from typing import Annotated
from urllib.parse import quote

import typer

from cmdb_server.cli.options import DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Teams: people who have roles in common.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Name of the team.")]


@app.command("list")
def list_teams(*, data: DataDir = None) -> None:
    """The teams with their roles and members; `cmdb user set` puts people into them."""
    teams = client(data).get("/teams")["items"]
    rows = ((team["name"], ", ".join(team["roles"]), ", ".join(team["members"]), team["description"]) for team in teams)
    show_table(("team", "roles", "members", "description"), rows)


@app.command("set")
def set_team(
    name: Name,
    *,
    role: Annotated[list[str] | None, typer.Option(help="A role of everybody in it; may be repeated.")] = None,
    description: Annotated[str, typer.Option(help="Who is in it.")] = "",
    data: DataDir = None,
) -> None:
    """Make a team or give it exactly these roles."""
    client(data).send("PUT", f"/teams/{quote(name, safe='')}", {"description": description, "roles": role or []})
    output.print(f"The team {name} is kept.", markup=False)


@app.command()
def remove(name: Name, *, data: DataDir = None) -> None:
    """Remove a team that nobody is in."""
    client(data).send("DELETE", f"/teams/{quote(name, safe='')}")
    output.print(f"The team {name} is removed.", markup=False)
