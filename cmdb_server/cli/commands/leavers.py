"""`cmdb leavers`: what people hold who leave, and taking it back."""

from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table
from cmdb_server.errors import CmdbError

app = typer.Typer(help="People who leave: what they hold.", no_args_is_help=True)
People = Annotated[list[str] | None, typer.Argument(help="Names or addresses, as assets have them.")]
File = Annotated[
    Path | None, typer.Option("--file", help="A CSV file or workbook with a column name or e-mail.", exists=True)
]
Directory = Annotated[bool, typer.Option("--directory", help="All who have left by the directory (LDAP) that is set.")]
EvenMany = Annotated[
    bool, typer.Option("--even-many", help="They have left, though the directory lost more than can be believed.")
]
# As many as the server changes with one request.
_AT_ONCE = 200
_Who: TypeAlias = tuple[list[str] | None, Path | None, bool, bool]


@app.command("list")
def list_held(
    people: People = None, *, file: File = None, directory: Directory = False, even_many: EvenMany = False,
    as_json: AsJson = False, data: DataDir = None,
) -> None:  # fmt: skip
    """What they hold; exits with 1 while something is out."""
    found = _found((people, file, directory, even_many), data)
    if as_json:
        output.print_json(data=found)
    else:
        _show(found)
    if found["held"]:
        raise typer.Exit(1)


@app.command("return")
def take_back(  # noqa: PLR0913 - each is an option
    people: People = None,
    *,
    file: File = None,
    directory: Directory = False,
    even_many: EvenMany = False,
    site: Annotated[str, typer.Option(help="Where it lies from now on; as it is without it.")] = "",
    room: Annotated[str, typer.Option(help="The room or stock room.")] = "",
    but: Annotated[list[str] | None, typer.Option("--but", help="The number of an asset that is still out.")] = None,
    data: DataDir = None,
) -> None:
    """Take back all that they hold; what is refused or still out is told, and ends this with an error."""
    server, out = client(data), {number.upper() for number in but or []}
    who: _Who = (people, file, directory, even_many)
    held = [asset["number"] for one in _found(who, data)["items"] for asset in one["assets"]]
    numbers = [number for number in dict.fromkeys(held) if number not in out]
    values = {name: value for name, value in (("site", site), ("room", room)) if value}
    for start in range(0, len(numbers), _AT_ONCE):
        some = numbers[start : start + _AT_ONCE]
        wanted: dict[str, Any] = {"numbers": some, "values": values, "transition": "return", "reason": ""}
        for one in server.send("POST", "/record-changes", wanted)["items"]:
            if not one["is_done"]:
                output.print(f"{one['number']}: {one['refusal']}", markup=False)
    left = _found(who, data)
    output.print(f"{len(held) - left['held']} taken back, {left['held']} still out", markup=False)
    if left["held"]:
        _show(left)
        raise typer.Exit(1)


@app.command("directory")
def show_directory(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """How the directory is set up, and when it was asked last."""
    found = client(data).get("/leavers/directory")
    if as_json:
        output.print_json(data=found)
    elif found["missing"]:
        output.print(found["missing"], markup=False)
    else:
        output.print(f"{found['host']}:{found['port']} ({found['tls']}), below {found['base']}", markup=False)
        output.print(f"left: {found['leavers']}; named by {', '.join(found['names'])}", markup=False)
        output.print(f"everybody: {found['everybody'] or 'not asked for'}; {found['known']} people", markup=False)
        said = f"{found['people']} have left, {found['gone']} are gone; {found['holders']} of them hold something"
        output.print(f"asked {found['looked_at'] or 'never'}: {found['error'] or said}", markup=False)


def _found(who: _Who, data: Path | None) -> dict[str, Any]:
    people, file, is_by_directory, even_many = who
    if bool(people) + (file is not None) + is_by_directory != 1:
        raise CmdbError("say who leaves: names, --file or --directory", 422, "no_people")
    if is_by_directory:
        return client(data).send("POST", "/leavers/directory" + "?even_many=true" * even_many)
    if file is not None:
        return client(data).upload("/leavers/file", file.read_bytes())
    return client(data).send("POST", "/leavers", {"people": people})


def _show(found: dict[str, Any]) -> None:
    rows = (
        (_called(one), asset["number"], asset["listed"].get("asset_tag", ""), asset["title"], asset["state_label"])
        for one in found["items"]
        for asset in one["assets"]
    )
    show_table(("person", "asset", "tag", "name", "state"), rows)


def _called(one: dict[str, Any]) -> str:
    return one["person"] + " (no longer in the directory)" * one["is_gone"]
