"""`cmdb stock`: what lies in the stock rooms."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Stock rooms (`cmdb record open --type stockroom`) and their levels.", no_args_is_help=True)


@app.command()
def levels(
    number: Annotated[str, typer.Argument(help="Only this stock room, STR0000001.")] = "",
    *,
    below: Annotated[bool, typer.Option("--below", help="Only what is below its minimum; exits with 1 then.")] = False,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """How much lies there of what should."""
    found = client(data).get("/stock-levels", number=number, is_below=str(below).lower())
    if as_json:
        output.print_json(data=found)
    else:
        head = ("stock room", "place", "model", "category", "minimum", "there", "short", "to order")
        show_table(head, map(_row, found["items"]))
    if below and found["items"]:
        raise typer.Exit(1)


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    counts = (one["minimum"], len(one["assets"]), one["short"], one["to_order"])
    place = f"{one['site']} / {one['room']}"
    return f"{one['number']} {one['title']}", place, one["model"], one["category"], *map(str, counts)
