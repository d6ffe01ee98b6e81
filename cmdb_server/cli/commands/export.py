"""`cmdb export`: the whole graph as a file."""

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Literal

import typer

from cmdb_server.cli.options import DataDir, client


def command(
    *,
    format: Annotated[Literal["ndjson"], typer.Option(help="ndjson: one JSON object a line.")] = "ndjson",  # noqa: A002, ARG001 - the option's name; checked by its type
    canonical: Annotated[
        bool, typer.Option("--canonical", help="Without uids, times and counters, sorted: equal facts, equal bytes.")
    ] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write; else standard output.")] = None,
    data: DataDir = None,
) -> None:
    """Write all CIs, then all relationships, as they are now."""
    pieces = client(data).stream("/export", canonical="true" if canonical else None)
    with output.open("wb") if output else nullcontext(sys.stdout.buffer) as stream:
        for piece in pieces:
            stream.write(piece)
        stream.flush()
