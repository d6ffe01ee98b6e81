"""`cmdb suggestions`: what the map suggests, and deciding it."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Groups, services, owners and dependencies that the map suggests.", no_args_is_help=True)
Key = Annotated[str, typer.Argument(help="The suggestion, as `cmdb suggestions list` shows it.")]
Reason = Annotated[str, typer.Option(help="Why.")]


@app.command("list")
def list_suggestions(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """What waits for a decision, with what speaks for it."""
    found: dict[str, Any] = client(data).get("/suggestions")
    if as_json:
        output.print_json(data=found["items"])
        return
    rows = [(entry["kind"], entry["title"], "; ".join(entry["evidence"]), entry["key"]) for entry in found["items"]]
    show_table(("kind", "what", "evidence", "key"), rows)
    if found["deferred"]:
        output.print(f"{found['deferred']} more are deferred", style="dim")


@app.command()
def accept(
    key: Key,
    *,
    name: Annotated[str, typer.Option(help="What it shall be called.")] = "",
    k: Annotated[int | None, typer.Option(help="How many members of a group are needed.", min=1)] = None,
    reason: Reason = "",
    data: DataDir = None,
) -> None:
    """Carry a suggestion out; prints the uid of the CI that it came to."""
    body = {"key": key, "name": name, "k": k, "reason": reason}
    typer.echo(client(data).send("POST", "/suggestions/accept", body)["uid"])


@app.command()
def refuse(key: Key, *, reason: Reason = "", data: DataDir = None) -> None:
    """Never ask again."""
    client(data).send("POST", "/suggestions/refuse", {"keys": [key], "reason": reason})
    output.print(f"{key} is refused.", markup=False)


@app.command()
def later(
    key: Key, *, days: Annotated[int, typer.Option(help="Days until it comes back.", min=1)] = 30, data: DataDir = None
) -> None:
    """Ask again after some days."""
    until = (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds")
    client(data).send("POST", "/suggestions/defer", {"keys": [key], "until": until})
    output.print(f"{key} comes back in {days} days.", markup=False)


@app.command()
def decided(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """What was decided, the newest first."""
    items: list[dict[str, Any]] = client(data).get("/suggestions/decisions")["items"]
    if as_json:
        output.print_json(data=items)
        return
    names = ("at", "verdict", "kind", "title", "actor", "reason", "key")
    show_table(names, [tuple(str(entry[name]) for name in names) for entry in items])


@app.command()
def again(key: Key, *, data: DataDir = None) -> None:
    """Take a decision back, so that it is asked again; what was done stays."""
    client(data).send("POST", "/suggestions/ask-again", {"key": key})
    output.print(f"{key} is asked again.", markup=False)
