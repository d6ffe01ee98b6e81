"""`cmdb ageing`: when a CI that is not seen becomes stale, and when retired."""

from typing import Annotated, Any
from urllib.parse import urlencode

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table
from cmdb_server.errors import CmdbError, FieldError

app = typer.Typer(help="When a CI that is not seen becomes stale, and when retired, by class.", no_args_is_help=True)
Class = Annotated[str, typer.Argument(help="CI class, as `cmdb ageing list` shows it.")]
Reason = Annotated[str, typer.Option(help="Why; the audit log keeps it.")]
Days = Annotated[float | None, typer.Option(help="Days, the present ones without it.")]
Attempts = Annotated[int | None, typer.Option(help="Failed attempts, the present ones without it.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what it would do; change nothing.")]
_DAY = 24 * 3600


@app.command("list")
def list_rules(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """The thresholds of every class: both the time and the failed attempts must have passed."""
    items: list[dict[str, Any]] = client(data).get("/ageing-rules")["items"]
    if as_json:
        output.print_json(data=items)
    else:
        show_table(("class", "stale after", "retired after that", "from", "set by"), map(_row, items))


@app.command("set")
def set_rule(  # noqa: PLR0913 - each is an option of the command
    ci_class: Class,
    *,
    stale_days: Days = None,
    stale_attempts: Attempts = None,
    retired_days: Days = None,
    retired_attempts: Attempts = None,
    reason: Reason = "",
    dry_run: DryRun = False,
    data: DataDir = None,
) -> None:
    """Let other thresholds hold for a class and those below it that have none of their own."""
    server = client(data)
    items: list[dict[str, Any]] = server.get("/ageing-rules")["items"]
    present = next((item for item in items if item["ci_class"] == ci_class), None)
    if present is None:
        remedy = "use one of those that `cmdb ageing list` shows"
        error = FieldError("CI_CLASS", ci_class, "is no class that has an ageing rule", remedy)
        raise CmdbError(f"{ci_class} {error.message}; {remedy}", 422, "bad_ageing_rule", (error,))
    seconds = {"stale_seconds": _seconds(stale_days), "retired_seconds": _seconds(retired_days)}
    given = {**seconds, "stale_attempts": stale_attempts, "retired_attempts": retired_attempts}
    wanted = {name: present[name] if value is None else value for name, value in given.items()}
    if dry_run:
        _tell("would become", server.send("POST", f"/ageing-rules/{ci_class}/dry-run", wanted))
    else:
        _tell("become", server.send("PUT", f"/ageing-rules/{ci_class}", {**wanted, "reason": reason}))


@app.command()
def reset(ci_class: Class, *, reason: Reason = "", data: DataDir = None) -> None:
    """Let the thresholds hold again that the class would have if nobody had set any for it."""
    _tell("become", client(data).send("DELETE", f"/ageing-rules/{ci_class}?{urlencode({'reason': reason})}"))


def _seconds(days: float | None) -> int | None:
    return None if days is None else round(days * _DAY)


def _tell(become: str, effect: dict[str, int]) -> None:
    stale, retired, returned = effect["stale"], effect["retired"], effect["returned"]
    text = f"At the next run {stale} sources {become} stale, {retired} retired and {returned} active again"
    output.print(f"{text}, with the CIs that only they see.", markup=False, soft_wrap=True)


def _row(item: dict[str, Any]) -> tuple[str, ...]:
    stale, retired = (
        f"{item[f'{step}_seconds'] / _DAY:g} days and {item[f'{step}_attempts']} failed attempts"
        for step in ("stale", "retired")
    )
    who = ": ".join(filter(None, (item["set_by"], item["reason"])))
    return item["ci_class"], stale, retired, "" if item["of"] == item["ci_class"] else item["of"], who
