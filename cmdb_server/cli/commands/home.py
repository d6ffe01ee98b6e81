"""`cmdb home`: what does not work now, and what waits for whoever asks."""

import json
from typing import Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

_HEAD = ("state", "what", "more", "when")


def command(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """Services that do not work, votes, records, deadlines and dates that wait for you."""
    found: dict[str, Any] = client(data).get("/home")
    if as_json:
        typer.echo(json.dumps(found))
        return
    for panel in found["panels"]:
        output.print(f"{panel['title']}: {panel['total'] or panel['calm']}", markup=False)
        if panel["lines"]:
            lines = ((one["word"], one["text"], one["detail"], one["at"] or "") for one in panel["lines"])
            show_table(_HEAD, lines)
    if not any(panel["total"] for panel in found["panels"]):
        output.print("Nothing waits for you.", style="dim", markup=False)
