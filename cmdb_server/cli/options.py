"""Options that several commands take, and the settings they make."""

from pathlib import Path
from typing import Annotated

import typer

from cmdb_server.cli.client import Client
from cmdb_server.settings import load_settings

DataDir = Annotated[
    Path | None,
    typer.Option("--data", help="Data directory of the server; else CMDB_DATA, .plumbline here, or the default."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]

AsOf = Annotated[
    str | None, typer.Option("--as-of", help="As it was at this time of the server, RFC 3339: 2027-01-31T12:00:00Z.")
]

InScenario = Annotated[
    str | None, typer.Option("--scenario", help="The scenario to ask it of, by its id: `cmdb scenario list`.")
]


def client(data: Path | None) -> Client:
    """The API of the server on a data directory. Raises NoServerError."""
    return Client(load_settings(data_dir=data))
