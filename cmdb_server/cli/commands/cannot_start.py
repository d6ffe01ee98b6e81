"""`cmdb cannot-start`: what never comes back after everything was off."""

import json
from typing import Any

import typer

from cmdb_server.cli.options import AsJson, AsOf, DataDir, InScenario, client
from cmdb_server.cli.screen import output


def command(*, as_of: AsOf = None, scenario: InScenario = None, as_json: AsJson = False, data: DataDir = None) -> None:
    """CIs that never start when everything starts from nothing, and the circles that keep them from it."""
    found: dict[str, Any] = client(data).get("/cannot-start", as_of=as_of, scenario=scenario, limit=500)
    if as_json:
        typer.echo(json.dumps(found))
        return
    output.print(f"{found['total']} CIs cannot start, in {found['circles']} circles", style="bold", markup=False)
    for circle in found["items"]:
        names = [ci["name"] for ci in circle["cis"]]
        output.print(" needs ".join([*names, names[0]]), markup=False)
        if circle["waiting"]:
            first = ", ".join(ci["name"] for ci in circle["waiting_first"])
            output.print(f"  {circle['waiting']} wait for it: {first}", style="dim", markup=False)
