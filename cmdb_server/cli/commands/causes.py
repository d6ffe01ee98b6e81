"""`cmdb causes`: what broke this, with reasons."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table


def command(
    target: Annotated[str, typer.Argument(help="The service or CI that is not well: its uid or name.")],
    *,
    at: Annotated[str | None, typer.Option("--at", "--as-of", help="As it was at this time, RFC 3339.")] = None,
    mark: Annotated[str, typer.Option(help="Say that this CI was the cause, instead of asking.")] = "",
    reason: Annotated[str, typer.Option(help="How you know, with --mark.")] = "",
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """What a CI that is not well most probably suffers from, and why."""
    server = client(data)
    if mark:
        body = {"target": target, "cause": mark, "as_of": at, "reason": reason}
        done = server.send("POST", "/cause-marks", body)
        rank = f"rank {done['rank']}" if done["rank"] else "no suspect"
        output.print(f"{mark} is marked as the cause; the ranking had it as {rank}.", markup=False)
        return
    found: dict[str, Any] = server.get("/causes", target=target, as_of=at)
    if as_json:
        output.print_json(data=found)
        return
    output.print(found["summary"], markup=False, soft_wrap=True)
    show_table(("rank", "cause", "chance", "score", "signals", "changes"), map(_row, found["causes"][:10]))


def _row(cause: dict[str, Any]) -> tuple[str, ...]:
    ci = cause["ci"]
    name = f"{ci['name']} on {ci['root']}" if ci["root"] else ci["name"]
    numbers = (f"{cause['score']:.1f}", str(cause["signals"]), str(cause["changes"]))
    return str(cause["rank"]), name, f"{cause['confidence']:.0%}", *numbers
