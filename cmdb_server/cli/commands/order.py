"""`cmdb order`: what is bought, and receiving it."""

import json
from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table
from cmdb_server.errors import CmdbError, FieldError

app = typer.Typer(help="Orders: bought, delivered, received as assets.", no_args_is_help=True)
Number = Annotated[str, typer.Argument(help="Its number, ORD0000001 (`cmdb record list --type order`).")]
_COLUMNS = ("line", "quantity", "title", "price", "category", "manufacturer", "model", "warranty_months")
_LEAST = 3


@app.command("open")
def open_order(
    title: Annotated[str, typer.Argument(help="What it is called.")],
    *,
    supplier: Annotated[str, typer.Option(help="From whom.")],
    line: Annotated[list[str], typer.Option("--line", help=f"A line, by semicolons: {';'.join(_COLUMNS)}.")],
    currency: Annotated[str, typer.Option(help="The currency of its prices, ISO 4217.")] = "EUR",
    values: Annotated[list[str] | None, typer.Option("--set", help="FIELD=VALUE, e.g. order_number=PO-7.")] = None,
    data: DataDir = None,
) -> None:
    """Write down an order; prints its number. `cmdb record move NUMBER place --set ordered_on=DAY` places it."""
    given = {"title": title, "supplier": supplier, "currency": currency}
    for one in values or []:
        name, _, value = one.partition("=")
        given[name] = value
    given["lines"] = json.dumps([_line(turn, text) for turn, text in enumerate(line)])
    typer.echo(client(data).send("POST", "/records", {"type": "order", "values": given})["number"])


@app.command()
def show(number: Number, *, as_json: AsJson = False, data: DataDir = None) -> None:
    """Its lines, with what has come of each."""
    found = client(data).get(f"/orders/{number}/lines")
    if as_json:
        output.print_json(data=found)
        return
    told = (found["number"], found["state"], found["supplier"], found["order_number"])
    output.print(" ".join(part for part in told if part), markup=False)
    rows = (
        (one["line"], one["title"], str(one["ordered"]), str(one["left"]), one["expected_on"], " ".join(one["assets"]))
        for one in found["lines"]
    )
    show_table(("line", "name", "ordered", "to come", "expected", "assets"), rows)


@app.command()
def receive(  # noqa: PLR0913 - typer takes options as arguments
    number: Number,
    line: Annotated[str, typer.Argument(help="The number of the line (`cmdb order show`).")],
    codes: Annotated[list[str], typer.Argument(help="TAG, TAG=SERIAL or =SERIAL of each thing that came.")],
    *,
    site: Annotated[str, typer.Option(help="Where it is; as the order says without it.")] = "",
    room: Annotated[str, typer.Option(help="The room or stock room.")] = "",
    stock: Annotated[bool, typer.Option("--stock", help="Put it in stock at once.")] = False,
    over: Annotated[bool, typer.Option("--over", help="Keep what is more than was ordered.")] = False,
    trial: Annotated[bool, typer.Option("--trial", help="Only say what would come of it.")] = False,
    data: DataDir = None,
) -> None:
    """Make assets of what came; one that is refused keeps none of the others out, and ends this with an error."""
    parts = (code.partition("=") for code in codes)
    items = [{"asset_tag": tag, "serial_number": serial} for tag, _, serial in parts]
    wanted: dict[str, Any] = {"line": line, "items": items, "state": "in_stock" if stock else "received"}
    wanted |= {"site": site, "room": room, "is_over_allowed": over, "is_trial": trial}
    found = client(data).send("POST", f"/orders/{number}/receipts", wanted)
    rows = ((code, one["number"], _why(one)) for code, one in zip(codes, found["items"], strict=True))
    show_table(("code", "asset", "refused because"), rows)
    if found["refused"]:
        raise typer.Exit(1)


def _why(row: dict[str, Any]) -> str:
    return "; ".join(f"{one['field']} {one['message']}: {one['remedy']}" for one in row["errors"])


def _line(turn: int, text: str) -> dict[str, str]:
    cells = [cell.strip() for cell in text.split(";")]
    if not _LEAST <= len(cells) <= len(_COLUMNS):
        remedy = f"write {';'.join(_COLUMNS)}, the first {_LEAST} at least"
        error = FieldError("line", text[:100], "is no line of an order", remedy)
        raise CmdbError(f"line {turn + 1} {text[:100]!r} is no line of an order; {remedy}", 422, "no_line", (error,))
    return {name: cell for name, cell in zip(_COLUMNS, cells, strict=False) if cell}
