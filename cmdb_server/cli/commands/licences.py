"""`cmdb licences`: what was bought, and whether it covers what is installed."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Entitlements and the effective licence position.", no_args_is_help=True)
Uid = Annotated[str, typer.Argument(help="Which one: ent_..., as `list` shows it.")]
_PATH = "/licences/entitlements"


@app.command("list")
def list_entitlements(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """Everything that was bought."""
    found = client(data).get(_PATH)
    if as_json:
        output.print_json(data=found)
        return
    head = ("uid", "name", "products", "metric", "units", "from", "to", "state", "price", "key")
    show_table(head, map(_entitlement, found["items"]))


@app.command("import")
def import_entitlements(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX with a header.", exists=True, dir_okay=False)],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would come of it.")] = False,
    metric: Annotated[str, typer.Option(help="What a seat is, of an export of Snipe-IT: device, user ...")] = "",
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Add what a table tells of; rows that are none are refused one by one, and the exit code is 1 then."""
    found = client(data).upload(f"{_PATH}/import", file.read_bytes(), dry_run=str(dry_run).lower(), metric=metric)
    if as_json:
        output.print_json(data=found)
    else:
        for note in found["notes"]:
            output.print(note, style="dim", markup=False)
        names = ("field", "value", "message", "remedy")
        refused = ((str(one["row"]), *(one[name] for name in names)) for one in found["refused"])
        show_table(("row", *names), refused)
        word = "would be added" if dry_run else "added"
        output.print(f"{found['added']} {word}, {len(found['refused'])} refused", markup=False)
    if found["refused"]:
        raise typer.Exit(1)


@app.command()
def remove(uid: Uid, *, data: DataDir = None) -> None:
    """Take an entitlement away; its key is forgotten."""
    client(data).send("DELETE", f"{_PATH}/{uid}")
    output.print(f"{uid} is taken away", markup=False)


@app.command()
def key(
    uid: Uid,
    *,
    new: Annotated[bool, typer.Option("--set", help="Ask for another key, and keep it sealed.")] = False,
    data: DataDir = None,
) -> None:
    """Show a licence key, which is noted in the audit log, or keep another one."""
    server = client(data)
    if new:
        server.send("PUT", f"{_PATH}/{uid}/key", {"key": typer.prompt("Licence key", hide_input=True)})
        output.print(f"the key of {uid} is kept", markup=False)
        return
    output.print(server.send("POST", f"{_PATH}/{uid}/key/show")["key"], markup=False)


