"""`cmdb harvest`: software that licences count and nobody runs, and what it saves to take it away."""

from typing import Annotated, Any
from urllib.parse import urlencode

import typer

from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table
from cmdb_server.software.wording import full_name

app = typer.Typer(help="Licensed software that nobody runs, and what it saves to take it away.", no_args_is_help=True)
Days = Annotated[int, typer.Option(help="Unused is what was not run for so many days.", min=1)]
Uid = Annotated[str, typer.Argument(help="Which proposal: hv_..., as `list` shows it.")]
Reason = Annotated[str, typer.Option(help="Why.")]
_PATH = "/licences/harvest"


@app.command("list")
def list_proposals(*, days: Days = 90, as_json: AsJson = False, data: DataDir = None) -> None:
    """What may go, the most worth first, which rights that frees, and what was decided."""
    found = client(data).get(_PATH, days=days)
    if as_json:
        output.print_json(data=found)
        return
    head = ("uid", "where", "software", "units", "worth", "else to buy", "frees", "because", "decided")
    show_table(head, map(_proposal, found["items"]))
    before, after = found["missing_cost_before"], found["missing_cost_after"]
    gaps = f"not covered {found['unlicensed_before']}, then {found['unlicensed_after']}"
    sums = f"worth {found['worth']} without those refused; missing costs {before}, then {after}; {gaps}"
    output.print(f"{found['total']} proposals, {sums}; of what is installed {_counts(found['usage'])}", markup=False)


@app.command()
def usage(
    product: Annotated[str, typer.Argument(help="Only of this product, as `cmdb software list` shows it.")] = "",
    *,
    publisher: Annotated[str, typer.Option(help="Its publisher, as `cmdb software list` shows it.")] = "",
    state: Annotated[list[str] | None, typer.Option(help="unused, not_known, used.")] = None,
    days: Days = 90,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Whether each installation that licences count was run of late, or why nobody can say so."""
    asked = {"product": product, "publisher": publisher, "state": state or [], "days": days, "limit": 500}
    found = client(data).get("/licences/usage", **asked)
    if as_json:
        output.print_json(data=found)
        return
    show_table(("machine", "software", "use", "last seen", "because"), map(_used, found["items"]))
    output.print(f"{found['total']} installations, {_counts(found['usage'])}", markup=False)


@app.command()
def accept(uid: Uid, *, reason: Reason, days: Days = 90, data: DataDir = None) -> None:
    """Say that it shall go."""
    _answer(uid, {"answer": "accepted", "reason": reason}, days, data)


@app.command()
def refuse(uid: Uid, *, reason: Reason, days: Days = 90, data: DataDir = None) -> None:
    """Say that it shall stay."""
    _answer(uid, {"answer": "refused", "reason": reason}, days, data)


@app.command("take-back")
def take_back(uid: Uid, *, data: DataDir = None) -> None:
    """Take back what was said of it."""
    client(data).send("DELETE", f"{_PATH}/{uid}")
    output.print(f"nothing is said of {uid} any more", markup=False)


@app.command()
def decisions(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """What was decided, and whether it is done."""
    found = client(data).get(_PATH)["decisions"]
    if as_json:
        output.print_json(data={"items": found})
        return
    show_table(("uid", "where", "software", "worth", "decided", "why", "by", "at", "done"), map(_decision, found))


def _answer(uid: str, body: dict[str, str], days: int, data: DataDir) -> None:
    found = client(data).send("PUT", f"{_PATH}/{uid}?{urlencode({'days': days})}", body)
    output.print(f"{uid} ({found['name']}) is {found['answer']}: {found['reason']}", markup=False)


def _proposal(one: dict[str, Any]) -> tuple[str, ...]:
    first, said = one["software"][0], one["decision"]
    frees = ", ".join(f"{right['name']}{' to ' + right['ends'] if right['ends'] else ''}" for right in one["frees"])
    money = str(one["units"]), one["worth"], one["avoided"]
    software = ", ".join(dict.fromkeys(map(_software, one["software"])))
    return one["uid"], one["name"], software, *money, frees or "a gap", first["reason"], said["answer"] if said else ""


def _used(one: dict[str, Any]) -> tuple[str, ...]:
    return one["machine"], _software(one), one["state"].replace("_", " "), (one["last_seen"] or "")[:10], one["reason"]


def _decision(one: dict[str, Any]) -> tuple[str, ...]:
    told = one["answer"], one["reason"], one["by"], one["at"][:10], "yes" if one["is_done"] else "no"
    return one["proposal"], one["name"], ", ".join(one["products"]), one["worth"], *told


def _software(one: dict[str, Any]) -> str:
    return " ".join(filter(None, (full_name(one["publisher"], one["product"]), one["edition"], one["version"])))


def _counts(usage: dict[str, int]) -> str:
    return ", ".join(f"{number} {state.replace('_', ' ')}" for state, number in usage.items())
