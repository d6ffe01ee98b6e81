"""`cmdb dependencies`: why one CI needs another, and how much redundancy there is."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.ci_names import uid_of
from cmdb_server.cli.options import AsJson, AsOf, DataDir, InScenario, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="Why one CI needs another, and how much redundancy there is.", no_args_is_help=True)
CI = Annotated[str, typer.Argument(help="uid, or name where only one has it.")]


@app.command()
def why(
    source: CI,
    target: Annotated[str, typer.Argument(help="What it needs.")],
    *,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Why a CI needs another one: each step with its evidence, the shortest way first."""
    server = client(data)
    needs, needed = uid_of(server, source), uid_of(server, target)
    paths: list[dict[str, Any]] = server.get(f"/impact/{needed}/paths", to=needs)["paths"]
    if as_json:
        output.print_json(data=paths)
        return
    for path in paths:
        for before, step in zip(path["steps"], path["steps"][1:], strict=False):
            _show_step(step, before["name"])
    if not paths:
        output.print(f"{source} works without {target}, as far as that is known.", markup=False)


@app.command()
def redundancy(
    *, as_of: AsOf = None, scenario: InScenario = None, as_json: AsJson = False, data: DataDir = None
) -> None:
    """All redundancy groups, those first that have lost their redundancy or never had any."""
    items: list[dict[str, Any]] = client(data).get("/redundancy-audit", as_of=as_of, scenario=scenario)["items"]
    if as_json:
        output.print_json(data=items)
        return
    show_table(("group", "kind", "needed", "members", "used by", "verdict", "findings", "uid"), map(_row, items))


@app.command()
def scanners(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """Programs that only look at others: what they are connected to is left out of dependencies.

    `cmdb edit set CI is_scanner=false` overrules it.
    """
    items: list[dict[str, Any]] = client(data).get("/scanners")["items"]
    if as_json:
        output.print_json(data=items)
        return
    rows = (
        (item["name"], item["root"] or "", item["scanner_reason"] or "said by a person", item["uid"]) for item in items
    )
    show_table(("program", "machine", "why", "uid"), rows)


def _row(group: dict[str, Any]) -> tuple[str, ...]:
    needed = "1?" if group["k"] is None else str(group["k"])
    counts = (str(group["members"]), str(group["dependents"]))
    return (
        group["name"],
        group["group_type"],
        needed,
        *counts,
        group["severity"],
        "; ".join(group["findings"]),
        group["uid"],
    )


def _show_step(step: dict[str, Any], needed: str) -> None:
    found: dict[str, Any] = step["relationship"]
    sure = "" if found["confidence"] is None else f", {100 * found['confidence']:.0f} % sure"
    words = f"{step['name']} {found['type']} {needed} ({found['strength'] or 'taken as hard'}{sure})"
    output.print(words, markup=False)
    for evidence in found["evidence"]:
        output.print(f"  {evidence['text']} ({', '.join(evidence['sources'])})", markup=False)
    if not found["evidence"]:
        output.print(f"  told by {', '.join(found['sources'])}", markup=False)
