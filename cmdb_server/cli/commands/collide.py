"""`cmdb collide`: whether changes get in each other's way."""

import json
from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, AsOf, DataDir, InScenario, client
from cmdb_server.cli.screen import output, show_table
from cmdb_server.errors import CmdbError

_REASONS = (
    ("same_ci", "both work on"),
    ("needed_by_second", "the second needs"),
    ("needed_by_first", "the first needs"),
    ("shared_services", "both hit"),
    ("joint_services", "worse together"),
)


class ChangeTextError(CmdbError):
    """--change or --window is not as it should be."""

    def __init__(self, option: str, text: str, wanted: str) -> None:
        """Names the value and what is wanted."""
        super().__init__(f"{option} {text!r} is not {wanted}", 422, "bad_change")


def command(
    *,
    change: Annotated[list[str], typer.Option(help="NAME=CI,CI: a change that takes these CIs down.")],
    window: Annotated[list[str], typer.Option(help="NAME=FROM/TO (RFC 3339), for changes that have one.")] = [],  # noqa: B006 - typer copies defaults
    as_of: AsOf = None,
    scenario: InScenario = None,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Whether changes whose windows overlap collide: the same CI, a dependency, shared or jointly hit services."""
    changes = dict(map(_change, change))
    for text in window:
        name, start, end = _window(text)
        if name not in changes:
            raise ChangeTextError("--window", text, f"of a change; name one of {', '.join(changes)}")
        changes[name] |= {"starts_at": start, "ends_at": end}
    asked = [{"name": name, **said} for name, said in changes.items()]
    found: dict[str, Any] = client(data).send(
        "POST", "/collisions", {"changes": asked, "as_of": as_of, "scenario": scenario}
    )
    if as_json:
        typer.echo(json.dumps(found))
        return
    if not found["pairs"] and not found["joint"]:
        output.print("nothing collides")
        return
    show_table(("changes", "collide by", "window", "what is hit"), [_row(pair) for pair in found["pairs"]])
    for loss in found["joint"]:
        output.print(f"only together, {', '.join(loss['changes'])}: {_names(loss['joint_services'])}", markup=False)


def _change(text: str) -> tuple[str, dict[str, Any]]:
    name, _, cis = text.partition("=")
    if not (name and cis):
        raise ChangeTextError("--change", text, "NAME=CI,CI, e.g. patch=db1,db2")
    return name, {"cis": [ci.strip() for ci in cis.split(",")]}


def _window(text: str) -> tuple[str, str, str]:
    name, _, times = text.partition("=")
    start, _, end = times.partition("/")
    if not (name and start and end):
        wanted = "NAME=FROM/TO, e.g. patch=2027-01-31T12:00:00Z/2027-01-31T14:00:00Z"
        raise ChangeTextError("--window", text, wanted)
    return name, start, end


def _row(pair: dict[str, Any]) -> tuple[str, ...]:
    window = pair["window"]
    when = f"{window['starts_at'] or '...'} to {window['ends_at'] or '...'}"
    hit = "; ".join(f"{words} {_names(pair[key])}" for key, words in _REASONS if pair[key])
    return f"{pair['first']} and {pair['second']}", ", ".join(pair["words"]).replace("_", " "), when, hit


def _names(cis: list[dict[str, Any]]) -> str:
    return ", ".join(ci["name"] for ci in cis)
