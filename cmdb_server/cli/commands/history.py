"""`cmdb history`: what became of a CI, event by event."""

from collections.abc import Iterator
from typing import Annotated, Any, cast

import typer

from cmdb_server.cli.ci_names import uid_of
from cmdb_server.cli.options import AsJson, AsOf, DataDir, client
from cmdb_server.cli.screen import output, show_table

_PAGE = 100


def command(
    ci: Annotated[str, typer.Argument(help="uid, or name where only one has it.")],
    *,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="At most so many, the newest first.")] = 20,
    as_of: AsOf = None,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """What became of a CI, the newest first: when, who and why; `cmdb undo` takes an event back."""
    server = client(data)
    path, events, cursor = f"/cis/{uid_of(server, ci)}/history", list[dict[str, Any]](), None
    while len(events) < limit:
        asked = {"as_of": as_of, "cursor": cursor, "limit": min(_PAGE, limit - len(events))}
        page = server.get(path, **asked)
        events += page["items"]
        if not (cursor := page["next_cursor"]):
            break
    if as_json:
        output.print_json(data=events)
        return
    show_table(
        ("event", "at", "what", "before", "after", "who", "why"), [row for event in events for row in _rows(event)]
    )


def _rows(event: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    who = event["actor"] or event["source"]["key"]
    head, tail = (event["uid"], event["at"]), (who, event["reason"] or "")
    changed = [change for change in event["changes"] if change["old"] != change["new"] or change["relationship"]]
    for change in changed or [None]:
        yield (*head, *(_what(change) if change else (event["kind"], "", "")), *tail)


def _what(change: dict[str, Any]) -> tuple[str, str, str]:
    what = change["attribute"] or ""
    if change["relationship"]:
        arrow, other = "->" if change["direction"] == "out" else "<-", change["other"]
        what = f"{change['change']} {change['relationship']} {arrow} {other['name'] if other else ''} {what}".strip()
    return what, _text(change["old"]), _text(change["new"])


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] - what JSON holds
    if isinstance(value, dict):
        facts = cast("dict[str, object]", value)
        return ", ".join(f"{name}={_text(fact)}" for name, fact in facts.items())
    return "" if value is None else str(value)
