"""`cmdb sources`: who says what of the graph, and taking it back."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.ci_names import uid_of
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import errors, output, show_table

_STATES = {"collected": "collected", "absent": "collected and absent", "not_collected": "not collected"}
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
def silent(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """The sources that are not seen any longer, and when what they said becomes stale and retired."""
    items: list[dict[str, Any]] = client(data).every("/silent-sources")
    if as_json:
        output.print_json(data=items)
    else:
        show_table(("source", "root", "last seen", "failed", "CIs", "now", "next"), map(_silent_row, items))


@app.command()
def seeing(
    ci: Annotated[str, typer.Argument(help="uid, or name where only one has it.")],
    *,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """How each source sees a CI: collected, collected and absent, or not collected; and what becomes of its word."""
    server = client(data)
    items: list[dict[str, Any]] = server.get(f"/cis/{uid_of(server, ci)}/sources")["items"]
    if as_json:
        output.print_json(data=items)
    else:
        show_table(("source", "state", "last seen", "since", "failed", "why", "next"), map(_seeing_row, items))


@app.command()
def age(*, data: DataDir = None) -> None:
    """Let what is due become stale or retired now; the server does so every ten minutes."""
    done = client(data).send("POST", "/silent-sources/age")
    text = f"{done['stale']} sources became stale, {done['retired']} retired, {done['returned']} are back"
    output.print(f"{text}; {done['cis']} CIs changed", markup=False)


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


def _silent_row(item: dict[str, Any]) -> tuple[str, ...]:
    counts = (str(item["failed_attempts"]), str(item["cis"]))
    after = _step(item["next_step"])
    return item["source"]["key"], item["root"]["name"], item["last_seen_at"], *counts, item["status"], after


def _seeing_row(item: dict[str, Any]) -> tuple[str, ...]:
    times = (item["seen_at"] or "", item["since"] or "")
    key, state = item["source"]["key"], _STATES[item["state"]]
    return key, state, *times, str(item["failed_attempts"]), item["reason"] or "", _step(item["next_step"])


def _step(step: dict[str, Any] | None) -> str:
    left = f", {step['attempts_left']} more failed attempts" if step and step["attempts_left"] else ""
    return f"{step['status']} from {step['not_before']}{left}" if step else ""


def _row(item: dict[str, Any]) -> tuple[str, ...]:
    state = f"being withdrawn by {item['withdrawn_by']}" if item["withdrawn_by"] else ""
    contact = item["last_contact_at"] or ""
    return item["source"]["key"], str(item["cis"]), str(item["observations"]), contact, state
