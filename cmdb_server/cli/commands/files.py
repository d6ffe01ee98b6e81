"""`cmdb files`: files at records and entitlements, brought and saved."""

from pathlib import Path
from typing import Annotated

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Files at records and at entitlements (licences).", no_args_is_help=True)
Number = Annotated[
    str, typer.Argument(help="The number of a record, or the uid of an entitlement (`cmdb licences list`).")
]
Uid = Annotated[str, typer.Argument(help="The uid of a file, as `cmdb files list` shows it.")]


@app.command("list")
def list_files(number: Number, *, as_json: AsJson = False, data: DataDir = None) -> None:
    """The files at a record or an entitlement, the oldest first."""
    found = client(data).get(_files(number))
    if as_json:
        output.print_json(data=found)
        return
    rows = ((one["name"], str(one["size"]), one["by"], one["at"], one["uid"]) for one in found["items"])
    show_table(("name", "bytes", "by", "at", "uid"), rows)


@app.command()
def add(
    number: Number,
    file: Annotated[Path, typer.Argument(help="The file, at most 10 MiB.", exists=True, dir_okay=False)],
    *,
    data: DataDir = None,
) -> None:
    """Bring a file to a record or an entitlement."""
    client(data).upload(_files(number), file.read_bytes(), name=file.name)
    output.print(f"{file.name} is at {number}.", markup=False)


@app.command()
def save(
    number: Number,
    uid: Uid,
    to: Annotated[Path, typer.Argument(help="Where to write it; a file that is there already is kept.")],
    *,
    data: DataDir = None,
) -> None:
    """Save a file of a record or an entitlement."""
    if to.exists():
        raise typer.BadParameter(f"{to} is there already; give another name")
    to.write_bytes(b"".join(client(data).stream(f"{_files(number)}/{uid}")))
    output.print(f"{to} is written.", markup=False)


@app.command()
def remove(number: Number, uid: Uid, *, data: DataDir = None) -> None:
    """Take a file away from a record or an entitlement."""
    client(data).send("DELETE", f"{_files(number)}/{uid}")
    output.print(f"It is no longer at {number}.", markup=False)


def _files(number: str) -> str:
    """The address of the files of a record, or of an entitlement."""
    return f"/licences/entitlements/{number}/files" if number.startswith("ent_") else f"/records/{number}/files"
