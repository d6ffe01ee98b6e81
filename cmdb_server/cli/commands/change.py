"""`cmdb change`: what changes do, who approves them, when they are made, and the rules that hold for them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from cmdb_server.cli.change_text import show_progress
from cmdb_server.cli.json_files import object_of
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(
    help="Changes: what they do, who approves them, when they are made. `cmdb record` opens and moves them.",
    no_args_is_help=True,
)
Number = Annotated[str, typer.Argument(help="Its number: CHG0000001.")]
_COLLIDES = (
    ("same_ci", "both work on"),
    ("needed", "one needs"),
    ("shared_services", "both hit"),
    ("joint_services", "worse together"),
)


@app.command()
def assess(  # noqa: PLR0913 - typer takes options as arguments
    number: Annotated[
        str | None, typer.Argument(help="A change that is kept; without it one that is only tried.")
    ] = None,
    *,
    affects: Annotated[list[str] | None, typer.Option(help="A CI that it takes down; may be repeated.")] = None,
    action: Annotated[
        list[str] | None, typer.Option(help="ACTION=CI, done to it instead (`cmdb actions list`); may be repeated.")
    ] = None,
    start: Annotated[str, typer.Option("--from", help="When it begins (RFC 3339).")] = "",
    end: Annotated[str, typer.Option("--to", help="When it ends.")] = "",
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """What a change does, what speaks against it, its risk, and when else it could be made."""
    server = client(data)
    if number:
        found = server.get(f"/changes/{number}/assessment")
    else:
        rows = list(map(_action, action or ()))
        values = {"planned_start": start, "planned_end": end, "actions": json.dumps(rows) if rows else ""}
        cis = [*(affects or ()), *(row["ci"] for row in rows)]
        found = server.send("POST", "/change-assessments", {"values": values, "affects": cis})
    if as_json:
        output.print_json(data=found)
        return
    _show(found)


@app.command()
def votes(number: Number, *, as_json: AsJson = False, data: DataDir = None) -> None:
    """Who has to say yes to a change, who has, and on which facts."""
    record = client(data).get(f"/records/{number}")
    ballot = record["ballot"]
    if as_json:
        output.print_json(data=ballot)
        return
    if ballot is None:
        output.print(f"{number} is not voted on: it is {record['state_label'].lower()}", markup=False)
        return
    output.print(f"{number}: {ballot['verdict']}, on the facts of {ballot['opened_at']}", markup=False, style="bold")
    for text in ballot["lapsed"]:
        output.print(f"lapsed before: {text}", markup=False)
    show_table(("needed", "is", "yes", "still counts"), map(_need, ballot["needs"]))
    rows = ((vote["at"], vote["by"], vote["on_behalf_of"], vote["vote"], vote["reason"]) for vote in ballot["votes"])
    show_table(("at", "by", "for", "vote", "reason"), rows)
    show_table(("facts",), ((fact["text"],) for fact in ballot["facts"]))


@app.command()
def vote(
    number: Number,
    said: Annotated[str, typer.Argument(help="yes or no.")],
    *,
    reason: Annotated[str, typer.Option(help="Why; needed for a no, and for a yes where the risk is high.")] = "",
    on_behalf_of: Annotated[str, typer.Option(help="Whose vote it is, where they gave it to you.")] = "",
    facts_of: Annotated[
        str | None, typer.Option(help="Only on the facts of this time, as `votes` prints it: those that you looked at.")
    ] = None,
    data: DataDir = None,
) -> None:
    """Vote on a change."""
    wanted = {"vote": said, "reason": reason, "on_behalf_of": on_behalf_of, "facts_of": facts_of}
    record = client(data).send("POST", f"/records/{number}/votes", wanted)
    output.print(f"{number} is voted {said} on: {record['vote']}", markup=False)


@app.command()
def calendar(
    *,
    days: Annotated[int, typer.Option(min=1, max=400, help="For how many days.")] = 14,
    start: Annotated[str, typer.Option("--from", help="From when on (RFC 3339); now without it.")] = "",
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """The changes that are planned, and freezes."""
    since = _time(start) if start else datetime.now(UTC)
    until = (since + timedelta(days=days)).isoformat()
    found = client(data).get("/changes/calendar", since=since.isoformat(), until=until)
    if as_json:
        output.print_json(data=found)
        return
    show_table(("begins", "ends", "number", "state", "vote", "title", "affects"), map(_planned, found["items"]))
    for freeze in found["freezes"]:
        output.print(f"frozen: {freeze['name']}, {freeze['starts_at']} to {freeze['ends_at']}", markup=False)


@app.command()
def progress(number: Number, *, as_json: AsJson = False, data: DataDir = None) -> None:
    """How a change is carried out: steps, signals, and what it came to beside what was planned and foretold."""
    found = client(data).get(f"/changes/{number}/implementation")
    if as_json:
        output.print_json(data=found)
        return
    show_progress(number, found)


@app.command()
def step(
    number: Number,
    turn: Annotated[int, typer.Argument(min=1, help="Which step, from 1.")],
    state: Annotated[str, typer.Argument(help="started, done, failed or skipped.")],
    *,
    note: Annotated[str, typer.Option(help="Why; needed for failed and skipped.")] = "",
    data: DataDir = None,
) -> None:
    """Tell of a step of a change that is carried out (`cmdb record move NUMBER begin`) or backed out."""
    found = client(data).send("POST", f"/changes/{number}/steps/{turn}", {"state": state, "note": note})
    done = found["steps"][turn - 1]
    output.print(f"step {turn} of {number}, {done['step']}, is {done['state']}", markup=False)


@app.command()
def rules(*, data: DataDir = None) -> None:
    """Freezes, maintenance windows and who has to approve, as JSON that `set-rules` takes."""
    found = client(data).get("/change-rules")
    output.print_json(data={name: found[name] for name in ("freezes", "windows", "policy", "version")})


@app.command("set-rules")
def set_rules(
    file: Annotated[Path, typer.Argument(help="A JSON file as `rules` prints it.", exists=True, dir_okay=False)],
    *,
    data: DataDir = None,
) -> None:
    """Let other rules hold; refused when they were changed since they were printed."""
    saved = client(data).send("PUT", "/change-rules", object_of(file, "what `cmdb change rules` prints"))
    output.print(f"version {saved['version']} holds", markup=False)


@app.command()
def feed(
    name: Annotated[str, typer.Argument(help="Who subscribes to it.")],
    *,
    data: DataDir = None,
) -> None:
    """Print an address of the calendar (iCalendar) to subscribe to; whoever has it sees what is planned.

    It holds a token, shown this once; `cmdb token revoke` makes it useless.
    """
    server = client(data)
    made = server.send("POST", "/tokens", {"name": name, "scope": "calendar"})
    typer.echo(f"{server.url}/api/v1/changes/calendar.ics?token={made['value']}")


@app.command()
def delegate(
    deputy: Annotated[str, typer.Argument(help="Who votes instead.")],
    until: Annotated[str, typer.Argument(help="Until when (RFC 3339).")],
    *,
    principal: Annotated[str, typer.Option(help="Whose vote it is; yours without it.")] = "",
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    data: DataDir = None,
) -> None:
    """Let somebody vote in your place."""
    wanted = {"deputy": deputy, "until": until, "principal": principal, "reason": reason}
    made = client(data).send("POST", "/delegations", wanted)
    output.print(f"{made['deputy']} votes for {made['principal']} until {made['until']}", markup=False)


def _action(text: str) -> dict[str, str]:
    name, mark, ci = text.partition("=")
    if not (name and mark and ci):
        raise typer.BadParameter(f"{text!r} is not of the form ACTION=CI, e.g. restart=db1")
    return {"action": name.strip(), "ci": ci.strip()}


def _time(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no time; give it as RFC 3339, e.g. 2027-01-31T12:00:00Z") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _planned(one: dict[str, Any]) -> tuple[str, ...]:
    names = ", ".join(ci["name"] or ci["uid"] for ci in one["affects"])
    times = (one["listed"]["planned_start"], one["listed"]["planned_end"])
    return (*times, one["number"], one["state_label"], one["vote"], one["title"], names)


def _show(found: dict[str, Any]) -> None:
    output.print(f"risk {found['level']}: {found['score']} points", style="bold", markup=False)
    show_table(("points", "because"), ((str(one["points"]), one["text"]) for one in found["factors"]))
    hit = (
        f"{found['down']} CIs down, {found['degraded']} degraded, {found['at_risk']} at risk, {found['reach']} in reach"
    )
    output.print(hit, markup=False)
    show_table(("service", "state", "users", "criticality", "owner", "way"), map(_service, found["services"]))
    show_table(("collides with", "from", "to", "by", "what"), map(_collision, found["collisions"]))
    for loss in found["joint"]:
        output.print(f"only together with {', '.join(loss['numbers'])}: {_names(loss['services'])}", markup=False)
    for slot in found["slots"]:
        output.print(f"free: {slot['starts_at']} to {slot['ends_at']}", markup=False)


def _need(one: dict[str, Any]) -> tuple[str, ...]:
    still = (f"{who['name']} ({', '.join(who['teams'])})" if who["teams"] else who["name"] for who in one["still"])
    return one["label"], one["verdict"], f"{one['said']} of {one['wanted']}", ", ".join(still)


def _service(one: dict[str, Any]) -> tuple[str, ...]:
    way = " > ".join(step["name"] for step in one["path"])
    return one["name"], one["state"], str(one["users"]), str(one["criticality"] or ""), one["owner_name"], way


def _collision(pair: dict[str, Any]) -> tuple[str, ...]:
    what = "; ".join(f"{words} {_names(pair[key])}" for key, words in _COLLIDES if pair[key])
    words = ", ".join(pair["words"]).replace("_", " ")
    return f"{pair['number']} {pair['title']}", pair["starts_at"], pair["ends_at"], words, what


def _names(cis: list[dict[str, Any]]) -> str:
    return ", ".join(ci["name"] for ci in cis)
