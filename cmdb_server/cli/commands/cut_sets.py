"""`cmdb cut-sets`: which CIs together take a service down."""

import json
from typing import Annotated, Any

import typer

from cmdb_server.cli.ci_names import uid_within
from cmdb_server.cli.options import AsJson, AsOf, DataDir, InScenario, client
from cmdb_server.cli.screen import output, show_table


def command(  # noqa: PLR0913 - typer takes options as arguments
    ci: Annotated[str, typer.Argument(help="A service or any other CI: uid, or name where only one has it.")],
    *,
    order: Annotated[int, typer.Option(help="Sets of up to so many CIs.", min=1, max=3)] = 2,
    limit: Annotated[int, typer.Option(help="How many.", min=1, max=500)] = 50,
    as_of: AsOf = None,
    scenario: InScenario = None,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """The smallest sets of CIs that together take one down, the likeliest of each size first."""
    server = client(data)
    found: dict[str, Any] = server.get(
        f"/cis/{uid_within(server, ci, scenario)}/cut-sets", order=order, limit=limit, as_of=as_of, scenario=scenario
    )
    if as_json:
        typer.echo(json.dumps(found))
        return
    counts = ", ".join(f"{count} of {size}" for size, count in found["by_size"].items()) or "none"
    output.print(f"{found['ci']['name']}: sets of CIs that take it down: {counts}", style="bold", markup=False)
    show_table(("CIs that fail together", "share of the time"), [_row(cut) for cut in found["items"]])


def _row(cut: dict[str, Any]) -> tuple[str, str]:
    names = [f"{ci['name']} on {ci['root']}" if ci["root"] else ci["name"] for ci in cut["cis"]]
    return " + ".join(names), f"{cut['share']:.2e}"
