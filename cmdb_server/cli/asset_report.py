"""`cmdb asset report`: how many assets there are by something, what they cost and are worth."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table


def report(  # noqa: PLR0913 - typer takes options as arguments
    by: Annotated[
        str, typer.Argument(help="site, holder, cost_centre, owner, category, service, age or warranty.")
    ] = "site",
    *,
    on: Annotated[str | None, typer.Option(help="The day, e.g. 2027-12-31; else today.")] = None,
    state: Annotated[list[str] | None, typer.Option("--state", help="in_stock, in_use ...; may be repeated.")] = None,
    where: Annotated[list[str] | None, typer.Option("--where", help="FIELD=VALUE; may be repeated.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="With what is lost or was disposed of.")] = False,
    file: Annotated[Path | None, typer.Option("--output", "-o", help="As a file: .csv, .xlsx or .pdf.")] = None,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Assets by something: count, cost and book value by currency; nothing is converted."""
    server = client(data)
    asked: dict[str, Any] = {"by": by, "on": on, "state": state or [], "where": where or []}
    if not everything:
        asked["is_owned"] = "true"
    if file is not None:
        kind = file.suffix.casefold().removeprefix(".")
        content = b"".join(server.stream("/asset-report/export", format=kind, **asked))
        file.write_bytes(content)
        output.print(f"written to {file}", markup=False)
        return
    found = server.get("/asset-report", **asked)
    if as_json:
        output.print_json(data=found)
        return
    rows = [line for one in (*found["rows"], found["total"]) for line in _lines(one)]
    show_table((by, "assets", "currency", "of it", "cost", f"worth on {found['on']}"), rows)


def _lines(one: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    first = one["sums"][:1] or [None]
    yield one["label"], str(one["assets"]), *_sum(first[0])
    for other in one["sums"][1:]:
        yield "", "", *_sum(other)


def _sum(one: dict[str, Any] | None) -> tuple[str, ...]:
    return (one["currency"], str(one["assets"]), one["cost"], one["value"]) if one else ("", "", "", "")
