"""`cmdb on-call`: who of a team is on call, rotas, and who stands in."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any
from urllib.parse import quote

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(name="on-call", help="Who of a team is on call: rotas, and who stands in.", no_args_is_help=True)
Team = Annotated[str, typer.Argument(help="A team, by name.")]
_HEAD = ("team", "on call now", "until", "then", "turns", "handed over", "assigns")
_SHIFTS = ("team", "person", "since", "until", "stands in")


@app.command(name="list")
def list_rotas(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """Teams with a rota, and who is on call now."""
    found = client(data).get("/on-call")
    if as_json:
        output.print_json(data=found)
        return
    show_table(_HEAD, map(_line, found["items"]))


@app.command()
def shifts(
    team: Annotated[str, typer.Argument(help="A team; every one without it.")] = "",
    *,
    days: Annotated[int, typer.Option(min=1, max=400, help="For so many days from now on.")] = 28,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Who is on call in the days to come."""
    now = datetime.now(UTC)
    times = {"since": now.isoformat(), "until": (now + timedelta(days=days)).isoformat()}
    found = client(data).get("/on-call/shifts", team=team, **times)
    if as_json:
        output.print_json(data=found)
        return
    show_table(_SHIFTS, map(_shift, found["items"]))


@app.command(name="set")
def set_rota(  # noqa: PLR0913 - typer takes options as arguments
    team: Team,
    people: Annotated[list[str], typer.Argument(help="Who takes turns, in this order.")],
    *,
    time_zone: Annotated[str, typer.Option(help="Where the handover is, an IANA name: Europe/Oslo.")],
    starts_on: Annotated[str, typer.Option(help="The day of the first turn: 2026-12-07.")],
    handover: Annotated[str, typer.Option(help="When it is handed over, on the wall there.")] = "09:00",
    days: Annotated[int, typer.Option(help="How many days a turn takes.")] = 7,
    assigns: Annotated[bool, typer.Option(help="Give new incidents of the team to who is on call.")] = False,
    data: DataDir = None,
) -> None:
    """Let a team have a rota, in place of the one it has; who stands in for whom stays."""
    wanted = {"people": people, "time_zone": time_zone, "starts_on": starts_on, "handover": handover, "days": days}
    client(data).send("PUT", _path(team), {**wanted, "assigns": assigns})
    output.print(f"{team} has this rota now.", markup=False)


@app.command()
def remove(team: Team, *, data: DataDir = None) -> None:
    """Let a team have no rota."""
    client(data).send("DELETE", _path(team))
    output.print(f"{team} has no rota now.", markup=False)


@app.command(name="stand-in")
def stand_in(
    team: Team,
    person: Annotated[str, typer.Argument(help="Who is on call instead.")],
    *,
    since: Annotated[str, typer.Option("--from", help="From when on (RFC 3339).")],
    until: Annotated[str, typer.Option("--to", help="Until when (RFC 3339).")],
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    data: DataDir = None,
) -> None:
    """Let somebody of the team be on call, whoever's turn it is; prints the id by which it is taken back."""
    wanted = {"person": person, "starts_at": since, "ends_at": until, "reason": reason}
    typer.echo(client(data).send("POST", f"{_path(team)}/overrides", wanted)["override_id"])


@app.command(name="take-back")
def take_back(
    team: Team,
    override_id: Annotated[str, typer.Argument(help="The id that `stand-in` printed; `list --json` shows it.")],
    *,
    data: DataDir = None,
) -> None:
    """Let whoever's turn it is be on call again."""
    client(data).send("DELETE", f"{_path(team)}/overrides/{quote(override_id, safe='')}")
    output.print("It is taken back.", markup=False)


@app.command()
def feed(
    name: Annotated[str, typer.Argument(help="Who subscribes to it.")],
    *,
    team: Annotated[str, typer.Option(help="Only of this team.")] = "",
    person: Annotated[str, typer.Option(help="Only when this one is on call.")] = "",
    data: DataDir = None,
) -> None:
    """Print an address (iCalendar) to subscribe to; it holds a token, shown this once."""
    server = client(data)
    made = server.send("POST", "/tokens", {"name": name, "scope": "calendar"})
    only = "".join(f"&{key}={quote(value, safe='')}" for key, value in (("team", team), ("person", person)) if value)
    typer.echo(f"{server.url}/api/v1/on-call/calendar.ics?token={made['value']}{only}")


def _path(team: str) -> str:
    return f"/on-call/rotas/{quote(team, safe='')}"


def _line(one: dict[str, Any]) -> tuple[str, ...]:
    now, after = one["now"], one["next"]
    turns = f"{', '.join(one['people'])}, " + (f"{one['days']} days each" if one["days"] > 1 else "a day each")
    handed = f"{one['handover']} {one['time_zone']}"
    told = ("nobody yet", "") if now is None else (_person(now), now["until"])
    return (one["team"], *told, after["person"] if after else "", turns, handed, "yes" if one["assigns"] else "no")


def _shift(one: dict[str, Any]) -> tuple[str, ...]:
    return (one["team"], _person(one), one["since"], one["until"], "yes" if one["override_id"] else "")


def _person(shift: dict[str, Any]) -> str:
    return shift["person"] if shift["is_there"] else f"{shift['person']} (no longer in the team)"
