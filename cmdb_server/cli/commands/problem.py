"""`cmdb problem`: incidents that may have one problem behind them, and known errors that fit an incident."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Problems behind incidents, and known errors.", no_args_is_help=True)
Incident = Annotated[str, typer.Argument(help="The number of an incident.")]
_SHARED = {
    "cause": "the same CI at fault", "affected": "the same affected", "path": "the same on the way", "text": "words"
}  # fmt: skip


@app.command()
def suggest(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """Incidents of the last 90 days that may have one problem behind them, the surest first."""
    found = client(data).get("/suggested-problems")
    if as_json:
        output.print_json(data=found)
        return
    show_table(("shared", "CI", "incidents"), map(_group, found["items"]))


@app.command("open")
def open_problem(
    title: Annotated[str, typer.Argument(help="What it is about, in one line.")],
    incidents: Annotated[list[str], typer.Argument(help="The numbers of the incidents that it is behind.")],
    *,
    cause: Annotated[str, typer.Option(help="The CI at fault, by uid or name.")] = "",
    data: DataDir = None,
) -> None:
    """Open a problem behind incidents, which name it then; prints its number."""
    wanted = {"title": title, "incidents": incidents, "cause": cause}
    typer.echo(client(data).send("POST", "/suggested-problems", wanted)["number"])


@app.command()
def known(number: Incident, *, as_json: AsJson = False, data: DataDir = None) -> None:
    """Known errors that fit an incident, the surest first."""
    found = client(data).get(f"/records/{number}/known-errors")
    if as_json:
        output.print_json(data=found)
        return
    rows = (
        (one["record"]["number"], one["record"]["title"], one["fits_by"], one["workaround"]) for one in found["items"]
    )
    show_table(("number", "title", "fits by", "workaround"), rows)


@app.command()
def apply(
    number: Incident,
    problem: Annotated[str, typer.Argument(help="The number of a known error.")],
    *,
    data: DataDir = None,
) -> None:
    """Have an incident name a known error, and say its workaround there."""
    client(data).send("POST", f"/records/{number}/known-errors", {"problem": problem})
    output.print(f"The workaround of {problem} is said on {number}.", markup=False)


def _group(one: dict[str, Any]) -> tuple[str, ...]:
    numbers = ", ".join(incident["number"] for incident in one["incidents"])
    return _SHARED[one["shared"]], one["ci"]["name"] if one["ci"] else "", numbers
