"""`cmdb baseline`: named baselines and what has drifted from them."""

import json
from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Named baselines, and what has drifted from them.", no_args_is_help=True)
Baseline = Annotated[str, typer.Argument(help="uid of the baseline.")]
Cis = Annotated[list[str], typer.Argument(help="uids of the CIs.")]
Reason = Annotated[str, typer.Option(help="Why.")]
Only = Annotated[
    list[str] | None,
    typer.Option(help="Only this attribute (name), or relationship (uid), of each CI; may be given again."),
]
_PAGE = 500


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
    client(data).send("DELETE", f"/baselines/{baseline}")


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
    while True:
        asked = {"with_ignored": "true" if with_ignored else None, "offset": len(items), "limit": _PAGE}
        page = server.get(f"/baselines/{baseline}/drift", **asked)
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
    body = {"action": "accept", "reason": reason, **_targets(cis, only)}
    client(data).send("POST", f"/baselines/{baseline}/drift", body)


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
    body = {"action": "ignore", "until": until, "reason": reason, **_targets(cis, only)}
    client(data).send("POST", f"/baselines/{baseline}/drift", body)


@app.command()
def revert(baseline: Baseline, cis: Cis, *, only: Only = None, reason: Reason = "", data: DataDir = None) -> None:
    """Say that CIs are as the baseline has them, as a person's edit."""
    body = {"action": "revert", "reason": reason, **_targets(cis, only)}
    client(data).send("POST", f"/baselines/{baseline}/drift", body)


def _targets(cis: list[str], only: list[str] | None) -> dict[str, Any]:
    if not only:
        return {"ci_uids": cis}
    return {"changes": [{"ci_uid": ci, "what": what} for ci in cis for what in only]}


def _row(item: dict[str, Any]) -> tuple[str, ...]:
    found = item["difference"]
    names = [entry["label"] for entry in found["attributes"]] + [entry["type"] for entry in found["relationships"]]
    return found["uid"], found["name"], found["change"], ", ".join(dict.fromkeys(names)), item["ignored_until"] or ""
