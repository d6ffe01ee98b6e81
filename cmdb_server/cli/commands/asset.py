"""`cmdb asset`: what is owned, who has it where, and where that differs from what discovery sees."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from cmdb_server.cli.asset_import_text import tell_import
from cmdb_server.cli.asset_report import report
from cmdb_server.cli.contract_terms import terms
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Assets: owned, handed out, counted.", no_args_is_help=True)
app.command()(report)
app.command()(terms)
Number = Annotated[str, typer.Argument(help="Its number, AST0000001; `cmdb asset list` shows it.")]
Where = Annotated[
    list[str] | None, typer.Option("--where", help="FIELD=VALUE, e.g. site=Oslo; may be repeated (`asset fields`).")
]
States = Annotated[list[str] | None, typer.Option("--state", help="in_stock, in_use ...; may be repeated.")]
Words = Annotated[str, typer.Option("--text", help="Words of name, tag, serial number, model, holder, place.")]
_COLUMNS = ("asset_tag", "category", "model", "serial_number", "holder", "site", "room", "warranty_until")


@app.command()
def fields(*, data: DataDir = None) -> None:
    """The fields of assets, the states they are in and the ways between them (`cmdb record move`)."""
    kind = next(one for one in client(data).get("/record-types")["items"] if one["name"] == "asset")
    rows = ((one["name"], one["label"], one["kind"], "yes" if one["is_filter"] else "") for one in kind["fields"])
    show_table(("field", "label", "takes", "narrows lists"), rows)
    show_table(("way", "from", "to", "needs"), map(_way, kind["transitions"]))


@app.command("list")
def list_assets(  # noqa: PLR0913 - typer takes options as arguments
    *,
    words: Words = "",
    state: States = None,
    where: Where = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is lent and was due before today.")] = False,
    without_ci: Annotated[bool, typer.Option("--without-ci", help="Only what discovery does not see.")] = False,
    file: Annotated[Path | None, typer.Option("--output", "-o", help="All as a file: .csv or .xlsx.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=500, help="How many at most.")] = 50,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Assets, in the order of their numbers."""
    server = client(data)
    asked: dict[str, Any] = {"q": words, "state": state or [], "where": where or []}
    if overdue:
        asked |= {"dates": "due_back", "last_day": _yesterday()}
    if without_ci:
        asked["has_ci"] = "false"
    if file is not None:
        kind = "xlsx" if file.suffix == ".xlsx" else "csv"
        with file.open("wb") as target:
            for piece in server.stream("/assets/export", format=kind, **asked):
                target.write(piece)
        output.print(f"written to {file}", markup=False)
        return
    found = server.get("/assets", limit=limit, **asked)
    if as_json:
        output.print_json(data=found)
        return
    show_table(("number", "state", "name", *_COLUMNS, "CI"), map(_line, found["items"]))
    if found["total"] > len(found["items"]):
        output.print(f"{found['total']} in all; --limit shows more of them, --output all", style="dim")


@app.command()
def custody(number: Number, *, as_json: AsJson = False, data: DataDir = None) -> None:
    """Who had an asset where, from when to when and why; the newest first."""
    found = client(data).get(f"/assets/{number}/custody")
    if as_json:
        output.print_json(data=found)
        return
    rows = (
        (
            one["since"],
            one["until"] or "still so",
            one["state_label"],
            one["holder"],
            one["place"],
            one["by"],
            one["why"],
        )
        for one in found["items"]
    )
    show_table(("from", "to", "state", "holder", "place", "said by", "why"), rows)


@app.command()
def then(
    number: Number,
    as_of: Annotated[str, typer.Argument(help="The time, RFC 3339: 2026-11-01T00:00:00Z.")],
    *,
    data: DataDir = None,
) -> None:
    """An asset as it was at a time."""
    found = client(data).get(f"/assets/{number}/then", as_of=as_of)
    output.print(f"{found['number']}  {found['state_label']}  as of {found['as_of']}", markup=False, style="bold")
    show_table(("field", "value"), ((one["field"], one["shown"]) for one in found["values"] if one["value"]))


