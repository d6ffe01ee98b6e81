"""`cmdb import-reports`: what a scan without a server has found, out of its file."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.progress import Progress

from cmdb_server.cli.client import Client
from cmdb_server.cli.options import DataDir, client
from cmdb_server.cli.screen import errors, output
from cmdb_server.errors import CmdbError

_REFUSED = 1
_REPORT = msgspec.json.Decoder(dict[str, Any])


class ReportFileError(CmdbError):
    """A file of reports cannot be read, or a line of it."""

    def __init__(self, message: str) -> None:
        """`message` says what is wrong; of a line, without the file and its number."""
        super().__init__(message, 422, "bad_report_file")


def command(
    file: Annotated[Path, typer.Argument(help="File that `discovery-agent scan … --out FILE` has written.")],
    *,
    data: DataDir = None,
) -> None:
    """Store the reports of a scan that could not reach the server; a report counts once, however often it is read."""
    server = client(data)
    counts: Counter[str] = Counter()
    scopes: set[str] = set()
    with Progress(console=errors, transient=True) as progress:
        task = progress.add_task(str(file), total=file.stat().st_size if file.is_file() else None)
        for number, line in _lines(file):
            progress.advance(task, len(line))
            try:
                report = _report(line)
                counts[str(server.send("POST", "/reports", report)["status"])] += 1
                scopes.add(str(report.get("network_scope") or "default"))
            except CmdbError as error:
                if error.status in (401, 503):
                    raise
                counts["refused"] += 1
                errors.print(f"{file}, line {number}: {error}", style="yellow", markup=False, soft_wrap=True)
    shown = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
    output.print(f"{counts.total()} reports: {shown or 'the file is empty'}.", markup=False, soft_wrap=True)
    if scopes:
        _derive(server, scopes)
    if counts["refused"]:
        raise typer.Exit(_REFUSED)


def _derive(server: Client, scopes: Iterable[str]) -> None:
    """Let who is wired to whom be decided at once, where anything tells it."""
    known = {entry["network_scope"] for entry in server.get("/topology")["items"]}
    for scope in sorted(known & set(scopes)):
        done = server.send("POST", "/topology/derivations", {"network_scope": scope})
        output.print(f"Topology of {scope}: {done['links']} links.", markup=False, soft_wrap=True)


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    """The lines with their numbers. Raises ReportFileError."""
    try:
        with file.open("rb") as lines:
            yield from ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    except OSError as error:
        raise ReportFileError(f"{file} cannot be read: {error.strerror or error}") from error


def _report(line: bytes) -> dict[str, Any]:
    try:
        return _REPORT.decode(line)
    except ValueError as error:
        remedy = "was the file cut off on its way? start the scan again, which goes on"
        raise ReportFileError(f"no JSON of a report ({error}); {remedy}") from error
