"""`cmdb acceptance`: what holders have yet to accept, and the terms; they sign by their mail or on their own page."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cmdb_server.cli.json_files import object_of
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Acceptance by those who hold assets.", no_args_is_help=True)
Numbers = Annotated[list[str], typer.Argument(help="Numbers of assets: AST0000001 ...")]
_HOLDS = '{"texts": [{"name", "text", "categories"}], "remind_days"}, as `cmdb acceptance terms --json` prints it'


@app.command("list")
def list_acceptances(
    *,
    state: Annotated[str, typer.Option(help="waiting, accepted or refused.")] = "waiting",
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """What holders have yet to accept, the first asked first, and how they hear of it."""
    found = client(data).get("/acceptances", state=state, limit=500)
    if as_json:
        output.print_json(data=found)
        return
    head = ("number", "name", "holder", "asked", "answered", "signed by", "terms", "why", "hears of it")
    show_table(head, map(_line, found["items"]))
    output.print(f"{found['total']} are {state}, {found['unreached']} of them reach nobody", markup=False)


@app.command()
def ask(numbers: Numbers, *, data: DataDir = None) -> None:
    """Ask the holders of assets to accept them, anew where they were asked before."""
    _ask(numbers, data, is_wanted=True)


@app.command()
def stop(numbers: Numbers, *, data: DataDir = None) -> None:
    """Ask the holders of assets no longer."""
    _ask(numbers, data, is_wanted=False)


@app.command()
def terms(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """The terms in force: what who is given something has to accept."""
    found = client(data).get("/acceptance-terms")
    if as_json:
        output.print_json(data=found)
        return
    rows = (
        (one["name"], str(one["version"]), ", ".join(one["categories"]) or "all others", one["fingerprint"][:16])
        for one in found["texts"]
    )
    show_table(("name", "version", "for", "SHA-256"), rows)
    for one in found["texts"]:
        output.print(f"\n{one['name']}, version {one['version']}", markup=False, style="bold")
        output.print(one["text"], markup=False)


@app.command("set-terms")
def set_terms(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=f"JSON: {_HOLDS}.")], *, data: DataDir = None
) -> None:
    """Let the terms of a file hold."""
    given = object_of(file, _HOLDS)
    listed: list[Any] = given.get("texts") or []
    texts = list(map(_text, listed))
    body = {"texts": texts, "remind_days": given.get("remind_days", 7), "version": given.get("version")}
    saved = client(data).send("PUT", "/acceptance-terms", body)
    output.print(f"{len(saved['texts'])} texts hold, version {saved['version']}", markup=False)


def _text(one: Any) -> Any:  # noqa: ANN401 - the server checks what it is
    """A text as it is sent: what follows from it is left out."""
    if not isinstance(one, dict):
        return one
    return {name: value for name, value in one.items() if name not in ("version", "fingerprint")}  # pyright: ignore[reportUnknownVariableType] - as above


def _ask(numbers: list[str], data: DataDir, *, is_wanted: bool) -> None:
    told = client(data).send("POST", "/acceptances", {"numbers": numbers, "is_wanted": is_wanted})
    output.print(f"{told['done']} {'asked' if is_wanted else 'not asked any longer'}", markup=False)
    for one in told["refused"]:
        output.print(f"{one['number']} {one['message']}; {one['remedy']}", markup=False)
    if told["refused"]:
        raise typer.Exit(1)


def _line(one: dict[str, Any]) -> tuple[str, ...]:
    asset, reach = one["asset"], one["address"] or ("home page" if one["account"] else "not at all")
    told = one["asked_at"][:10], one["answered_at"][:10], one["signed_by"], one["terms"], one["reason"]
    return asset["number"], asset["title"], one["holder"], *told, reach