@app.command()
def position(
    product: Annotated[str, typer.Argument(help="A product, as `cmdb software list` shows it; all without one.")] = "",
    *,
    publisher: Annotated[str, typer.Option(help="Its publisher.")] = "",
    on: Annotated[str, typer.Option(help="The day: 2027-01-31; today without one.")] = "",
    steps: Annotated[bool, typer.Option("--steps", help="Say what consumed each unit, and by which rule.")] = False,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """What is needed, and whether what was bought covers it."""
    found = client(data).get("/licences/position", product=product, publisher=publisher, on=on)
    if as_json:
        output.print_json(data=found)
        return
    head = ("products", "metric", "entity", "entitled", "used", "difference", "missing costs")
    show_table(head, map(_line, found["lines"]))
    if steps:
        for line in found["lines"]:
            show_table(("who", "units", "covers", "because"), map(_consumed, line["consumed"]), title=_products(line))
    gaps = ((one["machine"], one["product"], one["version"], one["reason"]) for one in found["unlicensed"])
    show_table(("machine", "not covered", "version", "because"), gaps)
    output.print(
        f"on {found['day']}: {found['unlicensed_total']} not covered, missing {found['missing_cost']}", markup=False
    )


@app.command()
def evidence(
    file: Annotated[Path, typer.Argument(help="What is written: a name that ends in .csv or .xlsx.", dir_okay=False)],
    *,
    product: Annotated[str, typer.Option(help="Only of this product; of all without one.")] = "",
    publisher: Annotated[str, typer.Option(help="Its publisher.")] = "",
    on: Annotated[str, typer.Option(help="The day: 2027-01-31; today without one.")] = "",
    data: DataDir = None,
) -> None:
    """Write every installation with what covers it and why, or why nothing does, for an auditor."""
    kind = file.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise typer.BadParameter(f"{file.name!r} ends in neither .csv nor .xlsx; name it so")
    asked = {"product": product, "publisher": publisher, "on": on, "format": kind[1:]}
    file.write_bytes(b"".join(client(data).stream("/licences/position/evidence", **asked)))
    output.print(f"written to {file}", markup=False)


@app.command("what-if")
def what_if(  # noqa: PLR0913 - options of a command
    *,
    move: Annotated[list[str] | None, typer.Option(help="A virtual machine and its new host: app7=esx9.")] = None,
    cores: Annotated[list[str] | None, typer.Option(help="Virtual cores of a machine then: app7=8.")] = None,
    processors: Annotated[list[str] | None, typer.Option(help="Processors of a machine then: esx1=2x32.")] = None,
    new_host: Annotated[list[str] | None, typer.Option(help="A new host, in a cluster or none: esx9=2x24@esx.")] = None,
    retire: Annotated[list[str] | None, typer.Option(help="A machine that is retired.")] = None,
    change: Annotated[str, typer.Option(help="What a planned change does: CHG0000001.")] = "",
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """What a change does to licences: where another number is needed, who uses it and by which rule."""
    server = client(data)
    sizes = [{"machine": name, "virtual_cores": _number(text)} for name, text in map(_pair, cores or [])]
    sizes += [{"machine": name, "processors": _processors(text)} for name, text in map(_pair, processors or [])]
    hosts = [(name, *text.partition("@")[::2]) for name, text in map(_pair, new_host or [])]
    body = {
        "moves": [{"machine": name, "host": host} for name, host in map(_pair, move or [])],
        "sizes": sizes,
        "hosts": [{"name": n, "processors": _processors(text), "cluster": cluster} for n, text, cluster in hosts],
        "retired": retire or [],
    }
    found = server.get(f"/changes/{change}/licences") if change else server.send("POST", "/licences/what-if", body)
    if as_json:
        output.print_json(data=found)
        return
    for one in found["differences"]:
        before, after = one["used_before"], one["used_after"]
        title = (
            f"{_products(one)} ({one['metric']}): {before} used now, {after} then of {one['entitled']}; {one['cost']}"
        )
        show_table(("who", "now", "then", "because"), map(_differs, one["consumed"]), title=title)
    cost = f"missing costs {found['missing_cost_before']} now, {found['missing_cost_after']} then"
    gaps = f"not covered {found['unlicensed_before']} now, {found['unlicensed_after']} then"
    output.print(f"{len(found['differences'])} rights differ; {cost}; {gaps}", markup=False)


def _differs(one: dict[str, Any]) -> tuple[str, ...]:
    before, after = one["before"], one["after"]
    units = (str(side["units"]) if side else "0" for side in (before, after))
    return one["name"], *units, "; ".join((after or before)["steps"])


def _pair(text: str) -> tuple[str, str]:
    name, found, value = text.rpartition("=")
    if not found:
        raise typer.BadParameter(f"{text!r} has no =; write it as app7=esx9")
    return name, value


def _number(text: str) -> int:
    if not text.isdecimal():
        raise typer.BadParameter(f"{text!r} is no whole number; write it with digits only: 8")
    return int(text)


def _processors(text: str) -> list[dict[str, int]]:
    count, found, cores = text.partition("x")
    if not found:
        raise typer.BadParameter(f"{text!r} is no number of processors and cores; write it as 2x24")
    return [{"cores": _number(cores)}] * _number(count)


def _products(line: dict[str, Any]) -> str:
    return ", ".join(" ".join(filter(None, (one["product"], one["edition"]))) for one in line["products"])


def _consumed(one: dict[str, Any]) -> tuple[str, ...]:
    return one["name"], str(one["units"]), str(one["covers"]), "; ".join(one["steps"])


def _line(line: dict[str, Any]) -> tuple[str, ...]:
    counts = (str(line[name]) for name in ("entitled", "used", "difference"))
    return _products(line), line["metric"], line["entity"], *counts, line["missing_cost"]


def _entitlement(one: dict[str, Any]) -> tuple[str, ...]:
    price = f"{one['unit_price']} {one['currency']}"
    dates = one["starts"], one["ends"], one["state"]
    key = "sealed" if one["has_key"] else ""
    return one["uid"], one["name"], _products(one), one["metric"], str(one["units"]), *dates, price, key
