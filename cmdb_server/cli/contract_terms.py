"""`cmdb asset terms`: when a contract ends, and by when notice has to be given."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table


def terms(
    number: Annotated[str, typer.Argument(help="A contract: CTR0000001.")],
    *,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """The terms of a contract: its ends, by when notice has to be given, how it goes on."""
    found = client(data).get(f"/contracts/{number}/terms")
    if as_json:
        output.print_json(data=found)
        return
    show_table(("ends on", "days left", "notice by", "days left", "then"), map(_line, found["items"]))


def _line(one: dict[str, Any]) -> tuple[str, ...]:
    notice = (one["notice_by"] or "", "" if one["notice_by"] is None else str(one["notice_days_left"]))
    return one["ends_on"], str(one["days_left"]), *notice, "goes on" if one["is_renewed"] else "is over"
