"""`cmdb actions`: what an action on a CI brings into an impact question."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from cmdb_server.cli.asked import action_of
from cmdb_server.cli.json_files import list_of
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Actions: what each brings into an impact question.", no_args_is_help=True)
Reason = Annotated[str, typer.Option(help="Why; it stands beside the table.")]


@app.command("list")
def list_actions(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """The table in force."""
    found = client(data).get("/impact-actions")
    if as_json:
        output.print_json(data=found["effects"])
        return
    show_table(("action", "on a CI of class", "brings about", "for", "falls on"), map(_row, found["effects"]))


@app.command()
def preview(
    actions: Annotated[list[str], typer.Argument(help="ACTION=CI, e.g. port_block=db1:5432.")],
    *,
    table: Annotated[Path | None, typer.Option(help="A table to try: JSON, as `cmdb actions list --json`.")] = None,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Which CIs enter as down, which as degraded, for how long and why; nothing is written."""
    asked: dict[str, Any] = {"actions": [action_of(text) for text in actions]}
    if table is not None:
        asked["effects"] = list_of(table, "effects, as `cmdb actions list --json` prints it")
    found = client(data).send("POST", "/impact-actions/preview", asked)["entering"]
    if as_json:
        typer.echo(json.dumps(found))
        return
    rows = ((entry["name"], entry["state"], entry["because"]) for entry in found)
    show_table(("CI", "enters as", "because"), rows)


@app.command("set")
def save(
    file: Annotated[Path, typer.Argument(help="JSON list of effects, as `cmdb actions list --json` prints it.")],
    *,
    reason: Reason = "",
    data: DataDir = None,
) -> None:
    """Let this table hold instead of the one in force."""
    effects = list_of(file, "effects, as `cmdb actions list --json` prints it")
    saved = client(data).send("PUT", "/impact-actions", {"effects": effects, "reason": reason})
    output.print(f"{len(saved['effects'])} effects of {len(saved['actions'])} actions hold.", markup=False)


@app.command()
def reset(*, reason: Reason = "", data: DataDir = None) -> None:
    """Let the table that comes with the program hold again."""
    client(data).send("PUT", "/impact-actions", {"effects": [], "reason": reason})
    output.print("The table that comes with the program holds.", markup=False)


def _row(effect: dict[str, Any]) -> tuple[str, ...]:
    lasts = "until undone" if effect["lasts_seconds"] is None else f"{effect['lasts_seconds']} s"
    place = "itself" if effect["on"] == "itself" else f"the {effect['on']} of its {effect['relationship']}"
    more = ", and theirs" if effect["repeats"] else ""
    return effect["action"], effect["ci_class"], effect["state"], lasts, place + more
