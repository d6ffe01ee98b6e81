"""`cmdb tasks`: what has to be done for records, by whom and until when."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Tasks of records: list, add, change, end.", no_args_is_help=True)
Number = Annotated[str, typer.Argument(help="The number of the record: INC0000001.")]
Task = Annotated[int, typer.Argument(help="The number of the task in its record, as `list` and `show` print it.")]
Note = Annotated[str | None, typer.Option(help="What came of it.")]
Assignee = Annotated[str | None, typer.Option(help="Who does it; '' for nobody.")]
Team = Annotated[str | None, typer.Option(help="The team that does it while nobody is named; '' for none.")]
Due = Annotated[str | None, typer.Option(help="Until when, as RFC 3339: 2027-01-31T12:00:00Z; '' for no time.")]
Holds = Annotated[str | None, typer.Option(help="What waits for it: resolve, close, begin (changes); '' for nothing.")]
_COLUMNS = ("record", "task", "state", "due", "with", "holds up", "what")


@app.command("list")
def list_(
    *,
    whose: Annotated[str, typer.Option(help="mine, team, ours (both) or all.")] = "mine",
    overdue: Annotated[bool, typer.Option("--overdue", help="Only those that should have been done.")] = False,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Open tasks, the first due first."""
    found: dict[str, Any] = client(data).get("/tasks", whose=whose, overdue=str(overdue).lower())
    if as_json:
        output.print_json(data=found)
        return
    show_table(_COLUMNS, (_row(one["record"], one) for one in found["items"]))
    if found["total"] > len(found["items"]):
        output.print(f"{found['total']} in all", style="dim", markup=False)


@app.command()
def show(number: Number, *, as_json: AsJson = False, data: DataDir = None) -> None:
    """All tasks of a record."""
    found: dict[str, Any] = client(data).get(f"/records/{number}")
    if as_json:
        output.print_json(data=found["tasks"])
        return
    show_table(_COLUMNS, (_row(found["number"], one) for one in found["tasks"]))


@app.command()
def add(  # noqa: PLR0913 - each option is a field
    number: Number,
    title: Annotated[str, typer.Argument(help="What is to be done, in one line.")],
    *,
    assignee: Assignee = None,
    team: Team = None,
    due: Due = None,
    holds: Holds = None,
    data: DataDir = None,
) -> None:
    """Add a task to a record; prints its number."""
    wanted = {"title": title, "assignee": assignee, "team": team, "due": due, "holds": holds}
    found = client(data).send("POST", f"/records/{number}/tasks", _given(wanted))
    typer.echo(found["tasks"][-1]["number"])


@app.command("set")
def set_(  # noqa: PLR0913 - each option is a field
    number: Number,
    task: Task,
    *,
    title: Annotated[str | None, typer.Option(help="What is to be done.")] = None,
    assignee: Assignee = None,
    team: Team = None,
    due: Due = None,
    holds: Holds = None,
    data: DataDir = None,
) -> None:
    """Change a task."""
    wanted = _given({"title": title, "assignee": assignee, "team": team, "due": due, "holds": holds})
    if not wanted:
        raise typer.BadParameter("give --title, --assignee, --team, --due or --holds")
    _change(data, number, task, wanted)


@app.command()
def done(number: Number, task: Task, *, note: Note = None, data: DataDir = None) -> None:
    """Say that a task is done."""
    _change(data, number, task, _given({"state": "done", "note": note}))


@app.command()
def cancel(number: Number, task: Task, *, note: Note = None, data: DataDir = None) -> None:
    """Say that a task is not to be done any more."""
    _change(data, number, task, _given({"state": "cancelled", "note": note}))


@app.command()
def reopen(number: Number, task: Task, *, note: Note = None, data: DataDir = None) -> None:
    """Say that a task is to be done again."""
    _change(data, number, task, _given({"state": "open", "note": note}))


def _change(data: DataDir, number: str, task: int, wanted: dict[str, str]) -> None:
    found = client(data).send("PATCH", f"/records/{number}/tasks/{task}", wanted)
    one = next(one for one in found["tasks"] if one["number"] == task)
    output.print(f"task {task} of {found['number']} is {one['state']}: {one['title']}", markup=False)


def _given(values: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value is not None}


def _row(number: str, one: dict[str, Any]) -> tuple[str, ...]:
    state = "overdue" if one["is_overdue"] else one["state"]
    who = one["assignee"] or one["team"]
    return number, str(one["number"]), state, one["due"] or "", who, one["holds_label"], one["title"]
