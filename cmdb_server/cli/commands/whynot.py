"""`cmdb whynot`: why is this address, MAC address or name not inventoried?"""

from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output


def command(
    asked: Annotated[str, typer.Argument(help="An address, a MAC address or the name of a CI.")],
    *,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Every step from the ranges of scans to the CI, with cause and next step, and every attempt in order."""
    found: dict[str, Any] = client(data).get("/why-not", q=asked)
    if as_json:
        output.print_json(data=found)
        return
    if not found["places"]:
        output.print(f"Nothing in the graph has the {found['kind']} {asked}; give an address.", markup=False)
    for place in found["places"]:
        output.print(f"{place['address']} in the network scope {place['network_scope']}", markup=False)
        for step in place["steps"]:
            _show(step)
        for attempt in place["last"]["attempts"] if place["last"] else ():
            told = f"    {attempt['at']} {attempt['method']}: {attempt['happened']} {attempt['detail']}"
            output.print(told.rstrip(), markup=False, soft_wrap=True)


def _show(step: dict[str, Any]) -> None:
    sign = "+" if step["is_good"] else "-"
    output.print(f"  {sign} {step['question']} {step['answer']}", markup=False, soft_wrap=True)
    if not step["is_good"]:
        output.print(f"    -> {step['next_step']}", markup=False, soft_wrap=True)
