"""`cmdb user`: people who may log in."""

from typing import Annotated, Literal
from urllib.parse import quote

import typer

from cmdb_server.cli.options import DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="People who may log in.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="User name.")]


@app.command("list")
def list_users(*, data: DataDir = None) -> None:
    """Everybody who may log in."""
    people = client(data).get("/users")["items"]
    show_table(("user", "roles"), ((user["name"], ", ".join(user["roles"])) for user in people))


@app.command()
def add(
    name: Name,
    *,
    role: Annotated[Literal["administrator", "reader"], typer.Option()] = "reader",
    data: DataDir = None,
) -> None:
    """Let a person in; prints the generated password once."""
    _show(client(data).send("POST", "/users", {"name": name, "role": role}))


@app.command()
def password(name: Name = "admin", *, data: DataDir = None) -> None:
    """Make a new password for a person and end the person's sessions; prints it once."""
    _show(client(data).send("POST", f"/users/{quote(name, safe='')}/password"))


@app.command()
def remove(name: Name, *, data: DataDir = None) -> None:
    """Shut a person out at once."""
    client(data).send("DELETE", f"/users/{quote(name, safe='')}")
    output.print(f"{name} is shut out.", markup=False)


def _show(made: dict[str, str]) -> None:
    output.print(f"user {made['name']}, password {made['password']} (shown this once)", markup=False)
