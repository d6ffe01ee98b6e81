"""`cmdb status`: whether services work, and how well they worked."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from cmdb_server.cli.ci_names import uid_of
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

_HEAD = ("service", "state", "since", "records", "availability", "agreed", "down", "degraded", "planned", "said")


def command(  # noqa: PLR0913 - each is an option of the command
    service: Annotated[str, typer.Argument(help="One service with its intervals: uid, or name; else all.")] = "",
    *,
    since: Annotated[str | None, typer.Option(help="From when on, RFC 3339; else thirty days before the end.")] = None,
    until: Annotated[str | None, typer.Option(help="Until when, RFC 3339; else now.")] = None,
    file: Annotated[Path | None, typer.Option("--output", "-o", help="All as a file: .csv or .xlsx.")] = None,
    month: Annotated[str, typer.Option("--calendar", help="A month day by day: 2026-11, or this one as `now`.")] = "",
    time_zone: Annotated[str, typer.Option(help="Whose days those are, an IANA name.")] = "UTC",
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Whether services work, since when not, and how well they worked in a time; planned work does not count."""
    server, period = client(data), {"since": since, "until": until}
    if file is not None:
        kind = "xlsx" if file.suffix == ".xlsx" else "csv"
        with file.open("wb") as target:
            for piece in server.stream("/service-status/export", format=kind, **period):
                target.write(piece)
        output.print(f"written to {file}", markup=False)
        return
    if month:
        asked = {"month": "" if month == "now" else month, "time_zone": time_zone}
        _calendar(server.get("/service-status/calendar", **asked), as_json=as_json)
        return
    path = f"/cis/{uid_of(server, service)}/service-status" if service else "/service-status"
    found: dict[str, Any] = server.get(path, **period)
    if as_json:
        typer.echo(json.dumps(found))
        return
    output.print(f"from {found['since']} until {found['until']}", style="dim", markup=False)
    show_table(_HEAD, map(_row, found["items"] if not service else [found["status"]]))
    if service:
        show_table(("since", "until", "state", "records"), map(_trouble, found["intervals"]))


def _calendar(found: dict[str, Any], *, as_json: bool) -> None:
    """The services that did not work all the time, with a sign for each day."""
    if as_json:
        typer.echo(json.dumps(found))
        return
    output.print(
        f"{found['month']}, {found['time_zone']}: X down, ! degraded, p planned work", style="dim", markup=False
    )
    rows: list[tuple[str, ...]] = []
    for row in found["items"]:
        signs = {day["date"]: "X" if day["down"] else "!" if day["degraded"] else "p" for day in row["days"]}
        if signs:
            rows.append((row["ci"]["name"], "".join(signs.get(day, ".") for day in found["days"])))
    show_table(("service", "days"), rows)


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    availability = "" if one["availability"] is None else f"{100 * one['availability']:.3f} %"
    target = (
        "" if one["target"] is None else f"{100 * one['target']:.3f} %, {'met' if one['meets_target'] else 'missed'}"
    )
    seconds = (f"{one[f'seconds_{kind}'] / 60:.0f} min" for kind in ("down", "degraded", "planned"))
    said = one["said"]["text"] if one["said"] else ""
    state = _state(one)
    return one["ci"]["name"], state, one["since"] or "", ", ".join(one["records"]), availability, target, *seconds, said


def _trouble(one: dict[str, Any]) -> tuple[str, ...]:
    return one["since"], one["until"] or "lasts", _state(one), ", ".join(one["records"])


def _state(one: dict[str, Any]) -> str:
    return f"{one['state']}, planned" if one["is_planned"] else str(one["state"])
