"""`cmdb major`: major incidents, from the rule that declares them to what is told of them."""

from typing import Annotated

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Major incidents: declared by rule or person, told to whom they concern.", no_args_is_help=True)
Number = Annotated[str, typer.Argument(help="The number of an incident.")]


@app.command()
def rule(
    *,
    priority: Annotated[
        int | None, typer.Option(help="The priority (1 to 5) from which on incidents are major; 0: none is.")
    ] = None,
    users: Annotated[int, typer.Option(help="How many users they hit at least.")] = 0,
    data: DataDir = None,
) -> None:
    """Show the rule that declares incidents major, or with --priority let another one hold."""
    if priority is not None:
        client(data).send("PUT", "/major-rule", {"priority": priority, "users": users})
    found = client(data).get("/major-rule")
    output.print(
        f"priority {found['priority']} or better, {found['users']} users or more"
        if found["priority"]
        else "no incident is major by itself; people declare them",
        markup=False,
    )


@app.command()
def declare(
    number: Number,
    *,
    reason: Annotated[str, typer.Option(help="Why it is major.")],
    commander: Annotated[str, typer.Option(help="Who leads it.")] = "",
    data: DataDir = None,
) -> None:
    """Declare an incident major."""
    values = {"major": "declared", "major_reason": reason, **({"commander": commander} if commander else {})}
    client(data).send("PATCH", f"/records/{number}", {"values": values})
    output.print(f"{number} is a major incident.", markup=False)


@app.command()
def show(number: Number, *, as_json: AsJson = False, data: DataDir = None) -> None:
    """Whom an incident concerns, and status updates to begin with."""
    found = client(data).get(f"/records/{number}/major")
    if as_json:
        output.print_json(data=found)
        return
    rows = (
        (one["name"] or "nobody", ", ".join(one["accounts"]), ", ".join(ci["name"] for ci in one["services"]))
        for one in found["stakeholders"]
    )
    show_table(("owner", "accounts", "services"), rows)
    show_table(("draft", "text"), ((one["name"], one["text"]) for one in found["drafts"]))


@app.command()
def tell(
    number: Number,
    text: Annotated[str, typer.Argument(help="What to tell; `show` has texts to begin with.")],
    *,
    data: DataDir = None,
) -> None:
    """Publish a status update on an incident."""
    client(data).send("POST", f"/records/{number}/entries", {"kind": "status", "text": text})
    output.print(f"It is told on {number}.", markup=False)
