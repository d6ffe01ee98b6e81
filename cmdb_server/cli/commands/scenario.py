"""`cmdb scenario`: what-if scenarios kept under a name and compared with how things are."""

import json
from typing import Annotated, Any

import typer

from cmdb_server.cli.asked import (
    Action,
    ChangesFile,
    Degraded,
    Down,
    NeedsOf,
    With,
    Without,
    action_of,
    changes_of,
)
from cmdb_server.cli.options import AsJson, AsOf, DataDir, client
from cmdb_server.cli.screen import output, show_table

app = typer.Typer(help="What-if scenarios: kept, asked, compared with now.", no_args_is_help=True)
ScenarioId = Annotated[str, typer.Argument(help="The scenario's id, as `cmdb scenario list` shows it.")]
_LISTED = 40


@app.command()
def add(  # noqa: PLR0913 - typer takes options as arguments
    name: Annotated[str, typer.Argument(help="What it is called.")],
    *,
    description: Annotated[str, typer.Option(help="What it is about.")] = "",
    down: Down = None,
    degraded: Degraded = None,
    action: Action = None,
    added: With = None,
    without: Without = None,
    needs: NeedsOf = None,
    changes: ChangesFile = None,
    shared: Annotated[bool, typer.Option("--shared", help="For everybody to see.")] = False,
    data: DataDir = None,
) -> None:
    """Keep a scenario: who fails, and what is to be different; prints its id."""
    question: dict[str, Any] = {"down": down or [], "degraded": degraded or []}
    question["actions"] = [action_of(text) for text in action or ()]
    question["changes"] = changes_of(added, without, needs, changes)
    wanted = {"name": name, "description": description, "is_shared": shared, "question": question}
    typer.echo(client(data).send("POST", "/scenarios", wanted)["scenario_id"])


@app.command("list")
def list_scenarios(*, as_json: AsJson = False, data: DataDir = None) -> None:
    """One's own scenarios and the shared ones."""
    found = client(data).get("/scenarios")["items"]
    if as_json:
        output.print_json(data=found)
        return
    rows = (
        (item["scenario_id"], item["name"], item["owner"], "yes" if item["is_shared"] else "no", _words(item))
        for item in found
    )
    show_table(("id", "name", "owner", "shared", "changes"), rows)


@app.command()
def show(scenario_id: ScenarioId, *, data: DataDir = None) -> None:
    """One scenario, as JSON."""
    output.print_json(data=client(data).get(f"/scenarios/{scenario_id}"))


@app.command()
def compare(
    scenario_id: ScenarioId,
    *,
    other: Annotated[str, typer.Option("--with", help="Another scenario, instead of how things are.")] = "",
    as_of: AsOf = None,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """What is worse or better in the scenario than as things are, or than in another one."""
    found = client(data).get(f"/scenarios/{scenario_id}/comparison", other=other, as_of=as_of)
    if as_json:
        typer.echo(json.dumps(found))
        return
    than = f"than in {other}" if other else "with the changes"
    output.print(f"{found['worse']} CIs are worse and {found['better']} better {than}.", markup=False)
    rows = [*found["services"], *found["cis"]]
    shown = ((row["name"], row["ci_class"], row["state_now"], row["state_then"]) for row in rows[:_LISTED])
    show_table(("CI", "class", f"in {other}" if other else "now", "in the scenario"), shown)
    if len(rows) > _LISTED:
        output.print(f"and {len(rows) - _LISTED} more; --json has all of them", style="dim")


@app.command()
def change(  # noqa: PLR0913 - typer takes options as arguments
    scenario_id: ScenarioId,
    *,
    name: Annotated[str | None, typer.Option(help="What it is called.")] = None,
    description: Annotated[str | None, typer.Option(help="What it is about.")] = None,
    down: Down = None,
    degraded: Degraded = None,
    action: Action = None,
    added: With = None,
    without: Without = None,
    needs: NeedsOf = None,
    changes: ChangesFile = None,
    shared: Annotated[bool | None, typer.Option("--shared/--private", help="For everybody to see, or not.")] = None,
    data: DataDir = None,
) -> None:
    """Change a scenario: what is said counts instead of what it said before; all that is different is said anew."""
    server = client(data)
    found: dict[str, Any] = server.get(f"/scenarios/{scenario_id}")
    actions = None if action is None else [action_of(text) for text in action]
    is_different = (added, without, needs, changes) != (None, None, None, None)
    different = changes_of(added, without, needs, changes) if is_different else None
    question = found["question"] | _said(down=down, degraded=degraded, actions=actions, changes=different)
    wanted = {key: found[key] for key in ("name", "description", "is_shared")}
    wanted |= _said(name=name, description=description, is_shared=shared)
    server.send("PUT", f"/scenarios/{scenario_id}", {**wanted, "question": question})
    output.print(f"{scenario_id} is changed.", markup=False)


def _said(**values: Any) -> dict[str, Any]:  # noqa: ANN401 - values of JSON
    return {name: value for name, value in values.items() if value is not None}


@app.command()
def delete(scenario_id: ScenarioId, *, data: DataDir = None) -> None:
    """Delete a scenario."""
    client(data).send("DELETE", f"/scenarios/{scenario_id}")
    output.print(f"{scenario_id} is deleted.", markup=False)


def _words(item: dict[str, Any]) -> str:
    changes = item["question"]["changes"]
    return f"{len(changes['cis'])} CIs, {len(changes['relationships'])} relationships"
