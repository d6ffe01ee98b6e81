"""`cmdb numbers`: how well incidents, changes and predictions went, and what each number is counted from."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from cmdb_server.cli.ci_names import uid_of
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

_HEAD = ("number", "value", "median", "counted", "formula")
_GROUPS = ("group", "value", "median", "counted")
_BEHIND = ("record", "counts", "value", "team", "title")
_HOUR, _DAY = 3_600, 86_400


def command(  # noqa: PLR0913 - each is an option of the command
    number: Annotated[str, typer.Argument(help="One number with the records behind it, e.g. mttr; else all.")] = "",
    *,
    since: Annotated[str | None, typer.Option(help="From when on, RFC 3339; else thirty days before the end.")] = None,
    until: Annotated[str | None, typer.Option(help="Until when, RFC 3339; else now.")] = None,
    team: Annotated[str, typer.Option(help="Only records that are with a team.")] = "",
    service: Annotated[str, typer.Option(help="Only records that hit a service: uid, or name.")] = "",
    month: Annotated[str, typer.Option(help="Only what counts in a month: 2026-11.")] = "",
    by: Annotated[str, typer.Option(help="Into which groups: team, service, month, class.")] = "",
    file: Annotated[Path | None, typer.Option("--output", "-o", help="All as a file: .csv or .xlsx.")] = None,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Times to acknowledge and restore, success of changes, quality of predictions and more, with their formulas."""
    server = client(data)
    asked = {"since": since, "until": until, "team": team, "month": month, "by": by}
    asked["service"] = uid_of(server, service) if service else ""
    if file is not None:
        kind = "xlsx" if file.suffix == ".xlsx" else "csv"
        with file.open("wb") as target:
            for piece in server.stream("/numbers/export", format=kind, **asked):
                target.write(piece)
        output.print(f"written to {file}", markup=False)
        return
    found: dict[str, Any] = server.get(f"/numbers/{number}" if number else "/numbers", **asked)
    if as_json:
        typer.echo(json.dumps(found))
        return
    output.print(f"from {found['since']} until {found['until']}", style="dim", markup=False)
    items = [found["number"]] if number else found["items"]
    show_table(_HEAD, ((one["name"], *_figures(one, one["unit"]), one["formula"]) for one in items))
    for one in items:
        if one["groups"]:
            groups = ((group["label"] or "none", *_figures(group, one["unit"])) for group in one["groups"])
            output.print(f"{one['label']} by {by}", markup=False)
            show_table(_GROUPS, groups)
    if number:
        show_table(_BEHIND, (_behind(one, found["number"]["unit"]) for one in found["items"]))
        output.print(f"{len(found['items'])} of {found['total']} behind it", style="dim", markup=False)


def _figures(one: dict[str, Any], unit: str) -> tuple[str, ...]:
    return _said(one["value"], unit), _said(one["median"], unit), str(one["counted"])


def _behind(one: dict[str, Any], unit: str) -> tuple[str, ...]:
    return one["key"], one["at"], _said(one["value"], unit), one["team"], one["title"]


def _said(value: float | None, unit: str) -> str:
    if value is None:
        return "-"
    if unit == "share":
        return f"{100 * value:.1f} %"
    if value >= _DAY:
        return f"{value / _DAY:.1f} d"
    return f"{value / _HOUR:.1f} h" if value >= _HOUR else f"{value / 60:.0f} min"
