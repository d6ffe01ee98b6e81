"""`cmdb unauthorised`: differences that discovery found without a change behind them."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(
    help="Watched differences without a change behind them: link them to one, accept them, open an incident.",
    no_args_is_help=True,
)
Uid = Annotated[str, typer.Argument(help="Which one: uc_..., as `list` shows it.")]
Reason = Annotated[str, typer.Option(help="Why.")]


@app.command("list")
def show(
    *,
    status: Annotated[str, typer.Option(help="open, linked, accepted, incident or filtered.")] = "open",
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """What waits for a decision, or was decided."""
    found = client(data).get("/unauthorised-changes", status=status)
    if as_json:
        output.print_json(data=found)
        return
    show_table(("uid", "CI", "what", "before", "after", "source", "found", "decided"), map(_item, found["items"]))
    output.print(", ".join(f"{number} {name}" for name, number in found["counts"].items()), markup=False)


@app.command()
def link(
    uid: Uid,
    number: Annotated[str, typer.Argument(help="The change that stands behind it: CHG0000001.")],
    *,
    reason: Reason = "",
    data: DataDir = None,
) -> None:
    """Say which change stands behind it."""
    client(data).send("POST", f"/unauthorised-changes/{uid}/link", {"number": number, "reason": reason})
    output.print(f"{uid} is of {number}", markup=False)


@app.command()
def accept(uid: Uid, reason: Reason, *, data: DataDir = None) -> None:
    """Accept it; what is accepted again and again is proposed as a filter."""
    client(data).send("POST", f"/unauthorised-changes/{uid}/accept", {"reason": reason})
    output.print(f"{uid} is accepted", markup=False)


@app.command()
def incident(uid: Uid, reason: Reason, *, data: DataDir = None) -> None:
    """Open an incident about its CI."""
    made = client(data).send("POST", f"/unauthorised-changes/{uid}/incident", {"reason": reason})
    output.print(f"{made['incident']} is opened", markup=False)


@app.command()
def filters(
    *,
    on: Annotated[str, typer.Option(help="Leave what is alike out from now on, by its key.")] = "",
    off: Annotated[str, typer.Option(help="No longer leave it out.")] = "",
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """What was learnt to be noise: shown, switched on and off."""
    server = client(data)
    for key, is_on in ((on, True), (off, False)):
        if key:
            server.send("PUT", "/unauthorised-change-filters", {"key": key, "is_on": is_on})
    found = server.get("/unauthorised-change-filters")
    if as_json:
        output.print_json(data=found)
        return
    rows = ((one["key"], one["status"], str(one["accepted"]), one["decided_by"]) for one in found["items"])
    show_table(("key", "is", "accepted", "by"), rows)


def _item(one: dict[str, Any]) -> tuple[str, ...]:
    told = one["difference"]
    decided = " ".join(filter(None, (one["change"] or one["incident"], one["reason"], one["decided_by"])))
    if told is None:
        return one["uid"], "", "", "", "", one["source"], one["found_at"], decided
    after = told["other"]["name"] if told["other"] else _text(told["new"])
    return one["uid"], told["name"], told["label"], _text(told["old"]), after, one["source"], one["found_at"], decided


def _text(value: str | float | list[str] | None) -> str:
    if value is None:
        return ""
    return ", ".join(value) if isinstance(value, list) else str(value)
