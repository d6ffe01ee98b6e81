"""`cmdb collectors`: who scans which network."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Collectors, which scan networks, and the network scopes that they scan.", no_args_is_help=True)


@app.command("list")
def list_collectors(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """The enrolled collectors; `cmdb token enrolment --collector` lets another one in."""
    items: list[dict[str, Any]] = client(data).get("/collectors")["items"]
    if as_json:
        output.print_json(data=items)
    else:
        show_table(("id", "name", "network", "version", "last contact", "there"), map(_row, items))


@app.command()
def show(
    collector: Annotated[str, typer.Argument(help="Id or name as `cmdb collectors list` shows it.")],
    *,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """A collector, and what became of the traps and informs that came to it."""
    server = client(data)
    found = _named(server.get("/collectors")["items"], collector)
    receivers: list[dict[str, Any]] = server.get("/trap-receivers")["items"]
    traps = next((entry for entry in receivers if entry["collector_id"] == found["collector_id"]), None)
    if as_json:
        output.print_json(data={**found, "traps": traps})
        return
    show_table(("id", "name", "network", "version", "last contact", "there"), [_row(found)])
    if traps is None:
        output.print("It has told of no traps; `discovery-agent collector --traps PORT` listens for them.")
        return
    output.print(f"Listens at {traps['listens_on']}; counted since {traps['since']}.", markup=False)
    show_table(
        ("count", "believed", "what became of it", "what to do"),
        (
            (str(entry["count"]), "yes" if entry["is_proven"] else "no", entry["happened"], entry["next_step"])
            for entry in traps["counts"]
        ),
    )
    for title, senders in (("not believed", traps["refused"]), ("of no CI", traps["unknown"])):
        if senders:
            names = ("address", "said", "times", "last_at")
            rows = (tuple(str(entry[name]) for name in names) for entry in senders)
            show_table((title, "why or what", "times", "last"), rows)


@app.command()
def scopes(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """The network scopes and the site of each."""
    items: list[dict[str, Any]] = client(data).get("/collectors")["network_scopes"]
    if as_json:
        output.print_json(data=items)
    else:
        rows = ((item["name"], item["site"], item["description"]) for item in items)
        show_table(("network scope", "site", "description"), rows)


@app.command("set-scope")
def set_scope(
    name: Annotated[str, typer.Argument(help="Network scope.")],
    *,
    site: Annotated[str, typer.Option(help="Site that it is on.")] = "",
    description: Annotated[str, typer.Option(help="What people should know of it.")] = "",
    data: DataDir = None,
) -> None:
    """Say on which site a network scope is: credentials of that site fit there."""
    client(data).send("PUT", f"/network-scopes/{name}", {"site": site, "description": description})
    output.print(f"{name} is on {site or 'no one site'}.", markup=False)


@app.command()
def remove(
    collector: Annotated[str, typer.Argument(help="Id as `cmdb collectors list` shows it.")], *, data: DataDir = None
) -> None:
    """Refuse a collector from now on; what it reported stays."""
    client(data).send("DELETE", f"/agents/{collector}")
    output.print(f"{collector} is refused from now on.", markup=False)


@app.command("trap-kinds")
def trap_kinds(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """The notifications that become events, what each means, and by which methods its device is read again."""
    items: list[dict[str, Any]] = client(data).get("/trap-kinds")["items"]
    if as_json:
        output.print_json(data=items)
    else:
        rows = (
            (item["oid"], item["name"], item["meaning"], ", ".join(item["rereads"]), ", ".join(item["facts"]))
            for item in items
        )
        show_table(("notification", "name", "what it means", "read again by", "with"), rows)


def _named(items: list[dict[str, Any]], asked: str) -> dict[str, Any]:
    """The collector of an id or of a name that only one has."""
    found = [item for item in items if asked in (item["collector_id"], item["name"])]
    if len(found) != 1:
        said = "is no collector" if not found else f"is the name of {len(found)} collectors"
        raise typer.BadParameter(f"{asked!r} {said}; give an id of `cmdb collectors list`")
    return found[0]


def _row(item: dict[str, Any]) -> tuple[str, ...]:
    names = (item["collector_id"], item["name"], item["network_scope"], item["version"] or "")
    return *names, item["last_contact_at"] or "never", "yes" if item["is_present"] else "no"
