"""`cmdb imports`: what was imported, and taking it back."""

import sys
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote

import typer

from cmdb_server.cli.importing import FileRefusedError, WithConflicts, show_counts, show_troubles, work, write_rejects
from cmdb_server.cli.options import DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Imports of files: list, look at, commit, resume, undo.", no_args_is_help=True)
Uid = Annotated[str, typer.Argument(help="Import as `cmdb imports list` shows it.")]


@app.command("list")
def list_imports(*, data: DataDir = None) -> None:
    """All imports, the latest first."""
    items: list[dict[str, Any]] = client(data).get("/imports")["items"]
    show_table(("id", "file", "state", "rows", "stored", "by", "at"), map(_columns, items))


@app.command()
def show(uid: Uid, *, data: DataDir = None) -> None:
    """What became of the rows."""
    server = client(data)
    batch = server.get(f"/imports/{uid}")["batch"]
    output.print(f"{batch['file_name']}: {batch['state']}, {batch['stored']} rows stored.", markup=False)
    show_counts(batch)
    show_troubles(server, uid)


@app.command()
def rejects(
    uid: Uid, *, file: Annotated[Path, typer.Option("--output", "-o", help="File to write.")], data: DataDir = None
) -> None:
    """Write the rows that are not stored, with the reasons, as CSV, or as a workbook to a file that ends in .xlsx."""
    write_rejects(client(data), uid, file)


@app.command()
def resume(uid: Uid, *, data: DataDir = None) -> None:
    """Go on with an import that was stopped or cut off."""
    server = client(data)
    batch = server.get(f"/imports/{uid}")["batch"]
    if batch["state"] == "cancelled":
        batch = server.send("POST", f"/imports/{uid}/commit", {"takes_conflicts": batch["takes_conflicts"]})
    batch = work(server, batch)
    output.print(f"{batch['file_name']} is {batch['state']}; {batch['stored']} rows are stored.", markup=False)


@app.command()
def commit(uid: Uid, *, with_conflicts: WithConflicts = False, data: DataDir = None) -> None:
    """Store the rows of an import that is mapped, after its preview."""
    server = client(data)
    batch = server.get(f"/imports/{uid}")["batch"]
    if batch["state"] == "uploaded":
        batch = server.send("POST", f"/imports/{uid}/preview")
    work(server, batch)
    batch = work(server, server.send("POST", f"/imports/{uid}/commit", {"takes_conflicts": with_conflicts}))
    output.print(f"{batch['file_name']} is {batch['state']}; {batch['stored']} rows are stored.", markup=False)


@app.command()
def discard(uid: Uid, *, data: DataDir = None) -> None:
    """Forget an import of which nothing is stored, with its file."""
    server = client(data)
    if server.get(f"/imports/{uid}")["batch"]["state"] == "previewing":
        server.send("POST", f"/imports/{uid}/cancel")
    server.send("DELETE", f"/imports/{uid}")
    output.print(f"{uid} is discarded.", markup=False)


@app.command()
def undo(
    uid: Uid,
    *,
    on_conflict: Annotated[
        Literal["refuse", "skip", "undo"],
        typer.Option(help="Where others rest on it: refuse, skip these CIs, or undo all the same."),
    ] = "refuse",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Without asking.")] = False,
    data: DataDir = None,
) -> None:
    """Take back what an import says, after showing what rests on it."""
    server = client(data)
    effect = server.get(f"/imports/{uid}/undo")
    output.print(f"{effect['retires']} CIs will retire, {effect['changes']} lose what the file says of them.")
    if effect["resting"]:
        rows = [(entry["name"], entry["kind"], entry["source"], entry["what"]) for entry in effect["resting"]]
        show_table(("CI", "what rests on it", "source", "which"), rows)
    if effect["more"]:
        output.print(f"… and {effect['more']} more.")
    if not yes:
        if not sys.stdin.isatty():
            raise FileRefusedError("nobody can be asked here; repeat with --yes")
        typer.confirm("Undo the import?", abort=True)
    batch = work(server, server.send("POST", f"/imports/{uid}/undo", {"on_conflict": on_conflict}))
    output.print(f"{batch['file_name']} is {batch['state']}.", markup=False)


@app.command()
def mappings(*, data: DataDir = None) -> None:
    """The mappings that are remembered."""
    items: list[dict[str, Any]] = client(data).get("/import-mappings")["items"]
    show_table(("name", "sheets", "by", "at"), map(_mapping, items))


@app.command("forget")
def forget_mapping(
    name: Annotated[str, typer.Argument(help="Mapping as `cmdb imports mappings` shows it.")], *, data: DataDir = None
) -> None:
    """Forget a mapping that is remembered."""
    client(data).send("DELETE", f"/import-mappings/{quote(name, safe='')}")
    output.print(f"{name} is forgotten.", markup=False)


def _columns(item: dict[str, Any]) -> tuple[str, ...]:
    counts = (str(item["rows"]), str(item["stored"]))
    return item["uid"], item["file_name"], item["state"], *counts, item["created_by"], item["created_at"]


def _mapping(item: dict[str, Any]) -> tuple[str, ...]:
    sheets = ", ".join(sheet["sheet"] for sheet in item["mapping"]["sheets"])
    return item["name"], sheets, item["updated_by"], item["updated_at"]
