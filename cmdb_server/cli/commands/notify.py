"""`cmdb notify`: what people are told of records, who watches what, and whether mail goes out."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Mail to people: their wishes, who watches records, what waits or failed.", no_args_is_help=True)
Person = Annotated[str, typer.Argument(help="The name of an account.")]
Number = Annotated[str, typer.Argument(help="The number of a record.")]
_NOTICES = ("notice", "channel", "to", "kind", "record", "tries", "due", "what is wrong")
_GIVEN = ("address", "time_zone", "quiet_from", "quiet_until", "digest_at")


@app.command()
def mail(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """How mail is set up, and how much is on its way."""
    found: dict[str, Any] = client(data).get("/mail")
    if as_json:
        output.print_json(data=found)
        return
    server = f"{found['host']}:{found['port']} ({found['tls']}), from {found['sender']}"
    output.print(found["missing"] or server, markup=False)
    rows = ((one["channel"], str(one["waiting"]), str(one["sent"]), str(one["dead"])) for one in found["counts"])
    show_table(("channel", "waiting", "sent in 7 days", "given up"), rows)


@app.command(name="test")
def try_(address: Annotated[str, typer.Argument(help="Where to.")], *, data: DataDir = None) -> None:
    """Send a test mail now, and say what the mail server says against it."""
    client(data).send("POST", "/mail/test", {"address": address})
    output.print(f"the mail server took a test for {address}", markup=False)


@app.command()
def show(person: Person, *, as_json: AsJson = False, data: DataDir = None) -> None:
    """What a person is told, where and when."""
    found: dict[str, Any] = client(data).get(f"/users/{person}/notifications")
    if as_json:
        output.print_json(data=found)
        return
    quiet = f"{found['quiet_from']} to {found['quiet_until']}" if found["quiet_from"] else "none"
    output.print(f"mail to {found['address'] or 'nowhere: no address'}; {found['time_zone']}, quiet hours {quiet}, "
                 f"digest at {found['digest_at']}", markup=False)  # fmt: skip
    show_table(("kind", "told", "what it is"), ((one["name"], one["mode"], one["help"]) for one in found["kinds"]))


@app.command(name="set")
def set_(  # noqa: PLR0913 - each option is a wish
    person: Person,
    *,
    address: Annotated[str | None, typer.Option(help="Where mail goes; '' for nowhere.")] = None,
    zone: Annotated[str | None, typer.Option(help="Time zone, e.g. Europe/Oslo.")] = None,
    quiet: Annotated[str | None, typer.Option(help="Quiet hours, e.g. 22:00-07:00; '' for none.")] = None,
    digest_at: Annotated[str | None, typer.Option(help="When the digest comes, e.g. 08:00.")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="KIND=now, digest or never; may be repeated.")] = None,
    data: DataDir = None,
) -> None:
    """Have a person be told other things, elsewhere, or at another time."""
    server = client(data)
    known: dict[str, Any] = server.get(f"/users/{person}/notifications")
    start, _, end = (quiet or "").partition("-")
    said = {"address": address, "time_zone": zone, "digest_at": digest_at}
    hours = {"quiet_from": start.strip(), "quiet_until": end.strip()} if quiet is not None else {}
    modes = {one["name"]: one["mode"] for one in known["kinds"]} | dict(map(_kind, kind or ()))
    wanted = {name: known[name] for name in _GIVEN} | {name: value for name, value in said.items() if value is not None}
    server.send("PUT", f"/users/{person}/notifications", {**wanted, **hours, "modes": modes})
    show(person, data=data)


@app.command()
def watchers(number: Number, *, data: DataDir = None) -> None:
    """Who watches a record, and why."""
    found: dict[str, Any] = client(data).get(f"/records/{number}/watchers")
    show_table(("person", "why"), ((one["person"], one["why"]) for one in found["items"]))


@app.command()
def watch(number: Number, person: Person, *, data: DataDir = None) -> None:
    """Have somebody watch a record."""
    client(data).send("PUT", f"/records/{number}/watchers/{person}", {"is_watching": True})
    output.print(f"{person} watches {number}", markup=False)


@app.command()
def unwatch(number: Number, person: Person, *, data: DataDir = None) -> None:
    """Have somebody no longer watch a record, whatever they wrote on it."""
    client(data).send("PUT", f"/records/{number}/watchers/{person}", {"is_watching": False})
    output.print(f"{person} does not watch {number}", markup=False)


@app.command(name="list")
def list_(
    *,
    state: Annotated[str, typer.Option(help="dead (given up), waiting or sent.")] = "dead",
    channel: Annotated[str, typer.Option(help="mail or webhook.")] = "",
    target: Annotated[str, typer.Option(help="A person, or the id of a webhook.")] = "",
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Notices that were given up, wait, or were sent."""
    found: dict[str, Any] = client(data).get("/notices", state=state, channel=channel, target=target)
    if as_json:
        output.print_json(data=found)
        return
    show_table(_NOTICES, map(_notice, found["items"]))


@app.command()
def resend(
    notice: Annotated[str, typer.Argument(help="Which one: no_..., as `list` shows it.")], *, data: DataDir = None
) -> None:
    """Try what was given up again."""
    client(data).send("POST", f"/notices/{notice}/resend", {})
    output.print(f"{notice} is sent again", markup=False)


def _kind(text: str) -> tuple[str, str]:
    name, sign, mode = text.partition("=")
    if not sign:
        message = f"{text!r} is no KIND=MODE; give e.g. commented=digest"
        raise typer.BadParameter(message, param_hint="--kind")
    return name.strip(), mode.strip()


def _notice(one: dict[str, Any]) -> tuple[str, ...]:
    head = (one["notice_id"], one["channel"], one["target"], one["kind"], one["number"])
    return (*head, str(one["tries"]), one["due_at"], one["error"])
