"""`cmdb leavers`: what people hold who leave, and taking it back."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table
from cmdb_server.errors import CmdbError

app = typer.Typer(help="People who leave: what they hold.", no_args_is_help=True)
People = Annotated[list[str] | None, typer.Argument(help="Names or addresses, as assets have them.")]
File = Annotated[
    Path | None, typer.Option("--file", help="A CSV file or workbook with a column name or e-mail.", exists=True)
]
# As many as the server changes with one request.
_AT_ONCE = 200


@app.command("list")
def list_held(people: People = None, *, file: File = None, as_json: AsJson = False, data: DataDir = None) -> None:
    """What they hold; exits with 1 while something is out."""
    found = _found(people, file, data)
    if as_json:
        output.print_json(data=found)
    else:
        _show(found)
    if found["held"]:
        raise typer.Exit(1)


@app.command("return")
def take_back(
    people: People = None,
    *,
    file: File = None,
    site: Annotated[str, typer.Option(help="Where it lies from now on; as it is without it.")] = "",
    room: Annotated[str, typer.Option(help="The room or stock room.")] = "",
    but: Annotated[list[str] | None, typer.Option("--but", help="The number of an asset that is still out.")] = None,
    data: DataDir = None,
) -> None:
    """Take back all that they hold; what is refused or still out is told, and ends this with an error."""
    server, out = client(data), {number.upper() for number in but or []}
    held = [asset["number"] for one in _found(people, file, data)["items"] for asset in one["assets"]]
    numbers = [number for number in dict.fromkeys(held) if number not in out]
    values = {name: value for name, value in (("site", site), ("room", room)) if value}
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        wanted: dict[str, Any] = {"numbers": some, "values": values, "transition": "return", "reason": ""}
        for one in server.send("POST", "/record-changes", wanted)["items"]:
            if not one["is_done"]:
                output.print(f"{one['number']}: {one['refusal']}", markup=False)
    left = _found(people, file, data)
    output.print(f"{len(held) - left['held']} taken back, {left['held']} still out", markup=False)
    if left["held"]:
        _show(left)
        raise typer.Exit(1)


def _found(people: list[str] | None, file: Path | None, data: Path | None) -> dict[str, Any]:
    if bool(people) == (file is not None):
        raise CmdbError("say who leaves: names, or --file", 422, "no_people")
    if file is not None:
        return client(data).upload("/leavers/file", file.read_bytes())
    return client(data).send("POST", "/leavers", {"people": people})


def _show(found: dict[str, Any]) -> None:
    rows = (
        (one["person"], asset["number"], asset["listed"].get("asset_tag", ""), asset["title"], asset["state_label"])
        for one in found["items"]
        for asset in one["assets"]
    )
    show_table(("person", "asset", "tag", "name", "state"), rows)
