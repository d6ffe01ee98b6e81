"""`cmdb undo`: take one event of a CI back."""

import json
from typing import Annotated

import typer

from cmdb_server.cli.ci_names import uid_of
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import show_table


def command(
    ci: Annotated[str, typer.Argument(help="uid, or name where only one has it.")],
    event: Annotated[str, typer.Argument(help="uid of the event, as `cmdb history` shows it.")],
    *,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    preview: Annotated[bool, typer.Option("--preview", help="Only say what would change.")] = False,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Say that what an event changed is again as it was before. Refused when something newer changed the same."""
    server = client(data)
    path = f"/cis/{uid_of(server, ci)}/history/{event}/undo"
    done = server.get(path) if preview else server.send("POST", path, {"reason": reason})
    if as_json:
        typer.echo(json.dumps(done))
        return
    rows = [(name, "" if value is None else str(value)) for name, value in done["attributes"].items()]
    rows += [
        (f"{entry['type']} -> {entry['target_uid']}", "there" if entry["is_open"] else "not there")
        for entry in done["relationships"]
    ]
    if done["status"]:
        rows.append(("status", done["status"]))
    show_table(("what", "is again"), rows)
