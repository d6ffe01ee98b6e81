"""`cmdb services`: what services consist of, and what says so."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.ci_names import OWNING, uid_of
from cmdb_server.cli.client import Client
from cmdb_server.cli.options import AsJson, AsOf, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Services: what they consist of, and what says so.", no_args_is_help=True)
Service = Annotated[str, typer.Argument(help="Service: uid, or name where only one has it.")]
Entries = Annotated[list[str], typer.Option("--entry", help="Entry point: URL, host:port or name; may be repeated.")]
Query = Annotated[str, typer.Option(help="Query for CIs that belong to it: tag = shop.")]
Chosen = Annotated[list[str], typer.Option("--with", help="A CI that belongs to it; may be repeated.")]
LeftOut = Annotated[list[str], typer.Option("--without", help="A CI that does not, nor what is behind it.")]
Alone = Annotated[bool, typer.Option("--alone", help="Only what is named, not what that needs.")]
Reason = Annotated[str, typer.Option(help="Why; it stands in the history.")]


@app.command("list")
def list_services(*, as_of: AsOf = None, as_json: AsJson = False, data: DataDir = None) -> None:
    """All services with how much they consist of."""
    items: list[dict[str, Any]] = client(data).get("/services", as_of=as_of)["items"]
    if as_json:
        output.print_json(data=items)
        return
    head = ("service", "class", "environment", "criticality", "users", "members", "defined", "uid")
    show_table(head, map(_row, items))


@app.command()
def show(service: Service, *, as_of: AsOf = None, as_json: AsJson = False, data: DataDir = None) -> None:
    """The members of a service, by how far they are from where it is entered."""
    server = client(data)
    found: dict[str, Any] = server.get(f"/cis/{uid_of(server, service)}/service", as_of=as_of)
    if as_json:
        output.print_json(data=found)
        return
    if found["definition"]:
        _show_entries(found["definition"]["entries"])
    _show_members(found["map"])


@app.command()
def preview(  # noqa: PLR0913 - typer takes options as arguments
    *,
    entries: Entries = [],  # noqa: B006 - typer copies defaults
    query: Query = "",
    chosen: Chosen = [],  # noqa: B006 - typer copies defaults
    left_out: LeftOut = [],  # noqa: B006 - typer copies defaults
    alone: Alone = False,
    service: Annotated[str, typer.Option(help="Compare with what this service consists of.")] = "",
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """What a definition would come to; nothing is kept."""
    server = client(data)
    wanted = _definition(server, (entries, query, chosen, left_out), follows=not alone)
    of = uid_of(server, service) if service else None
    found: dict[str, Any] = server.send("POST", "/service-preview", {**wanted, "service": of})
    if as_json:
        output.print_json(data=found)
        return
    _show_entries(found["entries"])
    _show_members(found["map"])
    for word, cis in (("new", found["map"]["added"]), ("gone", found["map"]["removed"])):
        if service and cis:
            output.print(f"{word}: {', '.join(ci['name'] for ci in cis)}", markup=False)


@app.command()
def create(  # noqa: PLR0913 - typer takes options as arguments
    name: Annotated[str, typer.Argument(help="What it is called.")],
    *,
    ci_class: Annotated[str, typer.Option("--class", help="Its class.")] = "application_service",
    environment: Annotated[str, typer.Option(help="production, staging, test or development.")] = "",
    criticality: Annotated[int | None, typer.Option(help="1 (low) to 4 (vital).", min=1, max=4)] = None,
    users: Annotated[int | None, typer.Option(help="How many use it.", min=0)] = None,
    support_hours: Annotated[str, typer.Option(help="When it is looked after: 24x7.")] = "",
    owners: Annotated[list[str], typer.Option("--owner", help="Team or person.")] = [],  # noqa: B006 - typer copies defaults
    entries: Entries = [],  # noqa: B006 - typer copies defaults
    query: Query = "",
    chosen: Chosen = [],  # noqa: B006 - typer copies defaults
    left_out: LeftOut = [],  # noqa: B006 - typer copies defaults
    alone: Alone = False,
    reason: Reason = "",
    data: DataDir = None,
) -> None:
    """Make a service with its owners and what it consists of, all of it or nothing; prints its uid."""
    server = client(data)
    facts = {"environment": environment, "criticality": criticality, "users": users, "support_hours": support_hours}
    said = {"name": name, **{key: value for key, value in facts.items() if value not in ("", None)}}
    named = (entries, query, chosen, left_out)
    definition = _definition(server, named, follows=not alone) if any(named) else None
    body = {"ci_class": ci_class, "attributes": said, "owner_uids": [uid_of(server, owner, OWNING) for owner in owners]}
    made = server.send("POST", "/services", {**body, "definition": definition, "reason": reason})
    output.print(made["uid"], markup=False)


@app.command()
def define(  # noqa: PLR0913 - typer takes options as arguments
    service: Service,
    *,
    entries: Entries = [],  # noqa: B006 - typer copies defaults
    query: Query = "",
    chosen: Chosen = [],  # noqa: B006 - typer copies defaults
    left_out: LeftOut = [],  # noqa: B006 - typer copies defaults
    alone: Alone = False,
    reason: Reason = "",
    data: DataDir = None,
) -> None:
    """Say what a service consists of; it is kept up to date from then on. `cmdb services create` makes one."""
    server = client(data)
    uid = uid_of(server, service)
    wanted = _definition(server, (entries, query, chosen, left_out), follows=not alone)
    server.send("PUT", f"/cis/{uid}/service-definition", {**wanted, "reason": reason})
    _show_members(server.get(f"/cis/{uid}/service")["map"])


@app.command()
def withdraw(service: Service, *, data: DataDir = None) -> None:
    """Forget the definition of a service and the members that follow from it; the service itself stays."""
    server = client(data)
    server.send("DELETE", f"/cis/{uid_of(server, service)}/service-definition")
    output.print(f"{service} is no longer defined.", markup=False)


def _definition(server: Client, named: tuple[list[str], str, list[str], list[str]], *, follows: bool) -> dict[str, Any]:
    entries, query, chosen, left_out = named
    by_hand = {"chosen": [uid_of(server, ci) for ci in chosen], "left_out": [uid_of(server, ci) for ci in left_out]}
    return {"entries": entries, "query": query, "follows": follows, **by_hand}


def _row(item: dict[str, Any]) -> tuple[str, ...]:
    said = item["attributes"]
    told = (str(said.get(name, "")) for name in ("environment", "criticality", "users"))
    more = f" + {item['shared']} shared" if item["shared"] else ""
    more += f" + {item['services']} services" if item["services"] else ""
    defined = "no" if not item["is_defined"] else f"{item['unresolved']} unresolved" if item["unresolved"] else "yes"
    return item["name"], item["class_label"], *told, f"{item['members']}{more}", defined, item["uid"]


def _show_entries(entries: list[dict[str, Any]]) -> None:
    for entry in entries:
        found = ", ".join(ci["name"] for ci in entry["leads_to"])
        output.print(f"{entry['text']}: {found or entry['problem']}", markup=False)


def _show_members(found: dict[str, Any]) -> None:
    names = {node["uid"]: node["name"] for node in found["nodes"]}
    rows = [
        (node["name"], node["root"] or "", node["class_label"], node["role"], names.get(node["via"] or "", ""))
        for node in found["nodes"]
        if node["level"] > 0
    ]
    show_table(("member", "on", "class", "role", "needed by"), rows)
    if found["is_cut"]:
        output.print("It has more members than are followed.", style="dim")
