"""`cmdb certificates`: which expire when, and what fails then."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.ci_names import uid_of
from cmdb_server.cli.options import AsJson, AsOf, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Certificates that servers show.", no_args_is_help=True)
_HEAD = ("certificate", "expires", "days", "issuer", "shown at", "services that fail then")


@app.command("list")
def list_certificates(
    *,
    of: Annotated[str, typer.Option(help="Only those that this service needs.")] = "",
    within: Annotated[int, typer.Option(help="Only those that expire within so many days.", min=0)] = 36_500,
    as_of: AsOf = None,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Certificates in use, the first to expire first."""
    server = client(data)
    found = server.every("/certificates", service=uid_of(server, of) if of else "", as_of=as_of)
    items = [item for item in found if item["days_left"] is None or item["days_left"] <= within]
    if as_json:
        output.print_json(data={"items": items})
        return
    show_table(_HEAD, map(_row, items))


def _row(item: dict[str, Any]) -> tuple[str, ...]:
    places = [f"{ci['name']} on {ci['root']}" if ci["root"] else ci["name"] for ci in item["shown_at"][:3]]
    failing = ", ".join(f"{ci['name']} ({ci['state']})" for ci in item["services"])
    services = failing if item["reaches_services"] else "not asked: expires late"
    return item["name"], item["expires_at"][:10], str(item["days_left"]), item["issuer"], ", ".join(places), services
