"""`cmdb reports`: saved reports of assets that go out by mail."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table
from cmdb_server.errors import CmdbError, FieldError

app = typer.Typer(help="Saved reports of assets that go out by mail.", no_args_is_help=True)
Uid = Annotated[str, typer.Argument(help="Which: rs_..., as `list` shows it.")]
_PATH = "/report-schedules"


class NoReportError(CmdbError):
    """A name of no saved report."""

    def __init__(self, name: str, names: list[str]) -> None:
        """404, with the names there are."""
        known = (
            f"there are {', '.join(names)}" if names else "save one: `cmdb queries save NAME tab=report --page assets`"
        )
        error = FieldError("NAME", name, "is no saved report", known)
        super().__init__(f"{name!r} is no saved report; {known}", 404, "not_found", (error,))


@app.command("list")
def list_schedules(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """What goes out when to whom, the next first."""
    found = client(data).get(_PATH)
    if as_json:
        output.print_json(data=found)
        return
    show_table(("uid", "report", "every", "at", "as", "to", "next", "last", "by"), map(_line, found["items"]))
    if found["mail_missing"]:
        output.print(found["mail_missing"], markup=False)


@app.command()
def add(  # noqa: PLR0913 - typer takes options as arguments
    name: Annotated[str, typer.Argument(help="Name of a saved report (`cmdb queries list --page assets`).")],
    people: Annotated[list[str], typer.Argument(help="Accounts that it is for; they see all assets.")],
    *,
    every: Annotated[str, typer.Option(help="day, week or month.")] = "week",
    day: Annotated[int, typer.Option(help="Of the week (1: Monday) or the month (31: its last).")] = 1,
    at: Annotated[str, typer.Option(help="HH:MM.")] = "07:00",
    time_zone: Annotated[str, typer.Option(help="Where the clock hangs, e.g. Europe/Oslo.")] = "UTC",
    kind: Annotated[str, typer.Option("--format", help="csv, xlsx or pdf.")] = "pdf",
    data: DataDir = None,
) -> None:
    """Send a saved report in a rhythm."""
    server = client(data)
    views = [one for one in server.get("/queries", page="assets")["items"] if "tab=report" in one["query"].split("&")]
    view = next((one for one in views if one["name"].casefold() == name.casefold()), None)
    if view is None:
        raise NoReportError(name, [one["name"] for one in views])
    when = {"every": every, "day": day, "at": at, "time_zone": time_zone, "format": kind}
    made = server.send("POST", _PATH, {"query_id": view["query_id"], "people": people, **when})
    output.print(f"{made['uid']} goes out next at {made['next_at']}", markup=False)


@app.command()
def remove(uid: Uid, *, data: DataDir = None) -> None:
    """Send it no more."""
    client(data).send("DELETE", f"{_PATH}/{uid}")
    output.print(f"{uid} is sent no more", markup=False)


@app.command()
def send(uid: Uid, *, data: DataDir = None) -> None:
    """Send it at once, beside its times."""
    told = client(data).send("POST", f"{_PATH}/{uid}/send")
    output.print(f"{told['mails']} mails are on their way", markup=False)


def _line(one: dict[str, Any]) -> tuple[str, ...]:
    rhythm = one["every"] if one["every"] == "day" else f"{one['every']}, day {one['day']}"
    told = one["format"], ", ".join(one["people"]), one["next_at"], one["last_at"] or "", one["owner"]
    return one["uid"], one["name"] or "(deleted)", rhythm, f"{one['at']} {one['time_zone']}", *told
