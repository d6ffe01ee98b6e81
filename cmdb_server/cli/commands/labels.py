"""`cmdb labels`: labels with a QR code or a barcode, as PDF on the usual sheets."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cmdb_server.cli.options import DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Labels to stick on assets, rooms and what is still to come.", no_args_is_help=True)
File = Annotated[Path, typer.Option("--output", "-o", help="The PDF to write.")]
SheetName = Annotated[str, typer.Option("--sheet", help="One of `cmdb labels sheets`.")]
Symbol = Annotated[str, typer.Option(help="qr or code128.")]
Start = Annotated[int, typer.Option(min=1, help="The place of the first label on the sheet.")]
Copies = Annotated[int, typer.Option(min=1, max=50, help="How often each is printed.")]
_SHEET = "avery-l7160"


@app.command()
def sheets(*, data: DataDir = None) -> None:
    """The formats of sheets there are."""
    found = client(data).get("/label-sheets")["items"]
    show_table(("sheet", "what", "labels"), ((one["name"], one["label"], str(one["count"])) for one in found))


@app.command("print")
def print_labels(  # noqa: PLR0913 - typer takes options as arguments
    numbers: Annotated[list[str] | None, typer.Argument(help="Numbers of assets or other records.")] = None,
    *,
    file: File,
    sheet: SheetName = _SHEET,
    symbol: Symbol = "qr",
    content: Annotated[str, typer.Option(help="tag: the plain tag; page: the address of its page.")] = "tag",
    address: Annotated[str, typer.Option(help="The server's address in codes, as people open it.")] = "",
    where: Annotated[list[str] | None, typer.Option("--where", help="All assets with FIELD=VALUE.")] = None,
    place: Annotated[list[str] | None, typer.Option("--place", help="Uid of a site, room, rack or another CI.")] = None,
    start: Start = 1,
    copies: Copies = 1,
    data: DataDir = None,
) -> None:
    """Labels of some assets and places, or of all assets that are asked for."""
    asked = {"number": numbers or [], "where": where or [], "place": place or []}
    more = {"content": content, "address": address, "sheet": sheet, "symbol": symbol, "start": start, "copies": copies}
    _write(file, data, **asked, **more)


@app.command()
def tags(  # noqa: PLR0913 - as above
    first: Annotated[str, typer.Argument(help="The first tag, e.g. PC-00001.")],
    count: Annotated[int, typer.Argument(min=1, help="How many.")],
    *,
    file: File,
    sheet: SheetName = _SHEET,
    symbol: Symbol = "qr",
    start: Start = 1,
    copies: Copies = 1,
    data: DataDir = None,
) -> None:
    """Labels with tags that follow each other, to have them when things come; none that is taken."""
    asked = {"first_tag": first, "tag_count": count}
    _write(file, data, **asked, sheet=sheet, symbol=symbol, start=start, copies=copies)


def _write(file: Path, data: Path | None, **asked: Any) -> None:  # noqa: ANN401 - values of the query
    pieces = list(client(data).stream("/asset-labels", **asked))
    file.write_bytes(b"".join(pieces))
    output.print(f"written to {file}", markup=False)
