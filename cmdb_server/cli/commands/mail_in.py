"""`cmdb mail-in`: mail that becomes comments on records and incidents, and what was refused."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Mail that comes in for records: what was taken, what was refused.", no_args_is_help=True)
_TAKEN = ("mail", "at", "from", "subject", "record", "not kept")
_REFUSED = ("mail", "at", "from", "subject", "reason", "why")


@app.command()
def show(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """How it is set up, the last look into the mailbox, and what came of it within a week."""
    found: dict[str, Any] = client(data).get("/mail-in")
    if as_json:
        output.print_json(data=found)
        return
    server = f"{found['user']} at {found['host']}:{found['port']} ({found['tls']}), folder {found['folder']}"
    output.print(found["missing"] or server, markup=False)
    looked = f"looked at {found['looked_at'] or 'never'}, {found['waiting']} wait"
    output.print(f"{looked}; {found['error']}" if found["error"] else looked, markup=False)
    rows = [("taken", "", str(found["taken"]))]
    rows += [("refused", one["reason"], str(one["count"])) for one in found["refused"]]
    show_table(("in 7 days", "reason", "mails"), rows)


@app.command()
def check(*, data: DataDir = None) -> None:
    """Log in to the mailbox now, and say what is wrong or what is in its folders."""
    found: dict[str, Any] = client(data).send("POST", "/mail-in/check", {})
    show_table(("folder", "mails"), ((one["name"], str(one["mails"])) for one in found["folders"]))


@app.command()
def take(
    mail: Annotated[str, typer.Argument(help="A refused mail to judge once more: mai_..., as `list` shows it.")] = "",
    *,
    data: DataDir = None,
) -> None:
    """Take what waits in the mailbox now, or one mail that was refused before."""
    if not mail:
        done: dict[str, Any] = client(data).send("POST", "/mail-in/take", {})
        output.print(f"{done['taken']} taken, {done['refused']} refused", markup=False)
        return
    after: dict[str, Any] = client(data).send("POST", f"/mail-in/arrivals/{mail}/take", {})
    told = f"taken for {after['number']}" if after["state"] == "taken" else f"refused again: {after['words']}"
    output.print(f"{mail} is {told}", markup=False)


@app.command(name="list")
def list_(
    *,
    state: Annotated[str, typer.Option(help="refused or taken.")] = "refused",
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Mails that were refused and why, or taken and as what."""
    found: dict[str, Any] = client(data).get("/mail-in/arrivals", state=state)
    if as_json:
        output.print_json(data=found)
        return
    show_table(_TAKEN if state == "taken" else _REFUSED, map(_row, found["items"]))


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    head = (one["arrival_id"], one["at"], one["sender"], one["subject"])
    if one["state"] == "refused":
        return (*head, one["reason"], one["words"])
    return (*head, one["number"], "; ".join(one["left_out"]))
