"""`cmdb up`: the whole server in one command, until Ctrl-C."""

from typing import Annotated

import typer

from cmdb_server.cli.options import DataDir
from cmdb_server.settings import load_settings


def command(  # noqa: PLR0913 - each is an option of the command
    *,
    data: DataDir = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")] = None,
    engine: Annotated[str | None, typer.Option(help="Graph engine to supervise: arcadedb or neo4j.")] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Load a generated estate of about 2,000 CIs beside it.")] = False,
    inventory: Annotated[bool, typer.Option(help="Take one inventory of this machine.")] = True,
    collector: Annotated[bool, typer.Option(help="Run a collector, for scans of the networks around.")] = True,
    traps: Annotated[
        str | None, typer.Option(metavar="[ADDRESS:]PORT", help="Let the collector listen there for traps and informs.")
    ] = None,
) -> None:
    """Start the server with its graph engine and a collector, take an inventory of this machine, run until Ctrl-C."""
    from cmdb_server.cli.serving import Beside, serve  # noqa: PLC0415 - a whole server; `cmdb --help` needs none

    settings = load_settings(data_dir=data, host=host, port=port, engine=engine, traps=traps)
    serve(settings, Beside(demo, inventory, collector))
