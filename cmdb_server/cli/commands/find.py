"""`cmdb find`: which CI is that, and which CIs are like that?"""

from typing import Annotated, Any

import typer

from cmdb_server.cli.client import Client
from cmdb_server.cli.options import AsJson, AsOf, DataDir, client
from cmdb_server.cli.pointing import pointing_at
from cmdb_server.cli.saved_queries import Saved, query_of
from cmdb_server.cli.screen import errors, output, show_table

_NOTHING = 1
_PAGE = 500
_MOST_HITS = 100


def command(  # noqa: PLR0913 - typer takes options as arguments
    text: Annotated[str, typer.Argument(help="Name, serial number, IP or MAC address, or a part of one.")] = "",
    *,
    query: Annotated[
        str | None, typer.Option(help='Filter language: runs_on (server and site = "Oslo"); see `cmdb queries`.')
    ] = None,
    saved: Saved = None,
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="At most so many; of a text at most 100.")] = 20,
    as_of: AsOf = None,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Find CIs by what is searchable of them, or all that a query is about. Exit code 1: nothing found."""
    if [bool(text), query is not None, saved is not None].count(True) != 1:
        raise typer.BadParameter("give a text, --query or --saved")
    if text and limit > _MOST_HITS:
        raise typer.BadParameter(f"of a text at most {_MOST_HITS} are found; ask with --query for more")
    server = client(data)
    if text:
        found = server.get("/search", q=text, limit=limit, as_of=as_of)["items"]
        _show(found, [*map(_hit, found)], ("uid", "name", "class", "status", "found by"), as_json=as_json)
        return
    asked = query_of(server, query, saved) or ""
    with pointing_at(asked):
        found = _listed(server, {"query": asked, "as_of": as_of}, limit)
    head = ("uid", "name", "class", "status", "site", "last seen")
    _show(found, [*map(_row, found)], head, as_json=as_json)


def _listed(server: Client, asked: dict[str, str | None], limit: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while len(found) < limit:
        wanted = min(limit - len(found), _PAGE)
        page = server.get("/cis", **asked, sort="name", offset=len(found), limit=wanted)["items"]
        found += page
        if len(page) < wanted:
            break
    return found


def _show(found: list[dict[str, Any]], rows: list[tuple[str, ...]], head: tuple[str, ...], *, as_json: bool) -> None:
    if as_json:
        output.print_json(data=found)
    elif found:
        show_table(head, rows)
    if not found:
        if not as_json:
            errors.print("nothing found", style="dim")
        raise typer.Exit(_NOTHING)


def _hit(hit: dict[str, Any]) -> tuple[str, ...]:
    matched = f"{hit['matched']['field']} {hit['matched']['value']}"
    return hit["uid"], hit["name"], hit["class_label"], hit["status"], matched


def _row(ci: dict[str, Any]) -> tuple[str, ...]:
    return ci["uid"], ci["name"], ci["ci_class"], ci["status"], ci["site"] or "", ci["last_seen_at"] or ""
