"""`cmdb fields`: custom fields of incidents, problems and changes."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from cmdb_server.cli.json_files import object_of
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Custom fields of incidents, problems and changes.", no_args_is_help=True)
Type = Annotated[str, typer.Argument(help="incident, problem or change.")]
Name = Annotated[str, typer.Argument(help="Its name: x_ and letters, digits, _.")]
_COLUMNS = ("type", "field", "label", "takes", "needed in", "in lists", "state")
_WANTED = "fields, as `cmdb fields list --json` prints them"


@app.command("list")
def list_(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """The custom fields; `--json` is what `set` takes."""
    found: dict[str, Any] = client(data).get("/record-fields")
    if as_json:
        typer.echo(json.dumps({"fields": found["fields"]}, indent=2))
        return
    show_table(_COLUMNS, map(_row, found["fields"]))


@app.command()
def add(  # noqa: PLR0913 - each option is a part of the field
    record_type: Type,
    name: Name,
    label: Annotated[str, typer.Argument(help="What forms and pages call it.")],
    *,
    kind: Annotated[str, typer.Option(help="line, text, number, date, choice, ci, person or team.")] = "line",
    choice: Annotated[list[str] | None, typer.Option(help="A choice of the kind choice; may be repeated.")] = None,
    needed_in: Annotated[
        list[str] | None, typer.Option(help="A state to which records come with a value only; may be repeated.")
    ] = None,
    explanation: Annotated[str, typer.Option("--help-text", help="What it means, below the field.")] = "",
    in_lists: Annotated[bool, typer.Option("--in-lists", help="Show it in lists.")] = False,
    data: DataDir = None,
) -> None:
    """Add a field to records of a type."""
    made = {
        "type": record_type, "name": name, "label": label, "kind": "choice" if choice else kind, "help": explanation,
        "choices": choice or [], "needed_in": needed_in or [], "in_lists": in_lists,
    }  # fmt: skip
    server = client(data)
    found: dict[str, Any] = server.get("/record-fields")
    server.send("PUT", "/record-fields", {"fields": [*found["fields"], made], "version": found["version"]})
    output.print(f"{record_type}s have the field {name} now.", markup=False)


@app.command()
def retire(
    record_type: Type,
    name: Name,
    *,
    undo: Annotated[bool, typer.Option("--undo", help="Let it be set again.")] = False,
    data: DataDir = None,
) -> None:
    """Have nobody set a field any more; what records say in it stays."""
    server = client(data)
    found: dict[str, Any] = server.get("/record-fields")
    chosen = [one for one in found["fields"] if (one["type"], one["name"]) == (record_type, name)]
    if not chosen:
        message = f"{record_type!r} has no custom field {name!r}; `cmdb fields list` shows those there are"
        raise typer.BadParameter(message)
    chosen[0]["is_active"] = undo
    server.send("PUT", "/record-fields", {"fields": found["fields"], "version": found["version"]})
    output.print(f"{name} is {'set again' if undo else 'retired'}.", markup=False)


@app.command(name="set")
def set_(
    file: Annotated[Path, typer.Argument(help="A JSON file with all fields, as `list --json` prints them.")],
    *,
    data: DataDir = None,
) -> None:
    """Let the fields of a file hold: others, in another order, changed."""
    found = client(data).send("PUT", "/record-fields", object_of(file, _WANTED))
    output.print(f"{len(found['fields'])} custom fields hold now.", markup=False)


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    takes = f"{one['kind']}: {', '.join(one['choices'])}" if one["choices"] else one["kind"]
    shown, state = "yes" if one["in_lists"] else "", "" if one["is_active"] else "retired"
    return one["type"], one["name"], one["label"], takes, ", ".join(one["needed_in"]), shown, state
