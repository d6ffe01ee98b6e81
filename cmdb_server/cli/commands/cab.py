"""`cmdb cab`: meetings of the board of changes and their minutes."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Meetings of the board of changes: agenda, who was there, minutes.", no_args_is_help=True)
MeetingId = Annotated[str, typer.Argument(help="The id of a meeting, as `cmdb cab list` shows it.")]
_HEAD = ("meeting", "held", "minutes", "chair", "present", "changes")
_KEPT = ("held_at", "chair", "present", "remarks")


@app.command(name="list")
def list_meetings(
    *,
    change: Annotated[str, typer.Option(help="Only those with this change on their agenda.")] = "",
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Meetings, the newest first."""
    found = client(data).get("/board-meetings", change=change)
    if as_json:
        output.print_json(data=found)
        return
    show_table(_HEAD, map(_line, found["items"]))


@app.command(name="open")
def open_meeting(
    held_at: Annotated[str, typer.Argument(help="When it is held (RFC 3339).")],
    *,
    changes: Annotated[
        list[str] | None, typer.Option("--change", help="On its agenda, instead of all that is voted on; repeatable.")
    ] = None,
    chair: Annotated[str, typer.Option(help="Who leads it.")] = "",
    data: DataDir = None,
) -> None:
    """Begin the minutes of a meeting; prints its id."""
    points = None if changes is None else [{"change": number} for number in changes]
    wanted = {"held_at": held_at, "chair": chair, "points": points}
    typer.echo(client(data).send("POST", "/board-meetings", wanted)["meeting_id"])


@app.command()
def show(meeting_id: MeetingId, *, as_json: AsJson = False, data: DataDir = None) -> None:
    """The minutes of a meeting, as they are printed."""
    found = client(data).get(f"/board-meetings/{meeting_id}")
    if as_json:
        output.print_json(data=found)
        return
    output.print(_minutes(found), markup=False, soft_wrap=True, highlight=False)


@app.command()
def write(
    meeting_id: MeetingId,
    *,
    present: Annotated[
        list[str] | None, typer.Option(help="Who was there, instead of before; may be repeated.")
    ] = None,
    chair: Annotated[str | None, typer.Option(help="Who leads it.")] = None,
    notes: Annotated[
        list[str] | None, typer.Option("--note", help="What was said of a change, as CHG0000001=TEXT; repeatable.")
    ] = None,
    remarks: Annotated[str | None, typer.Option(help="What else was said.")] = None,
    data: DataDir = None,
) -> None:
    """Write the minutes of a meeting; a change that was not on its agenda is put there."""
    server = client(data)
    known = server.get(f"/board-meetings/{meeting_id}")
    said = {"present": present, "chair": chair, "remarks": remarks}
    wanted = {name: known[name] for name in _KEPT} | {name: value for name, value in said.items() if value is not None}
    points = {point["change"]: point["note"] for point in known["points"]} | dict(map(_note, notes or ()))
    wanted["points"] = [{"change": change, "note": note} for change, note in points.items()]
    server.send("PUT", f"/board-meetings/{meeting_id}", wanted)
    output.print("The minutes are kept.", markup=False)


@app.command()
def close(meeting_id: MeetingId, *, data: DataDir = None) -> None:
    """Close the minutes for good, with decisions and votes as they are now."""
    found = client(data).send("POST", f"/board-meetings/{meeting_id}/closing", {})
    output.print(f"Closed; fingerprint {found['fingerprint']}.", markup=False)


@app.command()
def discard(meeting_id: MeetingId, *, data: DataDir = None) -> None:
    """Forget a meeting that did not take place."""
    client(data).send("DELETE", f"/board-meetings/{meeting_id}")
    output.print("It is forgotten.", markup=False)


def _note(text: str) -> tuple[str, str]:
    change, sign, note = text.partition("=")
    if not sign:
        raise typer.BadParameter(f"{text!r} is not CHANGE=TEXT; write --note 'CHG0000001=what was said'")
    return change.strip().upper(), note


def _line(one: dict[str, Any]) -> tuple[str, ...]:
    minutes = "closed" if one["closed_at"] else "open"
    return (
        one["meeting_id"],
        one["held_at"],
        minutes,
        one["chair"],
        str(len(one["present"])),
        " ".join(one["changes"]),
    )


def _minutes(one: dict[str, Any]) -> str:
    lines = [f"Board of changes, {one['held_at']}", f"Chair: {one['chair'] or '-'}",
             f"Present: {', '.join(one['present']) or '-'}"]  # fmt: skip
    for turn, point in enumerate(one["points"], 1):
        lines += ["", f"{turn}. {point['change']} {point['title']}", f"   {_decided(point)}"]
        lines += [f"   {_vote(vote)}" for vote in point["votes"]]
        lines += [f"   {text}" for text in point["note"].splitlines()]
    lines += ["", one["remarks"]] if one["remarks"] else []
    ended = f"Closed by {one['closed_by']} on {one['closed_at']}, fingerprint {one['fingerprint']}"
    return "\n".join([*lines, "", ended if one["closed_at"] else "These minutes are still being written."])


def _decided(point: dict[str, Any]) -> str:
    planned = f"planned {point['planned_start']} to {point['planned_end']}" if point["planned_start"] else "not planned"
    return f"{point['verdict'] or 'not voted on'} ({point['state_label']}), {planned}"


def _vote(vote: dict[str, Any]) -> str:
    whose = f" for {vote['on_behalf_of']}" if vote["on_behalf_of"] else ""
    return f"{vote['vote']}: {vote['by']}{whose}" + (f", {vote['reason']}" if vote["reason"] else "")
