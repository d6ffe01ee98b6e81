"""`cmdb role`: what people and tokens may do, and with which CIs."""

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

import msgspec
import typer

from cmdb_server.cli.options import DataDir, client
from cmdb_server.cli.screen import output, show_table
from cmdb_server.errors import CmdbError

app = typer.Typer(help="Roles: permissions, and with which CIs they count.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Name of the role.")]
Grant = Annotated[
    list[str],
    typer.Option(help=r"CLASS\[@SITE,...]:READ[:WRITE], groups with commas; ci is every class. May be repeated."),
]


class BadGrantTextError(CmdbError):
    """A grant on the command line that cannot be read."""

    def __init__(self, text: str) -> None:
        """Shows the form."""
        super().__init__(
            f"--grant {text!r} cannot be read; write e.g. server@Oslo:general,network:general", 422, "bad_grant"
        )


@app.command("list")
def list_roles(*, data: DataDir = None) -> None:
    """The roles with their grants."""
    roles = client(data).get("/roles")["items"]
    show_table(("role", "permissions", "grants", "description"), map(_columns, roles))


@app.command("set")
def set_role(
    name: Name,
    *,
    permission: Annotated[list[str], typer.Option(help="read, write, report, audit or admin; may be repeated.")],
    grant: Grant,
    description: Annotated[str, typer.Option(help="What the role is for.")] = "",
    data: DataDir = None,
) -> None:
    """Make a role or replace it; it counts at once for everybody who has it."""
    body = {"description": description, "permissions": permission, "grants": [_grant(text) for text in grant]}
    client(data).send("PUT", f"/roles/{quote(name, safe='')}", body)
    output.print(f"The role {name} is kept.", markup=False)


@app.command()
def load(
    file: Annotated[Path, typer.Argument(help="JSON as `cmdb role show` prints it.", exists=True, dir_okay=False)],
    *,
    data: DataDir = None,
) -> None:
    """Make a role or replace it from a file."""
    try:
        role = msgspec.json.decode(file.read_bytes(), type=dict[str, Any])
        name = str(role.pop("name"))
    except (msgspec.DecodeError, KeyError) as error:
        raise CmdbError(f"{file} holds no role ({error}); see `cmdb role show`", 422, "bad_role") from error
    role.pop("is_built_in", None)
    client(data).send("PUT", f"/roles/{quote(name, safe='')}", role)
    output.print(f"The role {name} is kept.", markup=False)


@app.command()
def show(name: Name, *, data: DataDir = None) -> None:
    """A role as JSON."""
    for role in client(data).get("/roles")["items"]:
        if role["name"] == name:
            typer.echo(msgspec.json.format(msgspec.json.encode(role)).decode())
            return
    raise CmdbError(f"there is no role {name!r}; see `cmdb role list`", 404, "not_found")


@app.command()
def remove(name: Name, *, data: DataDir = None) -> None:
    """Remove a role that nobody has."""
    client(data).send("DELETE", f"/roles/{quote(name, safe='')}")
    output.print(f"The role {name} is removed.", markup=False)


def _grant(text: str) -> dict[str, Any]:
    where, *groups = text.split(":")
    ci_class, _, sites = where.partition("@")
    if not ci_class or not 1 <= len(groups) <= 2:  # noqa: PLR2004 - groups to read, and to write
        raise BadGrantTextError(text)
    return {
        "ci_class": ci_class,
        "sites": _words(sites),
        **dict(zip(("read", "write"), map(_words, groups), strict=False)),
    }


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _columns(role: dict[str, Any]) -> tuple[str, ...]:
    return (role["name"], ", ".join(role["permissions"]), " ".join(map(_text, role["grants"])), role["description"])


def _text(grant: dict[str, Any]) -> str:
    sites = f"@{','.join(grant['sites'])}" if grant["sites"] else ""
    return f"{grant['ci_class']}{sites}:{','.join(grant['read'])}:{','.join(grant['write'])}"
