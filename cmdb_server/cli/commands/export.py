"""`cmdb export`: the whole graph as a file."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

import typer

from cmdb_server.cli.options import AsOf, DataDir, client
from cmdb_server.cli.pointing import pointing_at
from cmdb_server.cli.saved_queries import Saved, query_of
from cmdb_server.errors import CmdbError


class NotWrittenError(CmdbError):
    """The file cannot be written."""

    def __init__(self, file: Path, error: OSError) -> None:
        """Names the file and the reason."""
        reason = error.strerror or str(error)
        super().__init__(f"{file} cannot be written ({reason}); choose another file with --output", 500, "not_written")


def command(  # noqa: PLR0913 - typer takes options as arguments
    *,
    format: Annotated[  # noqa: A002 - the option's name
        Literal["ndjson", "csv", "xlsx"],
        typer.Option(help="ndjson: one JSON object a line; csv, xlsx: a table of the CIs, without relationships."),
    ] = "ndjson",
    canonical: Annotated[
        bool, typer.Option("--canonical", help="Without uids, times and counters, sorted: equal facts, equal bytes.")
    ] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write; else standard output.")] = None,
    query: Annotated[str | None, typer.Option(help="Only the CIs that a query (filter language) is about.")] = None,
    saved: Saved = None,
    as_of: AsOf = None,
    data: DataDir = None,
) -> None:
    """Write all CIs, then all relationships, as they are now or were at a time.

    With --query or --saved those between the CIs found; with --canonical too also those to other CIs.
    """
    server = client(data)
    query = query_of(server, query, saved)
    asked = {"as_of": as_of, "query": query}
    path = "/export"
    if format == "ndjson":
        asked["canonical"] = "true" if canonical else None
    elif canonical:
        raise typer.BadParameter("--canonical is a form of ndjson; leave out --format")
    else:
        path, asked["format"] = "/cis/export", format
    with pointing_at(query):
        _write(server.stream(path, **asked), output)


def _write(pieces: Iterable[bytes], output: Path | None) -> None:
    if output is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        return
    try:
        with output.open("wb") as stream:
            stream.writelines(pieces)
    except OSError as error:
        raise NotWrittenError(output, error) from error
