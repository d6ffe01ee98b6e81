"""`cmdb import`: a CSV file or a workbook into the graph."""

import json
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from cmdb_server.cli.client import Client, NoServerError
from cmdb_server.cli.importing import (
    FileRefusedError,
    WithConflicts,
    answered,
    left_out,
    mapping_from,
    read_upload,
    show_counts,
    show_troubles,
    work,
    write_rejects,
)
from cmdb_server.cli.options import DataDir, client
from cmdb_server.cli.screen import errors, output
from cmdb_server.errors import CmdbError

_REFUSED = 1
Named = Annotated[str, typer.Option("--mapping", help="Name of a saved mapping, or a .json file with one.")]
Encoding = Annotated[str, typer.Option(help="Encoding of a CSV file, where the guess is wrong.")]
Delimiter = Annotated[str, typer.Option(help="Delimiter of a CSV file, where the guess is wrong.")]
HeaderRow = Annotated[int, typer.Option(min=0, help="Row with the names of the columns; 0: the first.")]
Computed = Annotated[bool, typer.Option("--computed", help="Take what formulas were computed to last.")]
Dates = Annotated[Literal["dmy", "mdy", "text"] | None, typer.Option(help="Order of dates like 03/04/2026.")]
Decimal = Annotated[Literal[",", "."] | None, typer.Option(help="Sign before decimals, as in 1,5 or 1.5.")]
Rejects = Annotated[
    Path | None, typer.Option(help="File for the rows that are not stored, with reasons (.csv or .xlsx).")
]
ShowMapping = Annotated[
    bool, typer.Option("--show-mapping", help="Print what the columns would mean as JSON, and stop.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Preview only; nothing is stored.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Store without asking.")]


def command(  # noqa: PLR0913 - each is an option of the command
    file: Annotated[Path, typer.Argument(help="CSV or XLSX file, with the names of the columns in its first row.")],
    *,
    mapping: Named = "",
    encoding: Encoding = "",
    delimiter: Delimiter = "",
    header_row: HeaderRow = 0,
    computed: Computed = False,
    dates: Dates = None,
    decimal: Decimal = None,
    with_conflicts: WithConflicts = False,
    rejects: Rejects = None,
    show_mapping: ShowMapping = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    data: DataDir = None,
) -> None:
    """Import rows: mapped, previewed, confirmed, stored; can be undone with `cmdb imports undo`."""
    content = read_upload(file)
    server = client(data)
    chosen = mapping_from(server, mapping) if mapping else None
    reading = {"encoding": encoding, "delimiter": delimiter.replace("\\t", "\t"), "header_row": header_row}
    wanted = {**reading, "cached_values": computed}
    with _uploaded(server, content, file.name) as uid:
        detail = _mapped(server, uid, (chosen, wanted), {"date": dates or "", "decimal": decimal or ""})
        _show_notes(detail)
        if show_mapping:
            print(json.dumps(detail["mapping"], indent=2, ensure_ascii=False))
            return
        if detail["problems"]:
            _show_problems(detail)
            raise typer.Exit(_REFUSED)
        batch = work(server, server.send("POST", f"/imports/{uid}/preview"))
        show_counts(batch)
        show_troubles(server, uid)
        if not dry_run:
            _confirm(batch, is_told=yes)
            _commit(server, uid, with_conflicts=with_conflicts)
        if rejects is not None:
            write_rejects(server, uid, rejects)


@contextmanager
def _uploaded(server: Client, content: bytes, name: str) -> Generator[str]:
    """The uid of an uploaded file. One of which nothing was stored is forgotten at the end, however it ends."""
    uid: str = server.upload("/imports", content, file_name=name)["uid"]
    try:
        yield uid
    finally:
        # What was begun to be stored stays, and a server that is gone cannot be asked: neither hides why it ended.
        with suppress(CmdbError):
            _forget(server, uid)


def _forget(server: Client, uid: str) -> None:
    batch = server.get(f"/imports/{uid}")["batch"]
    if batch["state"] == "previewing":
        batch = server.send("POST", f"/imports/{uid}/cancel")
    if batch["is_discardable"]:
        server.send("DELETE", f"/imports/{uid}")


def _mapped(
    server: Client, uid: str, told: tuple[dict[str, Any] | None, dict[str, Any]], answers: dict[str, str]
) -> dict[str, Any]:
    """The import with its mapping: the named one, else what is remembered or suggested; with what was answered."""
    chosen, reading = told
    if any(reading.values()) or chosen:
        empty: dict[str, Any] = {"mapping": {"sheets": []}}
        asked = {**empty, **(chosen or {})}
        server.send("PUT", f"/imports/{uid}/mapping", asked | ({"reading": reading} if any(reading.values()) else {}))
    detail: dict[str, Any] = server.get(f"/imports/{uid}")
    if any(answers.values()) and detail["questions"]:
        mapping = answered(detail["mapping"], detail["questions"], answers)
        body = {"mapping": mapping, "reading": detail["reading"], "name": detail["batch"]["mapping_name"]}
        detail = server.send("PUT", f"/imports/{uid}/mapping", body)
    return detail


def _commit(server: Client, uid: str, *, with_conflicts: bool) -> None:
    try:
        batch = work(server, server.send("POST", f"/imports/{uid}/commit", {"takes_conflicts": with_conflicts}))
    except KeyboardInterrupt:
        server.send("POST", f"/imports/{uid}/cancel")
        errors.print(f"Stopped. `cmdb imports resume {uid}` goes on, `cmdb imports undo {uid}` takes it back.")
        raise typer.Exit(_REFUSED) from None
    except NoServerError:
        errors.print(f"What is stored so far stays. `cmdb imports resume {uid}` goes on, as the server does by itself.")
        raise
    undo = f"`cmdb imports undo {uid}` takes it back"
    output.print(f"{batch['stored']} rows are {batch['state']}; {undo}.", markup=False, soft_wrap=True)


def _confirm(batch: dict[str, Any], *, is_told: bool) -> None:
    if is_told:
        return
    if not sys.stdin.isatty():
        raise FileRefusedError("nobody can be asked here; look at --dry-run and repeat with --yes")
    typer.confirm(f"Store the rows of {batch['file_name']}?", abort=True)


def _show_notes(detail: dict[str, Any]) -> None:
    for note in [*detail["notes"], *(note for sheet in detail["sheets"] for note in sheet["notes"])]:
        errors.print(f"Note: {note}.", markup=False, soft_wrap=True)
    for line in left_out(detail):
        errors.print(line, markup=False, soft_wrap=True)


def _show_problems(detail: dict[str, Any]) -> None:
    errors.print("The columns cannot be used yet:", style="bold red")
    for problem in detail["problems"]:
        line = f"  {problem['field']} {problem['value']!r}: {problem['message']}; {problem['remedy']}"
        errors.print(line, markup=False, soft_wrap=True)
    hint = "--show-mapping prints the mapping to correct; --mapping FILE.json takes it; --dates and --decimal answer"
    errors.print(hint, style="dim", markup=False, soft_wrap=True)
