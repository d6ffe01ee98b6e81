"""`cmdb openapi`: the description of the API, without a server."""

import json

import typer

from graph_schema import load_registry


def command() -> None:
    """Print the OpenAPI description of the API."""
    from cmdb_server.app import create_api  # noqa: PLC0415 - a whole server; `cmdb --help` needs none

    typer.echo(json.dumps(create_api(load_registry()).openapi(), indent=2, ensure_ascii=False))
