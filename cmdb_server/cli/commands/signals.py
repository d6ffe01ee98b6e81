"""`cmdb signals`: what monitoring says, and which CIs it means."""

import json
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from cmdb_server.cli.json_files import object_of, text_of
from cmdb_server.cli.options import AsJson, AsOf, DataDir, client
from cmdb_server.cli.screen import errors, output, show_table

app = typer.Typer(
    help="Signals of monitoring, the CIs that they are of, and how senders' JSON is read.", no_args_is_help=True
)
State = Annotated[
    Literal["open", "unmatched", "resolved"], typer.Option(help="Open ones, those that fit no CI, or those that ended.")
]
Severity = Annotated[Literal["critical", "warning", "info"] | None, typer.Option(help="Only those of this severity.")]
_MAPPING = "items, fields, severities, over"
Reason = Annotated[str, typer.Option(help="Why.")]
Scope = Annotated[str, typer.Option("--scope", help="Network scope in which senders say so.")]


@app.command("list")
def list_signals(
    *,
    state: State = "open",
    severity: Severity = None,
    incident: Annotated[str, typer.Option(help="Only those of this incident, ended ones too.")] = "",
    as_of: AsOf = None,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """The signals, the worst first."""
    items = client(data).every("/signals", state=state, severity=severity, incident=incident, as_of=as_of)
    if as_json:
        output.print_json(data=items)
        return
    show_table(("severity", "signal", "CI", "since", "told", "summary", "incident", "uid"), map(_row, items))


@app.command()
def resolve(
    uid: Annotated[str, typer.Argument(help="The signal, as `cmdb signals list` shows it.")],
    *,
    reason: Reason = "",
    data: DataDir = None,
) -> None:
    """Say that a signal is over; its sender may open it anew."""
    done = client(data).send("POST", f"/signals/{uid}/resolve", {"reason": reason})
    output.print(f"{done['name']} is resolved.", markup=False)


@app.command()
def bind(
    place: Annotated[str, typer.Argument(help="What senders name, as signals tell it: 'host db-old'.")],
    ci: Annotated[str, typer.Argument(help="The CI that it is: its uid, or a name that only one has.")],
    *,
    scope: Scope = "default",
    reason: Reason = "",
    data: DataDir = None,
) -> None:
    """Say which CI is meant by what senders name."""
    body = {"place": place, "ci": ci, "network_scope": scope, "reason": reason}
    done = client(data).send("POST", "/signal-bindings", body)
    output.print(f"{place} is {ci}; {done['changed']} open signals found their CI.", markup=False)


@app.command()
def bindings(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """What people said that senders mean."""
    items: list[dict[str, Any]] = client(data).get("/signal-bindings")["items"]
    if as_json:
        output.print_json(data=items)
        return
    rows = (
        (entry["place"], entry["network_scope"], _ci(entry["ci"]), entry["actor"], entry["reason"]) for entry in items
    )
    show_table(("place", "scope", "CI", "by", "reason"), rows)


@app.command()
def unbind(place: str, *, scope: Scope = "default", data: DataDir = None) -> None:
    """Take back what somebody said of a place."""
    server = client(data)
    found = [
        entry["uid"]
        for entry in server.get("/signal-bindings")["items"]
        if (entry["place"], entry["network_scope"]) == (place, scope)
    ]
    server.send("DELETE", f"/signal-bindings/{found[0] if found else place}")
    output.print(f"{place} means nothing in particular any more.", markup=False)


@app.command()
def mappings(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """How senders' JSON is read."""
    items: list[dict[str, Any]] = client(data).get("/signal-mappings")["items"]
    if as_json:
        output.print_json(data=items)
        return
    rows = ((entry["name"], entry["items"], json.dumps(entry["fields"])) for entry in items)
    show_table(("mapping", "signals at", "fields"), rows)


@app.command("map")
def map_(
    name: Annotated[str, typer.Argument(help="What it is called; senders post to .../signals/mapped?mapping=NAME.")],
    file: Annotated[Path, typer.Argument(help="JSON with items, fields, severities, over.")],
    *,
    sample: Annotated[Path | None, typer.Option(help="Only show what it makes of this file.")] = None,
    data: DataDir = None,
) -> None:
    """Keep a mapping of a sender's JSON, or try it on a sample."""
    mapping = object_of(file, _MAPPING)
    if sample is None:
        client(data).send("PUT", f"/signal-mappings/{name}", mapping)
        output.print(f"The mapping {name} is kept.", markup=False)
        return
    found = client(data).send(
        "POST",
        "/signal-mappings/preview",
        {"mapping": mapping, "sample": text_of(sample, "a sample of what the sender sends")},
    )
    show_table(
        ("severity", "status", "signal", "names", "summary"),
        [
            (entry["severity"], entry["status"], entry["name"], entry["names"], entry["summary"])
            for entry in found["items"]
        ],
    )
    for entry in found["refused"]:
        errors.print(f"{entry['field']}: {entry['message']}; {entry['remedy']}", markup=False, soft_wrap=True)


@app.command()
def unmap(name: str, *, data: DataDir = None) -> None:
    """Remove a mapping."""
    client(data).send("DELETE", f"/signal-mappings/{name}")
    output.print(f"The mapping {name} is removed.", markup=False)


def _row(item: dict[str, Any]) -> tuple[str, ...]:
    where = _ci(item["ci"]) or f"? {item['reason']}"
    end = f" to {item['resolved_at']}" if item["resolved_at"] else ""
    return (
        item["severity"],
        item["name"],
        where,
        item["started_at"] + end,
        f"{item['count']}x" + (", flapping" if item["is_flapping"] else ""),
        item["summary"],
        item["incident"],
        item["uid"],
    )


def _ci(ci: dict[str, Any] | None) -> str:
    return "" if ci is None else f"{ci['name']} on {ci['root']}" if ci["root"] else str(ci["name"])
