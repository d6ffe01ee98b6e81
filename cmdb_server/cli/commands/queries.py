"""`cmdb queries`: questions that people keep, and what can be asked."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.pointing import pointing_at
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Saved queries, and what the filter language can ask about.", no_args_is_help=True)
QueryId = Annotated[str, typer.Argument(help="Id as `cmdb queries list` shows it.")]
Shared = Annotated[bool | None, typer.Option("--shared/--private", help="Whether others see it.")]


Page = Annotated[str, typer.Option(help="A view of this list: incidents, problems, changes or assets.")]
Team = Annotated[str | None, typer.Option(help="A team of yours that sees it; '' for none.")]


@app.command("list")
def list_queries(*, page: Page = "", as_json: AsJson = False, data: DataDir = None) -> None:
    """One's own queries and the shared ones; with --page views of that list."""
    found: list[dict[str, Any]] = client(data).get("/queries", page=page)["items"]
    if as_json:
        output.print_json(data=found)
        return
    show_table(("id", "name", "owner", "seen by", "query"), map(_columns, found))


@app.command()
def save(
    name: Annotated[str, typer.Argument(help="What it is called.")],
    query: Annotated[str, typer.Argument(help="In the filter language; of a page its address: view=mine&q=disk.")],
    *,
    page: Page = "",
    team: Team = None,
    shared: Shared = None,
    data: DataDir = None,
) -> None:
    """Keep a query under a name; prints its id."""
    with pointing_at(query):
        wanted = {"name": name, "query": query, "is_shared": bool(shared), "page": page, "team": team or ""}
        made = client(data).send("POST", "/queries", wanted)
    typer.echo(made["query_id"])


@app.command()
def change(
    query_id: QueryId,
    *,
    name: Annotated[str | None, typer.Option(help="Another name.")] = None,
    query: Annotated[str | None, typer.Option(help="Another query.")] = None,
    team: Team = None,
    shared: Shared = None,
    data: DataDir = None,
) -> None:
    """Rename, correct, share or unshare a saved query."""
    wanted = {"name": name, "query": query, "is_shared": shared, "team": team}
    changes = {field: value for field, value in wanted.items() if value is not None}
    if not changes:
        raise typer.BadParameter("give --name, --query, --team, --shared or --private")
    with pointing_at(query):
        changed = client(data).send("PATCH", f"/queries/{query_id}", changes)
    output.print(f"{changed['name']}: {changed['query']}", markup=False)


@app.command()
def delete(query_id: QueryId, *, data: DataDir = None) -> None:
    """Delete a saved query."""
    client(data).send("DELETE", f"/queries/{query_id}")
    output.print(f"{query_id} is deleted.", markup=False)


@app.command()
def check(
    query: Annotated[str, typer.Argument(help="The query in the filter language.")], *, data: DataDir = None
) -> None:
    """Say how a query is understood, or where its mistake is."""
    with pointing_at(query):
        output.print(client(data).get("/queries/parse", query=query)["query"], markup=False)


@app.command()
def fields(*, data: DataDir = None) -> None:
    """What can be asked about, and how it can be compared; then the relationships, each with what it leads to."""
    server = client(data)
    found = server.get("/queries/fields")["fields"]
    lines = [(field["name"], field["label"], ", ".join(field["operators"]), field["doc"]) for field in found]
    for kind in server.get("/schema")["relationship_types"]:
        name = kind["name"].lower()
        lines.append((name, kind["name"], f"{name} (…), incoming {name} (…)", kind["doc"]))
    show_table(("field", "label", "operators", "meaning"), lines)


def _columns(query: dict[str, Any]) -> tuple[str, ...]:
    seen_by = "all" if query["is_shared"] else query["team"] or "its owner"
    return query["query_id"], query["name"], query["owner"], seen_by, query["query"]
