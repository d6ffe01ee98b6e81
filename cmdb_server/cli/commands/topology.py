"""`cmdb topology`: who is wired to whom, as the tables of all devices together tell it."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Links between ports, decided from what devices see of each other.", no_args_is_help=True)
_COUNTS = ("devices", "links", "missing", "unmanaged_switches", "gateways")


@app.command()
def show(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """What the topology of each network scope came to; the links themselves are on the CIs and on the network map."""
    items: list[dict[str, Any]] = client(data).get("/topology")["items"]
    if as_json:
        output.print_json(data=items)
    else:
        titles = ("network scope", "decided", "devices read", "links", "missing", "unmanaged switches", "gateways")
        show_table(titles, map(_row, items))


@app.command()
def derive(
    network_scope: Annotated[str, typer.Argument(help="Network scope.")] = "default",
    *,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Decide it now; by itself it is decided soon after reports have come in."""
    done: dict[str, Any] = client(data).send("POST", "/topology/derivations", {"network_scope": network_scope})
    if as_json:
        output.print_json(data=done)
    else:
        words = f"{done['links']} links from {done['devices']} devices, {done['missing']} missing"
        output.print(f"{network_scope}: {words}, {done['unmanaged_switches']} unmanaged switches.", markup=False)


def _row(item: dict[str, Any]) -> tuple[str, ...]:
    return item["network_scope"], item["derived_at"] or "not yet", *(str(item[name]) for name in _COUNTS)
