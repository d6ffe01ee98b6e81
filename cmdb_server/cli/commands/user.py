"""`cmdb user`: people who may log in."""

from typing import Annotated, Any
from urllib.parse import quote

import typer

from cmdb_server.cli.options import DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="People who may log in.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="User name.")]
Roles = Annotated[list[str] | None, typer.Option(help="A role, see `cmdb role list`; may be repeated.")]
Teams = Annotated[list[str] | None, typer.Option(help="A team, see `cmdb team list`; may be repeated.")]


@app.command("list")
def list_users(*, data: DataDir = None) -> None:
    """Everybody who may log in; roles in brackets came from the identity provider."""
    people = client(data).get("/users")["items"]
    show_table(("user", "roles", "teams", "account", "last log-in"), map(_columns, people))


@app.command()
def add(name: Name, *, role: Roles = None, team: Teams = None, data: DataDir = None) -> None:
    """Let a person in, as reader unless said otherwise; prints the generated password once."""
    roles = role or ([] if team else ["reader"])
    _show(client(data).send("POST", "/users", {"name": name, "roles": roles, "teams": team or []}))


@app.command("set")
def set_rights(name: Name, *, role: Roles = None, team: Teams = None, data: DataDir = None) -> None:
    """Give a person exactly these roles and teams; it counts at once."""
    client(data).send("PUT", f"/users/{quote(name, safe='')}", {"roles": role or [], "teams": team or []})
    output.print(
        f"{name} has the roles {', '.join(role or []) or 'none'} and is in {', '.join(team or []) or 'no team'}."
    )


@app.command()
def password(name: Name = "admin", *, data: DataDir = None) -> None:
    """Make a new password for a person and end the person's sessions; prints it once."""
    _show(client(data).send("POST", f"/users/{quote(name, safe='')}/password"))


@app.command()
def remove(name: Name, *, data: DataDir = None) -> None:
    """Shut a person out at once."""
    client(data).send("DELETE", f"/users/{quote(name, safe='')}")
    output.print(f"{name} is shut out.", markup=False)


def _columns(user: dict[str, Any]) -> tuple[str, ...]:
    roles = [*user["roles"], *(f"[{name}]" for name in user["oidc_roles"])]
    account = "local" if user["is_local"] else "identity provider"
    return (user["name"], ", ".join(roles), ", ".join(user["teams"]), account, user["last_login_at"] or "never")


def _show(made: dict[str, str]) -> None:
    output.print(f"user {made['name']}, password {made['password']} (shown this once)", markup=False)
