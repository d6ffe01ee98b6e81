"""`cmdb quarantine`: values of identifiers that identify nobody."""

from typing import Annotated, Any, Literal

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Identifiers that identify nobody: cloned ids, docks, placeholders.", no_args_is_help=True)


@app.command("list")
def list_values(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """The values that several live machines claim, and those that were pinned."""
    items = client(data).get("/quarantine")["items"]
    if as_json:
        output.print_json(data=items)
    else:
        show_table(("identifier", "state", "why", "claimed by"), map(_row, items))


@app.command("placeholders")
def list_placeholders(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """The spellings that makers leave in instead of a value ("Default string"): what a source says so is left out."""
    found = client(data).get("/quarantine")["placeholders"]
    if as_json:
        output.print_json(data=found)
    else:
        show_table(("placeholder",), ([text] for text in found))


@app.command()
def pin(
    key: Annotated[str, typer.Argument(help="The identifier, as `cmdb quarantine list` shows it.")],
    standing: Annotated[
        Literal["junk", "good", "released"],
        typer.Argument(help="junk: identifies nobody; good: one machine; released: no pin."),
    ],
    *,
    reason: Annotated[str, typer.Option(help="Why; it stands in the history of the CIs.")] = "",
    data: DataDir = None,
) -> None:
    """Say whether a value identifies anybody; what it joined or kept apart is identified anew."""
    body = {"key": key, "pin": standing, "reason": reason}
    done = client(data).send("POST", "/quarantine/pin", body)
    output.print(f"{key} is {standing}; looked at {', '.join(done['ci_uids'])}.", markup=False, soft_wrap=True)


def _row(item: dict[str, Any]) -> tuple[str, ...]:
    claimants = ", ".join(entry["name"] or entry["uid"] for entry in item["claimants"])
    return item["key"], item["state"], item["reason"], claimants
