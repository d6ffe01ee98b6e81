"""`cmdb find`: which CI is that?"""

from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

_NOTHING = 1


def command(
    text: Annotated[str, typer.Argument(help="Name, serial number, IP or MAC address, or a part of one.")],
    *,
    limit: Annotated[int, typer.Option(min=1, max=100)] = 20,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Find CIs by name, serial number, address or anything else that is searchable. Exit code 1: nothing found."""
    hits: list[dict[str, Any]] = client(data).get("/search", q=text, limit=limit)["items"]
    if as_json:
        output.print_json(data=hits)
    elif hits:
        show_table(("uid", "name", "class", "status", "found by"), map(_row, hits))
    if not hits:
        raise typer.Exit(_NOTHING)


def _row(hit: dict[str, Any]) -> tuple[str, ...]:
    matched = f"{hit['matched']['field']} {hit['matched']['value']}"
    return hit["uid"], hit["name"], hit["class_label"], hit["status"], matched
