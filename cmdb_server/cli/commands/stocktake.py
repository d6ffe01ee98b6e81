"""`cmdb stocktake`: count what is owned in a place, from what discovery proves, scans and statements."""

import secrets
from pathlib import Path
from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Stock-takes: counted, proved, signed.", no_args_is_help=True)
Number = Annotated[str, typer.Argument(help="Its number, STK0000001 (`cmdb record list --type stocktake`).")]


@app.command("open")
def open_stocktake(
    title: Annotated[str, typer.Argument(help="What it is called.")],
    *,
    site: Annotated[str, typer.Option(help="The site that is counted.")],
    room: Annotated[str, typer.Option(help="The one room; the whole site without it.")] = "",
    category: Annotated[str, typer.Option(help="The one kind of thing; everything without it.")] = "",
    frozen_at: Annotated[
        str,
        typer.Option(
            help="The time as of which the register is counted, RFC 3339; `record move NUMBER start` asks for it."
        ),
    ] = "",
    data: DataDir = None,
) -> None:
    """Plan a stock-take; prints its number. `cmdb record move NUMBER start` begins to count."""
    given = {"title": title, "site": site, "room": room, "category": category, "frozen_at": frozen_at}
    values = {name: value for name, value in given.items() if value}
    typer.echo(client(data).send("POST", "/records", {"type": "stocktake", "values": values})["number"])


@app.command()
def count(number: Number, *, as_json: AsJson = False, data: DataDir = None) -> None:
    """What it comes to: found, moved, missing, unexpected, scanned twice; by scan, proof or statement."""
    found = client(data).get(f"/stocktakes/{number}/count")
    if as_json:
        output.print_json(data=found)
        return
    show_table(
        ("result", "evidence", "age (days)", "asset", "tag", "name", "expected at", "seen at", "told"),
        map(_line, found["lines"]),
    )
    totals = "; ".join(f"{one['count']} {one['result']} ({one['evidence']})" for one in found["totals"])
    signed = f"signed by {found['signed_by']} {found['judged_at']}" if found["signed_by"] else "not signed"
    output.print(f"{found['expected']} expected, {found['scans']} scans: {totals}; {signed}", markup=False)


@app.command()
def scan(
    number: Number,
    codes: Annotated[list[str], typer.Argument(help="Asset tags, serial numbers or numbers of assets.")],
    *,
    room: Annotated[str, typer.Option(help="The room in which they are.")] = "",
    statement: Annotated[bool, typer.Option("--statement", help="Their holder says so; nobody has seen them.")] = False,
    data: DataDir = None,
) -> None:
    """Note what was scanned; says what each code means."""
    wanted = [
        {"uid": f"cli_{secrets.token_hex(8)}", "code": code, "room": room, "is_statement": statement} for code in codes
    ]
    found = client(data).send("POST", f"/stocktakes/{number}/scans", {"scans": wanted})
    rows = (
        (code, one["result"], one["number"], one["title"], one["expected_at"])
        for code, one in zip(codes, found["items"], strict=True)
    )
    show_table(("code", "result", "asset", "name", "expected at"), rows)


@app.command()
def sign(
    number: Number,
    *,
    text: Annotated[str, typer.Option(help="What you have to say with it.")] = "",
    data: DataDir = None,
) -> None:
    """Make its report for good."""
    found = client(data).send("POST", f"/stocktakes/{number}/sign", {"text": text})
    output.print(f"{found['number']} is signed: {found['entries'][-1]['text']}", markup=False)


@app.command()
def report(
    number: Number,
    file: Annotated[Path, typer.Option("--output", "-o", help="The file to write: .csv or .pdf.")],
    *,
    data: DataDir = None,
) -> None:
    """Write its report; once signed the same bytes each time."""
    with file.open("wb") as target:
        kind = "pdf" if file.suffix.lower() == ".pdf" else "csv"
        for piece in client(data).stream(f"/stocktakes/{number}/report", format=kind):
            target.write(piece)
    output.print(f"written to {file}", markup=False)


def _line(one: dict[str, Any]) -> tuple[str, ...]:
    asset = one["asset"] or {"number": "", "asset_tag": "", "title": "", "place": ""}
    age = "" if one["age_days"] is None else str(one["age_days"])
    named = (asset["number"], asset["asset_tag"], asset["title"], asset["place"])
    return one["result"], one["evidence"], age, *named, one["seen_at"], one["told"]
