"""`cmdb calendars`: the hours in which clocks run, one by one."""

import json
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from cmdb_server.cli.client import Client
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Working hours in which clocks of records run: set, tried, removed.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="The name of a calendar.")]
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LAPS = ("since (there)", "until (there)", "counts", "why")


@app.command(name="set")
def set_(
    name: Name,
    *,
    zone: Annotated[str | None, typer.Option(help="Time zone, e.g. Europe/Oslo.")] = None,
    hours: Annotated[
        list[str] | None, typer.Option(help="DAYS HH:MM-HH:MM, e.g. 'mon-fri 08:00-16:00'; may be repeated.")
    ] = None,
    holiday: Annotated[
        list[str] | None, typer.Option(help="'2026-12-25 Christmas Day'; may be repeated, '' for none.")
    ] = None,
    data: DataDir = None,
) -> None:
    """Make a calendar, or change what is said here of one that there is."""
    server = client(data)
    levels, known = _levels(server, name)
    if known is None and (zone is None or not hours):
        message = "a new calendar needs --zone and --hours"
        raise typer.BadParameter(message, param_hint="--zone")
    said: dict[str, Any] = known or {"name": name, "holidays": []}
    if zone is not None:
        said["time_zone"] = zone
    if hours:
        said["hours"] = list(map(_hours, hours))
    if holiday is not None:
        said["holidays"] = [_holiday(text) for text in holiday if text.strip()]
    if known is None:
        levels["calendars"].append(said)
    server.send("PUT", "/service-levels", levels)
    output.print(f"{name} holds now", markup=False)


@app.command(name="try")
def try_(
    name: Name,
    *,
    minutes: Annotated[int, typer.Option(help="How long a clock runs.")] = 480,
    start: Annotated[str, typer.Option("--from", help="When it starts (RFC 3339); now without it.")] = "",
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """How a clock would run by a calendar, by the wall of its place."""
    server = client(data)
    _, known = _levels(server, name)
    if known is None:
        raise _unknown(name)
    asked = {"calendar": known, "minutes": minutes, "starts_at": start or datetime.now(UTC).isoformat()}
    found: dict[str, Any] = server.send("POST", "/service-levels/calendar-trial", asked)
    if as_json:
        typer.echo(json.dumps(found))
        return
    show_table(_LAPS, ((lap["wall_since"], lap["wall_until"], "yes" if lap["counts"] else "no", lap["why"])
                       for lap in found["laps"]))  # fmt: skip
    due = f"due at {found['wall_due']} there ({found['due_at']})" if found["due_at"] else "not due within sight"
    output.print(due, markup=False)
    if change := found["wall_change"]:
        output.print(f"clocks there go from {change['before']} to {change['after']} at {change['at']}", markup=False)


@app.command()
def remove(name: Name, *, data: DataDir = None) -> None:
    """Remove a calendar in which no target counts."""
    server = client(data)
    levels, known = _levels(server, name)
    if known is None:
        raise _unknown(name)
    if users := [one["name"] for one in levels["targets"] if one["calendar"] == name]:
        message = f"{', '.join(users)} count in {name}; let them count in another one first (`cmdb sla set`)"
        raise typer.BadParameter(message, param_hint="NAME")
    levels["calendars"] = [one for one in levels["calendars"] if one["name"] != name]
    server.send("PUT", "/service-levels", levels)
    output.print(f"{name} is removed", markup=False)


def _levels(server: Client, name: str) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The levels as they are saved again, and the calendar of a name in them."""
    found: dict[str, Any] = server.get("/service-levels")
    levels = {field: found[field] for field in ("calendars", "targets", "version")}
    return levels, next((one for one in levels["calendars"] if one["name"] == name), None)


def _unknown(name: str) -> typer.BadParameter:
    return typer.BadParameter(f"{name!r} is no calendar; `cmdb sla show` shows those there are", param_hint="NAME")


def _hours(text: str) -> dict[str, Any]:
    days, _, times = text.strip().partition(" ")
    starts, sign, ends = times.strip().partition("-")
    if not sign:
        message = f"{text!r} is no DAYS HH:MM-HH:MM; give e.g. 'mon-fri 08:00-16:00'"
        raise typer.BadParameter(message, param_hint="--hours")
    return {"weekdays": sorted({day for part in days.split(",") for day in _days(part)}), "starts": starts.strip(),
            "ends": ends.strip()}  # fmt: skip


def _days(part: str) -> range:
    first, _, last = part.strip().casefold().partition("-")
    try:
        return range(_DAYS.index(first), _DAYS.index(last or first) + 1)
    except ValueError as error:
        message = f"{part!r} are no days; give some of {', '.join(_DAYS)}, e.g. mon-fri or sat,sun"
        raise typer.BadParameter(message, param_hint="--hours") from error


def _holiday(text: str) -> dict[str, str]:
    date, _, name = text.strip().partition(" ")
    return {"date": date, "name": name.strip()}