@app.command()
def worth(  # noqa: PLR0913 - typer takes options as arguments
    *,
    on: Annotated[str | None, typer.Option(help="The day, e.g. 2027-12-31; else today.")] = None,
    currency: Annotated[str, typer.Option(help="Give the sum in this currency too.")] = "",
    rate: Annotated[list[str] | None, typer.Option(help="What one unit of another is worth in it: NOK=0.0875.")] = None,
    state: States = None,
    where: Where = None,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """What assets cost and are worth on a day, by currency; nothing is converted without a rate."""
    asked: dict[str, Any] = {"on": on, "currency": currency, "rate": rate or []}
    found = client(data).get("/asset-worth", **asked, state=state or [], where=where or [])
    if as_json:
        output.print_json(data=found)
        return
    rows = ((one["currency"], str(one["assets"]), one["cost"], one["value"]) for one in found["currencies"])
    show_table(("currency", "assets", "cost", f"worth on {found['on']}"), rows)
    if found["value"] is not None:
        output.print(f"in all {found['value']} {found['currency']}")
    output.print(f"{found['without_cost']} without a cost, {found['not_yet']} bought later", style="dim")


@app.command()
def calendar(
    *,
    days: Annotated[int, typer.Option(min=0, max=1_100, help="How many days ahead.")] = 90,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """What ends soon: warranties, leases, loans, notice periods and ends of contracts, certificates."""
    found = client(data).get("/asset-calendar", days=days)
    if as_json:
        output.print_json(data=found)
        return
    rows = (
        (one["on"], str(one["days_left"]), one["kind"], one["number"] or one["uid"], one["title"], one["said"])
        for one in found["items"]
    )
    show_table(("on", "days", "what", "of", "name", "with"), rows)


@app.command("import")
def import_assets(  # noqa: PLR0913 - typer takes options as arguments
    file: Annotated[
        Path,
        typer.Argument(help="A column for each field, or what Snipe-IT, GLPI or OCS (CSV, XML) exports."),
    ],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would come of each row.")] = False,
    update: Annotated[bool, typer.Option("--update", help="Change assets that are there already.")] = False,
    format_name: Annotated[str, typer.Option("--format", help="snipe_it, glpi, ocs ...; else as its header is.")] = "",
    column: Annotated[
        list[str] | None, typer.Option(help="What a column is: 'Site code=site'; left out: NAME=-.")
    ] = None,
    answer: Annotated[
        list[str] | None, typer.Option(help="What a word means: 'state:Pending=received'; dates=dmy, currency=EUR.")
    ] = None,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Take assets in from a file; a row that is refused keeps none of the others out, and ends this with an error."""
    asked: dict[str, Any] = {"is_trial": str(dry_run).lower(), "takes_updates": str(update).lower()}
    asked |= {"format": format_name, "column": column or [], "answer": answer or []}
    found = client(data).upload("/assets/import", file.read_bytes(), **asked)
    if as_json:
        output.print_json(data=found)
    else:
        tell_import(found)
    if found["refused"]:
        raise typer.Exit(1)


@app.command()
def gaps(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """CIs without an asset, assets without a CI, and CIs that several assets say they are."""
    found = client(data).get("/asset-gaps", limit=500)
    if as_json:
        output.print_json(data=found)
        return
    output.print(f"{found['devices_total']} CIs without an asset", style="bold")
    devices = (
        (one["uid"], one["ci_class"], one["name"], one["model"], one["serial_number"]) for one in found["devices"]
    )
    show_table(("uid", "class", "name", "model", "serial number"), devices)
    output.print(f"{found['assets_total']} assets without a CI", style="bold")
    unseen = (
        (one["asset"]["number"], one["asset"]["title"], ", ".join(device["uid"] for device in one["devices"]))
        for one in found["assets"]
    )
    show_table(("number", "name", "may be"), unseen)
    for one in found["shared"]:
        output.print(f"{one['uid']} is {', '.join(one['assets'])}", markup=False)
    output.print(f"`cmdb asset link` joins {found['matched']} by their serial number", style="dim")


@app.command("from-ci")
def from_cis(uids: Annotated[list[str], typer.Argument(help="CIs, by uid.")], *, data: DataDir = None) -> None:
    """An asset for each of some CIs, with what discovery knows of it."""
    found = client(data).send("POST", "/assets/from-cis", {"uids": uids})
    _tell(found, ", ".join(one["number"] for one in found["items"] if one["number"]))


@app.command()
def link(
    number: Annotated[str, typer.Argument(help="The asset's number; none for all that are sure.")] = "",
    ci: Annotated[str, typer.Argument(help="The uid of the CI that it is.")] = "",
    *,
    data: DataDir = None,
) -> None:
    """Join an asset with the CI that it is, or all whose serial number makes sure of it."""
    links = [{"number": number, "ci": ci}] if number else []
    found = client(data).send("POST", "/asset-links", {"links": links})
    _tell(found, f"{found['good']} joined")


def _tell(found: dict[str, Any], said: str) -> None:
    for one in found["items"]:
        for error in one["errors"]:
            told = f"row {one['row']}: {error['field']} {error['value']!r} {error['message']}; {error['remedy']}"
            output.print(told, markup=False)
    output.print(said, markup=False)
    if found["refused"]:
        raise typer.Exit(1)


def _way(way: dict[str, Any]) -> tuple[str, ...]:
    return way["name"], ", ".join(way["sources"]), way["target"], ", ".join(way["needs"])


def _line(one: dict[str, Any]) -> tuple[str, ...]:
    cis = ", ".join(ci["name"] or ci["uid"] for ci in one["affects"])
    return one["number"], one["state_label"], one["title"], *(one["listed"][name] for name in _COLUMNS), cis


def _yesterday() -> str:
    return (datetime.now(UTC).date() - timedelta(days=1)).isoformat()
