"""`cmdb parked`: what of reports could not be stored, trying it again, giving it up."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Annotated, Any
from urllib.parse import urlencode

import typer

from cmdb_server.cli.client import Client
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table
from cmdb_server.errors import CmdbError

app = typer.Typer(help="What of reports could not be stored and waits.", no_args_is_help=True)
Uid = Annotated[str, typer.Argument(help="Id as `cmdb parked list` shows it; leave it out for all that match.")]
Source = Annotated[str, typer.Option(help="Only of this source, by its key.")]
Reason = Annotated[
    str, typer.Option("--reason", help="Only for exactly this reason, as `cmdb parked reasons` shows it.")
]
Text = Annotated[str, typer.Option("--text", help="Only with this text in section, item, field, reason or source.")]


@app.command("list")
def list_parked(
    *,
    source: Source = "",
    reason: Reason = "",
    text: Text = "",
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """What is parked, the latest first."""
    items = _matching(client(data), (source, reason, text))
    if as_json:
        output.print_json(data=items)
        return
    show_table(("id", "source", "item", "reason", "since", "attempts", "next try"), map(_row, items))


@app.command()
def reasons(*, data: DataDir = None) -> None:
    """How many items wait for each reason, since when, and what to do about it."""
    items = client(data).get("/parked/reasons")["items"]
    rows = [(str(one["count"]), one["oldest_at"], one["reason"], one["remedy"]) for one in items]
    show_table(("items", "oldest", "reason", "remedy"), rows)


@app.command()
def retry(uid: Uid = "", *, source: Source = "", reason: Reason = "", text: Text = "", data: DataDir = None) -> None:
    """Try parked items again; prints what is still refused."""
    server = client(data)
    uids = [uid] if uid else [item["uid"] for item in _matching(server, (source, reason, text))]
    stored = tried = 0
    for one in uids:
        with _unless_settled(is_named=bool(uid)):
            answer = server.send("POST", f"/parked/{one}/retry")
            tried += 1
            stored += answer["stored"]
            if left := answer["item"]:
                output.print(f"{one}: {left['reason']}; {left['remedy'] or ''}", markup=False)
    output.print(f"{stored} of {len(uids)} stored{_settled(len(uids) - tried)}", markup=False)


@app.command()
def discard(  # noqa: PLR0913 - each is an option of the command
    uid: Uid = "",
    *,
    because: Annotated[str, typer.Option("--because", help="Why; kept in the history of the CI.")] = "",
    source: Source = "",
    reason: Reason = "",
    text: Text = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    data: DataDir = None,
) -> None:
    """Give parked items up: what they say will not be in the graph unless it is reported again."""
    server = client(data)
    if not (uid or source or reason or text):
        raise typer.BadParameter("name an item, or say which with --source, --reason or --text")
    uids = [uid] if uid else [item["uid"] for item in _matching(server, (source, reason, text))]
    if not (uid or yes):
        typer.confirm(f"Give up {len(uids)} items?", abort=True, err=True)
    gone = 0
    for one in uids:
        with _unless_settled(is_named=bool(uid)):
            server.send("DELETE", f"/parked/{one}?{urlencode({'reason': because})}")
            gone += 1
    output.print(f"{gone} given up{_settled(len(uids) - gone)}", markup=False)


def _matching(server: Client, wanted: tuple[str, str, str]) -> list[dict[str, Any]]:
    return server.every("/parked", **dict(zip(("source", "reason", "q"), wanted, strict=True)))


@contextmanager
def _unless_settled(*, is_named: bool) -> Generator[None]:
    """Pass over an item that another one's retry, or somebody else, has settled in the meantime."""
    try:
        yield
    except CmdbError as error:
        if is_named or error.code != "not_found":
            raise


def _settled(count: int) -> str:
    return f"; {count} were no longer parked" if count else ""


def _row(item: dict[str, Any]) -> tuple[str, ...]:
    what = " ".join(filter(None, (item["section"], item["ref"], item["field"])))
    times = (item["first_at"], str(item["attempts"]), item["retry_at"] or "never")
    return (item["uid"], item["source"]["key"], what, item["reason"], *times)
