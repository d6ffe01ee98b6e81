"""`cmdb record`: incidents, from opening one to closing it."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Records: incidents, and the CIs that they are about.", no_args_is_help=True)
Number = Annotated[str, typer.Argument(help="Its number, as `cmdb record list` shows it: INC0000001.")]
Values = Annotated[
    list[str] | None, typer.Option("--set", help="A value as FIELD=VALUE (`cmdb record types`); may be repeated.")
]
Type = Annotated[str, typer.Option("--type", help="The record type.")]
_LEVELS = {"1": "high", "2": "medium", "3": "low", "": "unknown"}


@app.command()
def types(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """The record types: their fields, states and ways between them."""
    found = client(data).get("/record-types")["items"]
    if as_json:
        output.print_json(data=found)
        return
    for kind in found:
        output.print(f"{kind['name']} ({kind['prefix']})", markup=False)
        rows = ((field["name"], _takes(field), field["help"]) for field in kind["fields"])
        show_table(("field", "takes", "meaning"), rows)
        show_table(("transition", "from", "to", "needs"), map(_way, kind["transitions"]))


@app.command("list")
def list_records(  # noqa: PLR0913 - typer takes options as arguments
    *,
    record_type: Type = "incident",
    everything: Annotated[bool, typer.Option("--all", help="Those too that are over.")] = False,
    ci: Annotated[str | None, typer.Option(help="Only those about this CI, by uid.")] = None,
    words: Annotated[str, typer.Option("--text", help="Words of title, description, cause, fix or number.")] = "",
    field: Annotated[
        list[str] | None, typer.Option(help="Only those with a value of a custom field, x_NAME=VALUE; may be repeated.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=500, help="How many at most.")] = 50,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Records, the most pressing first."""
    asked: dict[str, Any] = {"type": record_type, "q": words, "limit": limit, "ci": ci, "custom": field or []}
    found = client(data).get("/records", **asked, is_open=None if everything else "true")
    if as_json:
        output.print_json(data=found)
        return
    show_table(("number", "priority", "state", "with", "title", "affects"), map(_line, found["items"]))
    if found["total"] > len(found["items"]):
        output.print(f"{found['total']} in all; --limit shows more of them", style="dim")


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to: .csv or .xlsx.")],
    *,
    record_type: Type = "incident",
    everything: Annotated[bool, typer.Option("--all", help="Those too that are over.")] = False,
    words: Annotated[str, typer.Option("--text", help="Words of title, description, cause, fix or number.")] = "",
    field: Annotated[
        list[str] | None, typer.Option(help="Only those with a value of a custom field, x_NAME=VALUE; may be repeated.")
    ] = None,
    data: DataDir = None,
) -> None:
    """Records with all their fields as a table."""
    asked: dict[str, Any] = {"type": record_type, "q": words, "custom": field or []}
    kind = "xlsx" if file.suffix == ".xlsx" else "csv"
    pieces = client(data).stream("/record-export", format=kind, **asked, is_open=None if everything else "true")
    with file.open("wb") as target:
        target.writelines(pieces)
    output.print(f"written to {file}", markup=False)


@app.command("open")
def open_record(  # noqa: PLR0913 - typer takes options as arguments
    title: Annotated[str, typer.Argument(help="What it is about, in one line.")],
    *,
    record_type: Type = "incident",
    description: Annotated[str, typer.Option(help="What was seen, where, since when.")] = "",
    affects: Annotated[list[str] | None, typer.Option(help="A CI by uid or name; may be repeated.")] = None,
    values: Values = None,
    template: Annotated[str, typer.Option(help="Begin with a template (`cmdb templates list`), by id or name.")] = "",
    data: DataDir = None,
) -> None:
    """Open a record; prints its number."""
    given = {"title": title, **({"description": description} if description else {}), **_values(values)}
    wanted = {"type": record_type, "values": given, "affects": affects or [], "template": template}
    typer.echo(client(data).send("POST", "/records", wanted)["number"])


@app.command()
def show(number: Number, *, as_json: AsJson = False, data: DataDir = None) -> None:
    """One record with its timeline."""
    found = client(data).get(f"/records/{number}")
    if as_json:
        output.print_json(data=found)
        return
    _show(found)


@app.command("set")
def set_values(
    number: Number,
    values: Annotated[list[str], typer.Argument(help="FIELD=VALUE ...; an empty VALUE takes it away.")],
    *,
    data: DataDir = None,
) -> None:
    """Set values of a record."""
    _show(client(data).send("PATCH", f"/records/{number}", {"values": _values(values)}))


@app.command()
def move(
    number: Number,
    transition: Annotated[str, typer.Argument(help="Where it goes: start, hold, resolve ... (`show` lists the ways).")],
    *,
    values: Values = None,
    reason: Annotated[str, typer.Option(help="Why, where the way asks for it.")] = "",
    data: DataDir = None,
) -> None:
    """Move a record to another state."""
    wanted = {"transition": transition, "values": _values(values), "reason": reason}
    _show(client(data).send("POST", f"/records/{number}/transitions", wanted))


