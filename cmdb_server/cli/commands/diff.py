"""`cmdb diff`: what changed between two instants."""

import json
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from cmdb_server.cli.ci_names import uid_of
from cmdb_server.cli.client import Client
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.saved_queries import Saved, query_of
from cmdb_server.cli.screen import output, show_table
from cmdb_server.errors import CmdbError

_PAGE = 500
_MARKS = {"added": "+", "removed": "-", "changed": "~", "opened": "+", "closed": "-"}


class TwoScopesError(CmdbError):
    """More than one thing is to be compared."""

    def __init__(self, given: list[str]) -> None:
        """Names the options."""
        super().__init__(f"{' and '.join(given)} cannot be compared together; give one of them", 422, "two_scopes")


def command(  # noqa: PLR0913 - typer takes options as arguments
    since: Annotated[str, typer.Option(help="The first instant, RFC 3339: 2027-01-31T12:00:00Z.")],
    until: Annotated[str | None, typer.Option(help="The second instant; now without it.")] = None,
    *,
    ci: Annotated[str, typer.Option(help="Only this CI (uid or name), with the relationships that lead to it.")] = "",
    query: Annotated[str, typer.Option(help="Only CIs that this question of the filter language is about.")] = "",
    saved: Saved = None,
    service: Annotated[str, typer.Option(help="Only this CI (uid or name) and everything it needs.")] = "",
    impact: Annotated[str, typer.Option(help="What the failure of this CI (uid or name) affects.")] = "",
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """What was added, removed or changed between two instants: of everything, or of one of the scopes."""
    scopes = {"--ci": ci, "--query": query, "--saved": saved, "--service": service, "--impact": impact}
    if len(given := [name for name, value in scopes.items() if value]) > 1:
        raise TwoScopesError(given)
    server, between = client(data), {"since": since, "until": until}
    if ci:
        found = server.get(f"/cis/{uid_of(server, ci)}/diff", **between)
        items = [found]
    elif impact:
        items = _all(server, f"/impact/{uid_of(server, impact)}/diff", between)
    else:
        items = _all(
            server,
            "/diff",
            {
                **between,
                "query": query_of(server, query, saved) or None,
                "service": uid_of(server, service) if service else None,
            },
        )
    if as_json:
        typer.echo(json.dumps(items))
        return
    show_table(("", "CI", "class", "what", "before", "after"), [row for item in items for row in _rows(item)])
    if not items:
        output.print("nothing differs", style="dim")


def _all(server: Client, path: str, asked: dict[str, Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    while True:
        page = server.get(path, **asked, offset=len(items), limit=_PAGE)
        items += page["items"]
        if not page["items"] or len(items) >= page["total"]:
            return items


def _rows(item: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    head = (_MARKS[item["change"]], item["name"], item["ci_class"])
    if "attributes" not in item:
        yield (*head, "state", _text(item["old"]), _text(item["new"]))
        return
    for change in item["attributes"]:
        yield (*head, change["label"], _text(change["old"]), _text(change["new"]))
    for change in item["relationships"]:
        arrow = "->" if change["direction"] == "out" else "<-"
        what = f"{_MARKS[change['change']]} {change['type']} {arrow} {change['other']['name']}"
        yield (*head, what, _text(change["old"]), _text(change["new"]))
    if not item["attributes"] and not item["relationships"]:
        yield (*head, item["change"], "", "")


def _text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
