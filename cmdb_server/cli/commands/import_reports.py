"""`cmdb import-reports`: what a scan without a server has found, out of its file."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.progress import Progress

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
    with Progress(console=errors, transient=True) as progress:
        task = progress.add_task(str(file), total=file.stat().st_size if file.is_file() else None)
        for number, line in _lines(file):
            progress.advance(task, len(line))
            try:
                counts[str(server.send("POST", "/reports", _report(line))["status"])] += 1
            except CmdbError as error:
                if error.status in (401, 503):
                    raise
                counts["refused"] += 1
                errors.print(f"{file}, line {number}: {error}", style="yellow", markup=False, soft_wrap=True)
    shown = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
    output.print(f"{counts.total()} reports: {shown or 'the file is empty'}.", markup=False, soft_wrap=True)
    if counts["refused"]:
        raise typer.Exit(_REFUSED)


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