@app.command("bulk")
def change_many(
    numbers: Annotated[list[str], typer.Argument(help="The numbers of the records.")],
    *,
    values: Values = None,
    transition: Annotated[str, typer.Option("--move", help="Where they go, as `record move` says it.")] = "",
    reason: Annotated[str, typer.Option(help="Why, where the way asks for it.")] = "",
    data: DataDir = None,
) -> None:
    """Set values of many records, or move them; one that refuses stays as it is, and ends this with an error."""
    wanted = {"numbers": numbers, "values": _values(values), "transition": transition, "reason": reason}
    found = client(data).send("POST", "/record-changes", wanted)
    rows = ((one["number"], "done" if one["is_done"] else one["refusal"]) for one in found["items"])
    show_table(("number", "result"), rows)
    if found["done"] < len(found["items"]):
        raise typer.Exit(1)


@app.command()
def comment(
    number: Number,
    text: Annotated[str, typer.Argument(help="What to say.")],
    *,
    internal: Annotated[bool, typer.Option("--internal", help="A note for those only who work on records.")] = False,
    data: DataDir = None,
) -> None:
    """Say something on a record."""
    client(data).send("POST", f"/records/{number}/entries", {"kind": "note" if internal else "comment", "text": text})
    output.print(f"It is said on {number}.", markup=False)


@app.command()
def affects(
    number: Number,
    *,
    add: Annotated[list[str] | None, typer.Option(help="A CI by uid or name; may be repeated.")] = None,
    remove: Annotated[list[str] | None, typer.Option(help="A CI by uid; may be repeated.")] = None,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    data: DataDir = None,
) -> None:
    """Connect a record with CIs, or part it from them."""
    wanted = {"add": add or [], "remove": remove or [], "reason": reason}
    _show(client(data).send("POST", f"/records/{number}/affects", wanted))


@app.command()
def suggest(number: Number, *, as_json: AsJson = False, data: DataDir = None) -> None:
    """What a record may be about too, and why; `record affects NUMBER --add UID --reason ...` accepts it."""
    found = client(data).get(f"/records/{number}/suggested-cis")
    if as_json:
        output.print_json(data=found)
        return
    rows = ((one["ci"]["name"], one["ci"]["ci_class"], one["reason"], one["ci"]["uid"]) for one in found["items"])
    show_table(("CI", "class", "reason", "uid"), rows)


@app.command()
def services(number: Number, *, as_json: AsJson = False, data: DataDir = None) -> None:
    """The services that an incident keeps from working, each from its start to its restoration."""
    found = client(data).get(f"/records/{number}/services")
    if as_json:
        output.print_json(data=found)
        return
    rows = (
        (one["ci"]["name"], one["state"], one["since"], one["until"] or "it still is", str(one["seconds"] // 60))
        for one in found["items"]
    )
    show_table(("service", "state", "since", "until", "minutes"), rows)


@app.command()
def cause(
    number: Number,
    ci: Annotated[str, typer.Argument(help="The CI at fault, by uid or name; `cmdb causes` ranks them.")],
    *,
    reason: Annotated[str, typer.Option(help="How you know.")] = "",
    data: DataDir = None,
) -> None:
    """Say which CI was at fault; it tells how good the ranking is here."""
    _show(client(data).send("POST", f"/records/{number}/cause", {"cause": ci, "reason": reason}))


def _way(way: dict[str, Any]) -> tuple[str, ...]:
    return way["name"], ", ".join(way["sources"]), way["target"], ", ".join(way["needs"])


def _line(one: dict[str, Any]) -> tuple[str, ...]:
    who = one["assignee"] or one["team"]
    return one["number"], f"P{one['priority']}", one["state_label"], who, one["title"], _cis(one)


def _values(texts: list[str] | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts or ():
        name, mark, value = text.partition("=")
        if not mark:
            raise typer.BadParameter(f"{text!r} is not of the form FIELD=VALUE, e.g. urgency=1")
        found[name.strip()] = value
    return found


def _takes(field: dict[str, Any]) -> str:
    return ", ".join(f"{choice['value']} ({choice['label']})" for choice in field["choices"]) or field["kind"]


def _cis(record: dict[str, Any]) -> str:
    return ", ".join(ci["name"] or ci["uid"] for ci in record["affects"])


def _change(change: dict[str, Any]) -> str:
    return f"{change['label']}: {change['before'] or '-'} -> {change['after'] or '-'}"


def _show(record: dict[str, Any]) -> None:
    head = f"{record['number']}  P{record['priority']}  {record['state_label']}  {record['title']}"
    output.print(head, markup=False, style="bold")
    rows = [(value["field"], value["shown"]) for value in record["values"] if value["value"]]
    hit = record["computed"]
    hit_are = f": {hit['services']} services, {hit['users']} users or more" if hit["services"] else ""
    follows = _LEVELS[hit["level"]] + hit_are
    show_table(("field", "value"), [*rows, ("affects", _cis(record)), ("impact that follows", follows)])
    for entry in record["entries"]:
        changes = "; ".join(map(_change, entry["changes"]))
        told = " ".join(part for part in (changes, entry["text"]) if part)
        output.print(f"{entry['at']}  {entry['by']}  {entry['kind']}  {told}", markup=False)
    ways = ", ".join(way["name"] for way in record["ways"])
    output.print(f"ways from here: {ways or 'none'}", style="dim", markup=False)
