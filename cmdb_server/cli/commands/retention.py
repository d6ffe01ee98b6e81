"""`cmdb retention`: how long single events of the history are kept."""

from typing import Annotated, Any
from urllib.parse import urlencode

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="How long single events of the history are kept, by class.", no_args_is_help=True)
Class = Annotated[str, typer.Argument(help="CI class, as `cmdb retention list` shows it.")]
Reason = Annotated[str, typer.Option(help="Why.")]


@app.command("list")
def list_rules(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """List the days of each class; older events of a CI are joined, the first and the last never."""
    items: list[dict[str, Any]] = client(data).get("/history-rules")["items"]
    if as_json:
        output.print_json(data=items)
    else:
        show_table(("class", "single events are kept", "as", "set by"), map(_row, items))


@app.command("set")
def set_days(
    ci_class: Class,
    *,
    days: Annotated[int | None, typer.Option(min=1, help="Days; without it each event is kept for ever.")] = None,
    reason: Reason = "",
    data: DataDir = None,
) -> None:
    """Keep single events of a class, and of those below it that say nothing else, for so many days."""
    client(data).send("PUT", f"/history-rules/{ci_class}", {"days": days, "reason": reason})


@app.command()
def reset(ci_class: Class, *, reason: Reason = "", data: DataDir = None) -> None:
    """Let hold again what the class would have if nobody had set anything for it."""
    client(data).send("DELETE", f"/history-rules/{ci_class}?{urlencode({'reason': reason})}")


def _row(item: dict[str, Any]) -> tuple[str, ...]:
    kept = "for ever" if item["days"] is None else f"{item['days']} days"
    who = ": ".join(filter(None, (item["set_by"], item["reason"])))
    return item["ci_class"], kept, "" if item["of"] == item["ci_class"] else item["of"], who
