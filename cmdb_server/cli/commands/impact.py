"""`cmdb impact`: what breaks if this breaks."""

import json
from collections.abc import Callable
from typing import Any

import typer

from cmdb_server.cli.asked import (
    Action,
    After,
    ChangesFile,
    Degraded,
    Down,
    NeedsOf,
    With,
    Without,
    action_of,
    changes_of,
    seconds_of,
)
from cmdb_server.cli.options import AsJson, AsOf, DataDir, InScenario, client
from cmdb_server.cli.screen import output, show_table

_WORDS = {"down": "■ down", "degraded": "▲ degraded", "at_risk": "◆ at risk"}
_LISTED = 40
_KNOWN = "ci_"  # what only the changes add has a uid of its own
_MOST_ENTERING = 10


def command(  # noqa: PLR0913 - typer takes options as arguments
    *,
    down: Down = None,
    degraded: Degraded = None,
    action: Action = None,
    after: After = "0s",
    added: With = None,
    without: Without = None,
    needs: NeedsOf = None,
    changes: ChangesFile = None,
    scenario: InScenario = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """What breaks if these CIs break: every affected CI, the services with their path and its weakest relationship."""
    asked: dict[str, Any] = {"down": down or [], "degraded": degraded or [], "as_of": as_of, "scenario": scenario}
    asked |= {"actions": [action_of(text) for text in action or ()], "after_seconds": seconds_of(after)}
    asked["changes"] = changes_of(added, without, needs, changes)
    server = client(data)
    answer = server.send("POST", "/impact", asked)
    if as_json:
        typer.echo(json.dumps(answer))
        return
    _show(answer, _names(server.get, answer))


def _names(get: Callable[..., Any], answer: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Name and class of the CIs that are shown."""
    shown = [*answer["down"], *answer["degraded"], *list(answer["states"])[:_LISTED]]
    for service in answer["services"]:
        shown += service["path"]
    found: dict[str, tuple[str, str]] = {}
    for uid in dict.fromkeys(shown):
        if not uid.startswith(_KNOWN):
            found[uid] = (uid, "only in the question")
            continue
        ci = get(f"/cis/{uid}", as_of=answer["as_of"])
        found[uid] = (ci["name"], ci["class_label"])
    return found


def _show(answer: dict[str, Any], names: dict[str, tuple[str, str]]) -> None:
    failed = ", ".join(names[uid][0] for uid in [*answer["down"], *answer["degraded"]])
    others = {uid: state for uid, state in answer["states"].items() if uid not in answer["down"]}
    counts = f"{len(others)} CIs affected, {len(answer['reach']) - 1} in reach"
    counts += f", as it was at {answer['as_of']}" if answer["as_of"] else ""
    output.print(f"{failed}: {counts}", style="bold", markup=False)
    for entry in answer["entering"][:_MOST_ENTERING]:
        output.print(f"{entry['name']}: {entry['because']}", markup=False)
    if len(answer["entering"]) > _MOST_ENTERING:
        output.print(f"and {len(answer['entering']) - _MOST_ENTERING} more (all of them with --json)", style="dim")
    if answer["services"]:
        _show_services(answer["services"], names)
    if others:
        _show_states(others, names)
    if answer["unknowns"]["remote_peers"]:
        count = answer["unknowns"]["remote_peers"]
        addresses = "1 address" if count == 1 else f"{count} addresses"
        output.print(f"{addresses} in it that nobody has inventoried", style="dim")


def _show_services(services: list[dict[str, Any]], names: dict[str, tuple[str, str]]) -> None:
    rows = [
        (
            service["name"],
            _word(service["state"]),
            str(service["users"] or ""),
            " > ".join(names[uid][0] for uid in service["path"]),
        )
        for service in services
    ]
    show_table(("service", "state", "users", "explained by"), rows, "Services")


def _word(state: str) -> str:
    return _WORDS.get(state, state)


def _show_states(states: dict[str, str], names: dict[str, tuple[str, str]]) -> None:
    rows = [(*names[uid], _word(state)) for uid, state in states.items() if uid in names]
    show_table(("CI", "class", "state"), rows, "Affected")
    if len(states) > _LISTED:
        output.print(f"and {len(states) - _LISTED} more; --json has all of them", style="dim")
