"""`cmdb spof`: single points of failure of the whole estate, what would mend them, risks that are accepted."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from cmdb_server.cli.ci_names import uid_of, uid_within
from cmdb_server.cli.client import Client
from cmdb_server.cli.options import AsJson, AsOf, DataDir, InScenario, client
from cmdb_server.cli.pointing import pointing_at
from cmdb_server.cli.remedy_words import all_words, best_words
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Single points of failure.", invoke_without_command=True)
_HEAD = ("CI", "class", "on", "services", "users", "CIs", "takes down", "would mend it", "since then", "accepted until")
_SHOWN_REMEDIES = 10


@app.callback()
def list_points(  # noqa: PLR0913 - each is an option of the command
    context: typer.Context,
    *,
    of: Annotated[str, typer.Option(help="Only those of this CI: uid, or name where only one has it.")] = "",
    query: Annotated[str, typer.Option(help="Only those among these CIs, in the filter language.")] = "",
    level: Annotated[str, typer.Option(help="down, or degraded for what is degraded at least.")] = "down",
    since: Annotated[str | None, typer.Option(help="Tell what has changed since this time, RFC 3339.")] = None,
    accepted: Annotated[bool, typer.Option("--accepted", help="Accepted risks too.")] = False,
    limit: Annotated[int, typer.Option(help="How many.", min=1, max=500)] = 50,
    as_of: AsOf = None,
    scenario: InScenario = None,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """CIs that take others down alone, the heaviest first: services x criticality x users, then number of CIs."""
    if context.invoked_subcommand is not None:
        return
    asked = {"service": of, "query": query, "level": level, "compare_with": since, "as_of": as_of, "limit": limit}
    asked |= {"scenario": scenario}
    with pointing_at(query):
        page = _when_ready(client(data), {**asked, "with_accepted": accepted or None})
    if as_json:
        typer.echo(json.dumps(page))
        return
    totals = page["totals"]
    words = f"{totals['points']} CIs take services down alone, {totals['accepted']} of them accepted; "
    words += f"{totals['services']} of {totals['of_services']} services have any"
    output.print(words, style="bold", markup=False)
    show_table(_HEAD, map(_row, page["items"]))
    for gone in page["gone"]:
        output.print(f"gone: {gone['ci']['name']}, which took {gone['before']['services']} services", markup=False)
    if page["total"] > len(page["items"]):
        output.print(f"and {page['total'] - len(page['items'])} more; --limit, or `cmdb spof export`", style="dim")


@app.command()
def show(
    ci: str, *, as_of: AsOf = None, scenario: InScenario = None, as_json: AsJson = False, data: DataDir = None
) -> None:
    """What one CI takes down, and which requirement would have to be another one."""
    server = client(data)
    path = f"/cis/{uid_within(server, ci, scenario)}/single-point"
    detail: dict[str, Any] = server.get(path, as_of=as_of, scenario=scenario)
    if as_json:
        typer.echo(json.dumps(detail))
        return
    point: dict[str, Any] = detail["point"]
    weight: dict[str, Any] = point["weight"]
    head = f"{point['ci']['name']} takes {weight['affected']} CIs down alone, {weight['services']} of them services"
    output.print(head, style="bold", markup=False)
    show_table(
        ("service", "criticality", "users"),
        [(one["name"], str(one["criticality"] or ""), str(one["users"] or "")) for one in detail["services"]],
    )
    if detail["is_too_wide"]:
        output.print("too much hangs on it to look for single remedies; a second one of it saves all", markup=False)
    for words in all_words(point)[:_SHOWN_REMEDIES]:
        output.print(f"would mend it: {words}", markup=False)
    for risk in detail["risks"]:
        words = f"{risk['state']}: accepted by {risk['accepted_by']} until {risk['until']}: {risk['reason']}"
        output.print(words, markup=False)


@app.command()
def accept(
    ci: str,
    *,
    reason: Annotated[str, typer.Option(help="Why the risk is acceptable.")],
    until: Annotated[str, typer.Option(help="When it is to be looked at again, RFC 3339: 2027-01-31T12:00:00Z.")],
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Accept until a time that a CI is a single point of failure; after that it is in the report again."""
    server = client(data)
    risk = server.send("PUT", f"/cis/{uid_of(server, ci)}/accepted-risk", {"reason": reason, "until": until})
    if as_json:
        typer.echo(json.dumps(risk))
        return
    output.print(f"{ci}: accepted until {risk['until']}", markup=False)


@app.command()
def withdraw(ci: str, *, data: DataDir = None) -> None:
    """Accept a risk no longer."""
    server = client(data)
    server.send("DELETE", f"/cis/{uid_of(server, ci)}/accepted-risk")
    output.print(f"{ci}: no longer accepted", markup=False)


@app.command()
def risks(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """The risks that somebody accepts, the first to expire first."""
    found: dict[str, Any] = client(data).get("/accepted-risks")
    if as_json:
        typer.echo(json.dumps(found))
        return
    rows = [_risk_row(item["ci"], item["risk"]) for item in found["items"]]
    show_table(("CI", "state", "until", "accepted by", "reason"), rows)


@app.command()
def export(
    *,
    file: Annotated[Path, typer.Option("--output", "-o", help="A file that ends in .csv or .xlsx.")],
    query: Annotated[str, typer.Option(help="Only those among these CIs, in the filter language.")] = "",
    as_of: AsOf = None,
    scenario: InScenario = None,
    data: DataDir = None,
) -> None:
    """The whole report as a table."""
    kind = "xlsx" if file.suffix == ".xlsx" else "csv"
    asked = {"format": kind, "query": query, "as_of": as_of, "scenario": scenario, "with_accepted": True}
    pieces = client(data).stream("/single-points/export", **asked)
    begun = next(pieces, b"")  # a refusal comes with the first piece, and leaves the file as it was
    with file.open("wb") as target:
        for piece in (begun, *pieces):
            target.write(piece)
    output.print(f"written to {file}", markup=False)


def _risk_row(ci: dict[str, Any] | None, risk: dict[str, Any]) -> tuple[str, ...]:
    name = ci["name"] if ci else risk["ci_uid"]
    return name, *(str(risk[key]) for key in ("state", "until", "accepted_by", "reason"))


def _when_ready(server: Client, asked: dict[str, Any]) -> dict[str, Any]:
    """The report, waited for where it is the first of its kind: each question waits a while."""
    while True:
        page: dict[str, Any] = server.get("/single-points", **asked)
        if page["is_ready"]:
            return page


def _row(point: dict[str, Any]) -> tuple[str, ...]:
    ci, weight = point["ci"], point["weight"]
    taken = ", ".join(service["name"] for service in point["takes"])
    more = weight["services"] - len(point["takes"])
    return (
        ci["name"],
        ci["ci_class"],
        ci["root"] or ci["site"] or "",
        *(str(weight[name]) for name in ("services", "users", "affected")),
        taken + (f" and {more} more" if more > 0 else ""),
        best_words(point),
        point["change"] or "",
        point["accepted"]["until"] if point["accepted"] else "",
    )
