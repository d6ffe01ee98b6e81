"""`cmdb audit`: who logged in or failed to, who changed rights, to whom secrets were shown."""

from typing import Annotated, Any

import msgspec
import typer

from cmdb_server.cli.options import DataDir, client
from cmdb_server.cli.screen import show_table

_PAGE = 500


def command(
    *,
    actor: Annotated[str, typer.Option(help="Only what this person or program did.")] = "",
    action: Annotated[str, typer.Option(help="Only actions that begin so: session, user, role, token ...")] = "",
    limit: Annotated[int, typer.Option(help="How many entries, newest first.", min=1, max=1_000_000)] = 50,
    data: DataDir = None,
) -> None:
    """Show the audit log, newest first."""
    server = client(data)
    entries: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None and len(entries) < limit:
        wanted = min(_PAGE, limit - len(entries))
        page = server.get("/audit", actor=actor, action=action, cursor=cursor, limit=wanted)
        entries += page["items"]
        cursor = page["next_cursor"]
    show_table(("at", "actor", "address", "action", "subject", "detail"), map(_columns, entries))


def _columns(entry: dict[str, Any]) -> tuple[str, ...]:
    detail = msgspec.json.encode(entry["detail"]).decode() if entry["detail"] else ""
    return (entry["at"], entry["actor"], entry["address"], entry["action"], entry["subject"], detail)
