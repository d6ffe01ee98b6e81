"""`cmdb webhooks`: programs that are told of records by signed requests."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(
    help="Webhooks: signed requests (Standard Webhooks, CloudEvents) of what happens to records.", no_args_is_help=True
)
Webhook = Annotated[str, typer.Argument(help="Which one: whk_..., as `list` shows it.")]
Types = Annotated[list[str] | None, typer.Option("--type", help="Only of these record types; may be repeated.")]
Kinds = Annotated[list[str] | None, typer.Option("--kind", help="Only these kinds of notices; may be repeated.")]
_COLUMNS = ("webhook", "name", "url", "types", "kinds", "on")


@app.command(name="list")
def list_(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """All webhooks; their secrets are never told again."""
    found: dict[str, Any] = client(data).get("/webhooks")
    if as_json:
        output.print_json(data=found)
        return
    show_table(_COLUMNS, map(_row, found["items"]))


@app.command()
def add(name: str, url: str, *, types: Types = None, kinds: Kinds = None, data: DataDir = None) -> None:
    """Tell a program from now on; prints the secret that its requests are signed with, once."""
    body = {"name": name, "url": url, "types": types or [], "kinds": kinds or []}
    made = client(data).send("POST", "/webhooks", body)
    output.print(f"{made['webhook_id']} is told from now on; its secret:", markup=False)
    typer.echo(made["secret"])


@app.command()
def change(  # noqa: PLR0913 - each option is a field
    webhook: Webhook,
    *,
    name: Annotated[str | None, typer.Option()] = None,
    url: Annotated[str | None, typer.Option()] = None,
    types: Types = None,
    kinds: Kinds = None,
    on: Annotated[bool | None, typer.Option("--on/--off", help="Told, or nothing for a while.")] = None,
    data: DataDir = None,
) -> None:
    """Tell it other things, elsewhere, or nothing for a while; its secret stays."""
    server = client(data)
    every: list[dict[str, Any]] = server.get("/webhooks")["items"]
    known = next((one for one in every if one["webhook_id"] == webhook), None)
    if known is None:
        message = f"{webhook!r} is no webhook; `cmdb webhooks list` shows those there are"
        raise typer.BadParameter(message, param_hint="WEBHOOK")
    said: dict[str, Any] = {"name": name, "url": url, "types": types, "kinds": kinds, "is_on": on}
    wanted = {field: known.get(field) if value is None else value for field, value in said.items()}
    server.send("PUT", f"/webhooks/{webhook}", wanted)
    output.print(f"{webhook} is changed", markup=False)


@app.command()
def rotate(webhook: Webhook, *, data: DataDir = None) -> None:
    """Sign with another secret from now on; prints it once."""
    typer.echo(client(data).send("POST", f"/webhooks/{webhook}/secret", {})["secret"])


@app.command(name="test")
def try_(webhook: Webhook, *, data: DataDir = None) -> None:
    """Send a test event now; prints what was answered. Fails where it was not taken."""
    found = client(data).send("POST", f"/webhooks/{webhook}/test", {})
    told = found["error"] or f"answered {found['status']} in {found['milliseconds']} ms"
    output.print(told, markup=False, soft_wrap=True)
    if found["said"]:
        typer.echo(found["said"])
    if not found["is_taken"]:
        raise typer.Exit(1)


@app.command()
def remove(webhook: Webhook, *, data: DataDir = None) -> None:
    """Forget a webhook; what waits for it is given up."""
    client(data).send("DELETE", f"/webhooks/{webhook}")
    output.print(f"{webhook} is removed", markup=False)


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    listed = (", ".join(one[name]) or "all" for name in ("types", "kinds"))
    return (one["webhook_id"], one["name"], one["url"], *listed, "yes" if one["is_on"] else "no")
