"""`cmdb peers`: addresses that machines talk to and no CI has."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.ci_names import uid_of
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="What is known not to be known: addresses that no CI has.", no_args_is_help=True)
_HEAD = ("address", "scope", "ports", "services", "clients", "sightings", "used by")


@app.command("list")
def list_peers(
    *,
    of: Annotated[
        str, typer.Option(help="Only those that a service, or what this CI's failure reaches, talks to.")
    ] = "",
    limit: Annotated[int, typer.Option(help="At most so many.", min=1, max=1_000)] = 200,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Unknown addresses, those first on which most services depend; `cmdb scans now` scans one."""
    server = client(data)
    if not of:
        found: dict[str, Any] = server.get("/unknown-peers", limit=limit)
        unknowns = None
    else:
        unknowns = server.get(f"/cis/{uid_of(server, of)}/unknowns", limit=limit)
        found = unknowns["peers"]
    if as_json:
        output.print_json(data=unknowns or found)
        return
    show_table(_HEAD, map(_row, found["items"]))
    if unknowns:
        _show(unknowns)
    elif found["total"] > len(found["items"]):
        output.print(f"{found['total'] - len(found['items'])} more; give --limit", style="dim")


def _row(peer: dict[str, Any]) -> tuple[str, ...]:
    used = ", ".join(f"{ci['name']} on {ci['root']}" if ci["root"] else ci["name"] for ci in peer["clients"][:3])
    counts = (str(peer[name]) for name in ("service_count", "client_count", "sightings"))
    return peer["address"] or "", peer["network_scope"], ", ".join(peer["ports"]), *counts, used


def _show(unknowns: dict[str, Any]) -> None:
    total, explained = unknowns["connections"], unknowns["explained"]
    share = f"{100 * explained / total:.0f} %" if total else "none"
    output.print(f"{explained} of {total} connections are explained ({share}).", markup=False)
    for program in unknowns["programs"]:
        computer = program["computer"]
        where = computer["name"] if computer else program["address"]
        words = f"{where}: it is not known which program answers at {program['port']}/{program['protocol']}"
        output.print(words, markup=False)
    if unknowns["scanners"]:
        names = ", ".join(scanner["name"] for scanner in unknowns["scanners"])
        output.print(f"Left out, as they only look: {names}.", markup=False)
    for edge in unknowns["stale_edges"]:
        words = f"{edge['source_name']} {edge['type']} {edge['target_name']}: last seen {edge['last_seen_at']}"
        output.print(words, markup=False)
    if unknowns["stale"]:
        output.print(f"{len(unknowns['stale'])} members were not seen for long.", markup=False)
