"""`cmdb sources`: who says what of the graph, and taking it back."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import errors, output, show_table

app = typer.Typer(help="Data sources: who says how much, and taking it back.", no_args_is_help=True)


@app.command("list")
def list_sources(
    *,
    kind: Annotated[str, typer.Option(help="Only sources of this kind: agent, ssh, snmp, api, import, manual.")] = "",
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """The data sources with how much each says."""
    items: list[dict[str, Any]] = client(data).get("/sources", kind=kind)["items"]
    if as_json:
        output.print_json(data=items)
    else:
        show_table(("source", "CIs", "observations", "last contact", "state"), map(_row, items))


@app.command()
def withdraw(
    source: Annotated[str, typer.Argument(help="Key of the source, as `cmdb sources list` shows it.")],
    *,
    ref: Annotated[str | None, typer.Option(help="Only what it says of this CI, under its own ref.")] = None,
    reason: Annotated[str, typer.Option(help="Why; it stands in the history of every CI that changes.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data: DataDir = None,
) -> None:
    """Take back all that a source said: what it fed becomes what it would be without it."""
    server = client(data)
    if not yes:
        typer.confirm(f"Take back what {source} said{f' of {ref}' if ref else ''}?", abort=True, err=True)
    body = {"source": source, "reason": reason, **({} if ref is None else {"ref": ref})}
    while left := server.send("POST", "/sources/withdraw", body)["left"]:
        errors.print(f"{left} observations are left", markup=False)
    output.print(f"{source} is withdrawn.", markup=False)


def _row(item: dict[str, Any]) -> tuple[str, ...]:
    state = f"being withdrawn by {item['withdrawn_by']}" if item["withdrawn_by"] else ""
    contact = item["last_contact_at"] or ""
    return item["source"]["key"], str(item["cis"]), str(item["observations"]), contact, state
