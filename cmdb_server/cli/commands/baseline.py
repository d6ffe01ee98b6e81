"""`cmdb baseline`: named baselines and what has drifted from them."""

import json
from typing import Annotated, Any

import typer

from cmdb_server.cli.ci_names import uid_of
from cmdb_server.cli.client import Client
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Named baselines, and what has drifted from them.", no_args_is_help=True)
Baseline = Annotated[str, typer.Argument(help="uid, or name where only one has it.")]
Cis = Annotated[list[str], typer.Argument(help="CIs: uids, or names where only one has it.")]
Reason = Annotated[str, typer.Option(help="Why.")]
Only = Annotated[
    list[str] | None,
    typer.Option(help="Only this attribute (name), or relationship (uid), of each CI; may be given again."),
]
_PAGE = 500
_DONE = {"accept": "Accepted", "ignore": "Ignored", "revert": "Back as in the baseline"}


@app.command("list")
def list_baselines(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """List the baselines."""
    items = client(data).get("/baselines")["items"]
    if as_json:
        typer.echo(json.dumps(items))
        return
    columns = ("uid", "name", "at", "created_by", "query")
    show_table(columns, [tuple(item[name] for name in columns) for item in items])


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What people call it.")],
    query: Annotated[str, typer.Argument(help="Which CIs, in the filter language.")],
    *,
    at: Annotated[str | None, typer.Option(help="As they were at this time, RFC 3339; now without it.")] = None,
    reason: Reason = "",
    data: DataDir = None,
) -> None:
    """Keep how the CIs of a question are; prints the uid."""
    made = client(data).send("POST", "/baselines", {"name": name, "query": query, "at": at, "reason": reason})
    typer.echo(made["uid"])


@app.command()
def remove(baseline: Baseline, *, data: DataDir = None) -> None:
    """Forget a baseline."""
    server = client(data)
    server.send("DELETE", f"/baselines/{_baseline(server, baseline)}")


@app.command()
def drift(
    baseline: Baseline,
    *,
    with_ignored: Annotated[bool, typer.Option("--with-ignored", help="Also what is ignored for now.")] = False,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Show what has drifted from a baseline."""
    server, items = client(data), list[dict[str, Any]]()
    uid = _baseline(server, baseline)
    while True:
        asked = {"with_ignored": "true" if with_ignored else None, "offset": len(items), "limit": _PAGE}
        page = server.get(f"/baselines/{uid}/drift", **asked)
        items += page["items"]
        if not page["items"] or len(items) >= page["total"]:
            break
    if as_json:
        typer.echo(json.dumps(items))
        return
    show_table(("uid", "CI", "what", "changed", "ignored until"), map(_row, items))
    if not items:
        output.print(f"nothing has drifted, {page['ignored']} ignored", style="dim")


@app.command()
def accept(baseline: Baseline, cis: Cis, *, only: Only = None, reason: Reason = "", data: DataDir = None) -> None:
    """Take CIs as they are now into the baseline."""
    _decide(client(data), baseline, {"action": "accept", "reason": reason}, (cis, only))


@app.command()
def ignore(
    baseline: Baseline,
    cis: Cis,
    until: Annotated[str, typer.Option(help="Until this time, RFC 3339.")],
    *,
    only: Only = None,
    reason: Reason = "",
    data: DataDir = None,
) -> None:
    """Say nothing of the drift of CIs until a time."""
    _decide(client(data), baseline, {"action": "ignore", "until": until, "reason": reason}, (cis, only))


@app.command()
def revert(baseline: Baseline, cis: Cis, *, only: Only = None, reason: Reason = "", data: DataDir = None) -> None:
    """Say that CIs are as the baseline has them, as a person's edit."""
    _decide(client(data), baseline, {"action": "revert", "reason": reason}, (cis, only))


def _decide(server: Client, baseline: str, body: dict[str, Any], about: tuple[list[str], list[str] | None]) -> None:
    cis, only = about
    path = f"/baselines/{_baseline(server, baseline)}/drift"
    server.send("POST", path, {**body, **_targets([uid_of(server, ci) for ci in cis], only)})
    output.print(f"{_DONE[body['action']]}: {', '.join(cis)}.", markup=False, soft_wrap=True)


def _baseline(server: Client, named: str) -> str:
    """The uid of the baseline that is meant; what names none is refused by the server."""
    uids = [item["uid"] for item in server.get("/baselines")["items"] if item["name"] == named]
    return uids[0] if len(uids) == 1 else named


def _targets(cis: list[str], only: list[str] | None) -> dict[str, Any]:
    if not only:
        return {"ci_uids": cis}
    return {"changes": [{"ci_uid": ci, "what": what} for ci in cis for what in only]}


def _row(item: dict[str, Any]) -> tuple[str, ...]:
    found = item["difference"]
    names = [entry["label"] for entry in found["attributes"]] + [entry["type"] for entry in found["relationships"]]
    return found["uid"], found["name"], found["change"], ", ".join(dict.fromkeys(names)), item["ignored_until"] or ""
