"""`cmdb rack`: what stands at which unit of a rack, and moving devices."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

import typer

from cmdb_server.cli.ci_names import NoOneCIError, uid_of
from cmdb_server.cli.client import Client
from cmdb_server.cli.options import AsJson, AsOf, DataDir, client
from cmdb_server.cli.rack_text import lines, path_of
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Racks: what stands at which unit, what is free, moving devices.", no_args_is_help=True)
Device = Annotated[str, typer.Argument(help="uid, or name where only one has it.")]
Rack = Annotated[str, typer.Argument(help="uid, name where only one has it, or SITE/RACK or SITE/ROOM/RACK.")]
Reason = Annotated[str, typer.Option(help="Why; it stands beside the edit and in the history.")]
_PAGE = 500


@app.command("list")
def list_racks(
    *,
    site: Annotated[str, typer.Option(help="Only on this site, by its name.")] = "",
    as_of: AsOf = None,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """How full each rack is."""
    found = list(_racks(client(data), site, as_of))
    if as_json:
        output.print_json(data=found)
        return
    head = ("rack", "uid", "units", "used", "largest free", "devices", "conflicts")
    numbers = ("height_units", "used_units", "largest_free", "devices", "conflicts")
    show_table(head, ((path_of(one), one["uid"], *(str(one[name]) for name in numbers)) for one in found))


@app.command()
def show(rack: Rack, *, as_of: AsOf = None, as_json: AsJson = False, data: DataDir = None) -> None:
    """A rack from its top unit downwards; exits with 1 where something cannot be."""
    server = client(data)
    found = server.get(f"/racks/{_rack(server, rack, as_of)}", as_of=as_of)
    if as_json:
        output.print_json(data=found)
    else:
        for line in lines(found):
            print(line)
    if found["problems"]:
        raise typer.Exit(1)


@app.command()
def where(device: Device, *, as_of: AsOf = None, as_json: AsJson = False, data: DataDir = None) -> None:
    """The rack and the units that a device stands at; exits with 1 where it stands in none."""
    server = client(data)
    found = server.get(f"/cis/{uid_of(server, device)}/rack-position", as_of=as_of)
    if as_json:
        output.print_json(data=found)
    elif found["rack"] is None:
        print(f"{device} stands in no rack; `cmdb rack put` says where it does")
    elif found["unit"] is None:
        print(f"{path_of(found['rack'])}, beside the units, {found['face']}")
    else:
        print(f"{path_of(found['rack'])}, unit {found['unit']}, {found['height_units']} U, {found['face']}")
    if found["rack"] is None:
        raise typer.Exit(1)


@app.command()
def put(  # noqa: PLR0913 - typer takes options as arguments
    device: Device,
    rack: Rack,
    *,
    unit: Annotated[int | None, typer.Option(help="The lowest unit that it takes; else beside the units.")] = None,
    height: Annotated[int, typer.Option(help="How many units it takes.")] = 1,
    face: Annotated[Literal["front", "rear", "both"], typer.Option(help="Which side it takes.")] = "both",
    reason: Reason = "",
    data: DataDir = None,
) -> None:
    """Put a device into a rack, or move it; refused where another one stands."""
    server = client(data)
    position = {"rack_uid": _rack(server, rack), "unit": unit, "height_units": height, "face": face, "reason": reason}
    server.send("PUT", f"/cis/{uid_of(server, device)}/rack-position", position)
    output.print(f"{device} stands in {rack}.", markup=False)


@app.command("take-out")
def take_out(device: Device, *, reason: Reason = "", data: DataDir = None) -> None:
    """Take a device out of its rack; it stays in the room of the rack."""
    server = client(data)
    server.send("PUT", f"/cis/{uid_of(server, device)}/rack-position", {"rack_uid": None, "reason": reason})
    output.print(f"{device} is taken out.", markup=False)


def _racks(server: Client, site: str = "", as_of: str | None = None) -> Iterator[dict[str, Any]]:
    offset, total = 0, 1
    while offset < total:
        page = server.get("/racks", site=site, offset=offset, limit=_PAGE, as_of=as_of)
        yield from page["items"]
        offset, total = offset + _PAGE, page["total"]


def _rack(server: Client, text: str, as_of: str | None = None) -> str:
    """The uid of the rack that is meant. Raises NoOneCIError."""
    if text.startswith("ci_"):
        return text
    wanted = [part.strip().casefold() for part in text.split("/")]
    found = [rack for rack in _racks(server, as_of=as_of) if _is_called(rack, wanted)]
    if len(found) != 1:
        raise NoOneCIError(text, [{"uid": rack["uid"], "class_label": path_of(rack)} for rack in found])
    return str(found[0]["uid"])


def _is_called(rack: dict[str, Any], wanted: list[str]) -> bool:
    place = rack["place"]
    ways = ((rack["name"],), (place["site"], rack["name"]), (place["site"], place["room"], rack["name"]))
    return any(wanted == [part.casefold() for part in way] for way in ways)
