"""`cmdb network-map`: how a site is wired."""

import json
import sys
from typing import Annotated, Any, Literal

import typer

from cmdb_server.cli.map_dot import dot
from cmdb_server.cli.map_text import lines
from cmdb_server.cli.options import AsOf, DataDir, client
from cmdb_server.cli.screen import output, show_table

_PATH = "/network-map"
_HIGHEST_VLAN = 4094


def command(  # noqa: PLR0913 - each is an option of the command line
    *,
    site: Annotated[str | None, typer.Option(help='Only of this site; "" for devices on no site. Else of all.')] = None,
    vlan: Annotated[int | None, typer.Option(min=1, max=_HIGHEST_VLAN, help="Only what carries this VLAN.")] = None,
    subnet: Annotated[
        str | None, typer.Option(help="Only devices with an address in it, and their way out: 10.0.7.0/24.")
    ] = None,
    scope: Annotated[str | None, typer.Option(help="Only of this network scope.")] = None,
    format: Annotated[  # noqa: A002 - the option's name
        Literal["text", "json", "dot", "csv"],
        typer.Option(help="text; json: all that is known; dot: for Graphviz; csv: one line for each cable."),
    ] = "text",
    is_unfolded: Annotated[
        bool, typer.Option("--all", help="Each machine at a switch on its own, however many there are.")
    ] = False,
    as_of: AsOf = None,
    lists_sites: Annotated[bool, typer.Option("--sites", help="Only list the sites that have devices.")] = False,
    data: DataDir = None,
) -> None:
    """Devices in layers by their distance from where the network is left, and the cables between their ports."""
    server = client(data)
    if lists_sites:
        _show_sites(server.get(f"{_PATH}/sites", as_of=as_of)["items"], as_json=format == "json")
        return
    asked = {"site": site, "vlan": vlan, "subnet": subnet, "scope": scope, "as_of": as_of}
    if format == "csv":
        sys.stdout.buffer.writelines(server.stream(f"{_PATH}/export", **asked))
        return
    found: dict[str, Any] = server.get(_PATH, **asked)
    if format == "json":
        typer.echo(json.dumps(found))
        return
    for line in dot(found, is_unfolded=is_unfolded) if format == "dot" else lines(found, is_unfolded=is_unfolded):
        print(line)


def _show_sites(sites: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        output.print_json(data=sites)
        return
    show_table(("site", "devices"), [(entry["site"] or '"" (no site)', str(entry["devices"])) for entry in sites])
