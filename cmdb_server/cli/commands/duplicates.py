"""`cmdb duplicates`: pairs of CIs that may be one, and what was decided about them."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.ci_names import uid_of
from cmdb_server.cli.client import Client
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="CIs that may be one: who asks for a decision, and what was decided.", no_args_is_help=True)
Left = Annotated[str, typer.Argument(help="uid, or name where only one has it.")]
Right = Annotated[str, typer.Argument(help="Another one, likewise.")]
Reason = Annotated[str, typer.Option(help="Why; it stands in the history of the CIs.")]


@app.command("list")
def list_cases(
    *,
    limit: Annotated[int, typer.Option(help="At most so many.", min=1, max=500)] = 100,
    deferred: Annotated[bool, typer.Option("--deferred", help="Those too that are not to be asked now.")] = False,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """The pairs that wait for a decision, with the score of each identifier."""
    page = client(data).get("/duplicates", limit=str(limit), with_deferred=str(deferred).lower())
    if as_json:
        output.print_json(data=page)
        return
    head = ("left", "right", "names", "score", "evidence", "why")
    show_table(head, map(_row, page["items"]), title=f"{page['total']} pairs may be one")


@app.command()
def different(
    left: Left,
    right: Right,
    *,
    reason: Reason = "",
    data: DataDir = None,
) -> None:
    """Say that two CIs are two, so that nobody asks again."""
    server = client(data)
    body = {"verdict": "two", "pairs": [_pair(server, left, right)], "reason": reason}
    done = server.send("POST", "/duplicates/decisions", body)["items"][0]
    output.print(f"{left} and {right} are two (decision {done['decision']}).", markup=False, soft_wrap=True)


@app.command()
def later(
    left: Left,
    right: Right,
    *,
    until: Annotated[
        str | None,
        typer.Option(help="Ask again at this time (RFC 3339); else as soon as something about the two changes."),
    ] = None,
    data: DataDir = None,
) -> None:
    """Do not ask about two CIs for a while; `cmdb duplicates again` takes it back."""
    server = client(data)
    body = {"pairs": [_pair(server, left, right)], "until": until}
    server.send("POST", "/duplicates/deferrals", body)
    output.print(f"{left} and {right} are deferred {f'until {until}' if until else 'until they change'}.", markup=False)


@app.command()
def again(left: Left, right: Right, *, data: DataDir = None) -> None:
    """Ask about two deferred CIs again."""
    server = client(data)
    body = {"pairs": [_pair(server, left, right)]}
    server.send("POST", "/duplicates/deferrals/withdraw", body)
    output.print(f"{left} and {right} are asked about again.", markup=False, soft_wrap=True)


@app.command()
def compare(left: Left, right: Right, *, as_json: AsJson = False, data: DataDir = None) -> None:
    """What speaks for two CIs being one and against it, identifier by identifier."""
    server = client(data)
    found = server.get("/duplicates/comparison", **_pair(server, left, right))
    if as_json:
        output.print_json(data=found)
        return
    rows = ((entry["rule"], f"{entry['score']:+d}", ", ".join(entry["identifiers"])) for entry in found["evidence"])
    title = f"score {found['score']} of {found['match_score']}, {found['outcome']}: {found['reason']}"
    show_table(("identifier", "score", "in common"), rows, title=title)


@app.command()
def decisions(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """What was decided, the newest first."""
    items = client(data).get("/duplicates/decisions")["items"]
    if as_json:
        output.print_json(data=items)
        return
    show_table(("decision", "verdict", "left", "right", "by", "at", "reason", "state"), map(_decision_row, items))


@app.command()
def withdraw(
    decision: Annotated[str, typer.Argument(help="uid of the decision.")],
    *,
    reason: Reason = "",
    data: DataDir = None,
) -> None:
    """Take a decision back: everything is as it would be without it."""
    done = client(data).send("POST", f"/duplicates/decisions/{decision}/withdraw", {"reason": reason})
    output.print(f"{decision} is withdrawn; looked at {', '.join(done['ci_uids'])}.", markup=False, soft_wrap=True)


def _pair(server: Client, left: str, right: str) -> dict[str, str]:
    return {"left_uid": uid_of(server, left), "right_uid": uid_of(server, right)}


def _row(case: dict[str, Any]) -> tuple[str, ...]:
    left, right = case["left"], case["right"]
    evidence = ", ".join(f"{entry['rule']} {entry['score']:+d}" for entry in case["evidence"])
    names = f"{left['name']} / {right['name']}"
    return left["uid"], right["uid"], names, str(case["score"]), evidence, case["reason"]


def _decision_row(item: dict[str, Any]) -> tuple[str, ...]:
    state = "withdrawn" if item["is_withdrawn"] else "stands"
    if item["rested_on"]:
        state = f"in doubt: rested on {', '.join(item['rested_on'])}, quarantined since"
    when = (item["decided_by"], item["decided_at"], item["reason"] or "", state)
    return item["uid"], item["verdict"], item["left_uid"], item["right_uid"], *when
