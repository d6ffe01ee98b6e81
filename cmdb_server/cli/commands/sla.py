"""`cmdb sla`: how soon records have to be taken up and resolved, and how they stand against that."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from cmdb_server.cli.json_files import object_of
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(
    help="Service levels: calendars and targets, what is due, and why a clock stands as it does.", no_args_is_help=True
)
_DUE = ("record", "state", "clock", "due", "left", "team", "assignee", "title")
_STANDING = ("target", "team", "at risk now", "breached now", "met", "missed", "share met")
_TARGETS = ("target", "type", "clock", "minutes", "calendar", "priorities", "services", "stands in")
_WANTED = "calendars and targets, as `cmdb sla show --json` prints them"
_LAPS = ("since", "until", "counts", "why")


@app.command()
def show(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """The calendars and targets in force; `--json` is what `set` takes."""
    found: dict[str, Any] = client(data).get("/service-levels")
    if as_json:
        typer.echo(json.dumps({name: found[name] for name in ("calendars", "targets")}, indent=2))
        return
    rows = ((one["name"], one["time_zone"], "; ".join(map(_hours, one["hours"])), str(len(one["holidays"])))
            for one in found["calendars"])  # fmt: skip
    show_table(("calendar", "time zone", "hours", "holidays"), rows)
    show_table(_TARGETS, (_target(one, found["names"]) for one in found["targets"]))


@app.command(name="set")
def set_(
    file: Annotated[Path, typer.Argument(help="A JSON file with calendars and targets, as `show --json` prints them.")],
    *,
    data: DataDir = None,
) -> None:
    """Let the calendars and targets of a file hold, instead of those there are."""
    found = client(data).send("PUT", "/service-levels", object_of(file, _WANTED))
    output.print(f"{len(found['calendars'])} calendars and {len(found['targets'])} targets hold now.", markup=False)


@app.command()
def due(
    *,
    kind: Annotated[str, typer.Option("--type", help="Only records of a type, e.g. incident.")] = "",
    states: Annotated[
        list[str] | None, typer.Option("--state", help="breached, due_soon, running or paused; may be repeated.")
    ] = None,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Open records, the soonest due first: what is due soon or breached is on top."""
    found: dict[str, Any] = client(data).get("/due-records", type=kind, clock=states or [])
    if as_json:
        typer.echo(json.dumps(found))
        return
    show_table(_DUE, map(_due, found["items"]))
    output.print(f"{len(found['items'])} of {found['total']}", style="dim", markup=False)


@app.command()
def standing(
    *,
    since: Annotated[str | None, typer.Option(help="From when on (RFC 3339); the last thirty days without it.")] = None,
    until: Annotated[str | None, typer.Option(help="Until when (RFC 3339).")] = None,
    missed: Annotated[str, typer.Option(help="List the records that missed this target.")] = "",
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """How each target stands: open records at risk or breached now, what was met and missed, and by which team."""
    found: dict[str, Any] = client(data).get("/service-levels/standing", since=since, until=until)
    if as_json:
        typer.echo(json.dumps(found))
        return
    if missed:
        show_table(_DUE, (_due(due) for one in found["items"] if one["target"]["name"] == missed
                          for due in one["latest"]))  # fmt: skip
        return
    show_table(_STANDING, (row for one in found["items"] for row in _standing(one)))


@app.command()
def explain(
    number: Annotated[str, typer.Argument(help="The number of a record.")],
    *,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """The clocks of a record: each interval counted or not, and why."""
    found: dict[str, Any] = client(data).get(f"/records/{number}/clocks")
    if as_json:
        typer.echo(json.dumps(found))
        return
    if not found["items"]:
        output.print(f"No target holds for {number}; `cmdb sla show` shows those there are.", markup=False)
    for one in found["items"]:
        passed = f"{_minutes(one['seconds_passed'])} of {_minutes(one['seconds_allowed'])}"
        title = (
            f"{one['target']} ({one['kind']}): {one['state']}, {passed}, due {one['due_at'] or 'not while it stands'}"
        )
        laps = ((lap["since"], lap["until"], "yes" if lap["counts"] else "no", lap["why"]) for lap in one["laps"])
        output.print(title, markup=False, soft_wrap=True)
        show_table(_LAPS, laps)


def _hours(one: dict[str, Any]) -> str:
    days = "".join("MTWTFSS"[day] if day in one["weekdays"] else "." for day in range(7))
    return f"{days} {one['starts']}-{one['ends']}"


def _target(one: dict[str, Any], names: dict[str, str]) -> tuple[str, ...]:
    priorities = ", ".join(map(str, one["priorities"])) or "any"
    uids: list[str] = one["services"]
    services = ", ".join(str(names.get(uid, uid)) for uid in uids) or "any"
    return (one["name"], one["type"], one["kind"], str(one["minutes"]), one["calendar"] or "every day", priorities,
            services, ", ".join(one["pauses_in"]))  # fmt: skip


def _standing(one: dict[str, Any]) -> list[tuple[str, ...]]:
    share = "" if one["met_share"] is None else f"{one['met_share']:.1%}"
    counts = tuple(str(one[name]) for name in ("due_soon", "breached", "met", "missed"))
    teams = [("", team["team"] or "no team", "", "", str(team["met"]), str(team["missed"]), f"{team['share']:.1%}")
             for team in one["teams"]]  # fmt: skip
    return [(one["target"]["name"], "all", *counts, share), *teams]


def _due(one: dict[str, Any]) -> tuple[str, ...]:
    clock = one["clock"]
    left = _minutes(clock["seconds_allowed"] - clock["seconds_passed"])
    head = (one["number"], clock["state"].replace("_", " "), clock["kind"], clock["due_at"] or "", left)
    return (*head, one["team"], one["assignee"], one["title"])


def _minutes(seconds: int) -> str:
    sign, minutes = "-" if seconds < 0 else "", abs(seconds) // 60
    return f"{sign}{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{sign}{minutes} min"  # noqa: PLR2004 - an hour
