"""`cmdb duplicates`: pairs of CIs that may be one, and what was decided about them."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal

import typer

from cmdb_server.cli.ci_names import uid_of
from cmdb_server.cli.client import Client
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table
from cmdb_server.errors import CmdbError

_AT_ONCE = 200
app = typer.Typer(help="CIs that may be one: who asks for a decision, and what was decided.", no_args_is_help=True)


class BadPairError(CmdbError):
    """A line that names no pair."""

    def __init__(self, number: int, word: str) -> None:
        """`number` of the line; `word` is all that stands in it."""
        remedy = "give two uids in each line, as `cmdb duplicates list` prints them"
        super().__init__(f"line {number}: {word[:100]!r} is no pair of CIs; {remedy}", 422, "bad_pair")


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
def decide(
    verdict: Annotated[Literal["one", "two"], typer.Argument(help="What each pair is.")],
    file: Annotated[
        typer.FileText,
        typer.Argument(help="Pairs of uids, one a line, as `cmdb duplicates list` prints them; - reads them here."),
    ],
    *,
    reason: Reason = "",
    data: DataDir = None,
) -> None:
    """Decide many pairs, each by itself: `cmdb duplicates list | grep rack-7 | cmdb duplicates decide two -`."""
    pairs = list(_pairs_of(file))
    server = client(data)
    done: list[dict[str, Any]] = []
    for start in range(0, len(pairs), _AT_ONCE):
        body = {"verdict": verdict, "pairs": pairs[start : start + _AT_ONCE], "reason": reason}
        done += server.send("POST", "/duplicates/decisions", body)["items"]
    rows = ((item["left_uid"], item["right_uid"], item["decision"], item["refused"] or verdict) for item in done)
    show_table(("left", "right", "decision", "what they are"), rows)
    if any(item["refused"] for item in done):
        raise typer.Exit(1)


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


def _pairs_of(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    """The first two words of each line that is not empty. Raises BadPairError."""
    for number, line in enumerate(lines, start=1):
        words = line.split()[:2]
        if len(words) == 1:
            raise BadPairError(number, words[0])
        if words:
            yield {"left_uid": words[0], "right_uid": words[1]}


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
