"""Saved queries, named on the command line."""

from typing import Annotated

import typer

from cmdb_server.cli.client import Client

Saved = Annotated[str | None, typer.Option(help="Name or id of a saved query.")]


def query_of(server: Client, query: str | None, saved: str | None) -> str | None:
    """The query that is asked: one given as text, else what is saved under a name. Raises BadParameter."""
    if saved is None:
        return query
    if query:
        raise typer.BadParameter("give --query or --saved")
    for known in server.get("/queries")["items"]:
        if saved in (known["query_id"], known["name"]):
            return str(known["query"])
    raise typer.BadParameter(f"there is no saved query {saved!r}; `cmdb queries list` shows them")
