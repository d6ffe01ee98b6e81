"""`cmdb availability`: how often a service works."""

import json
from typing import Annotated, Any

import typer

from cmdb_server.cli.ci_names import uid_within
from cmdb_server.cli.options import AsJson, AsOf, DataDir, InScenario, client
from cmdb_server.cli.screen import output, show_table

_CONTRIBUTORS = 10


def command(  # noqa: PLR0913 - typer takes options as arguments
    ci: Annotated[str, typer.Argument(help="A service or any other CI: uid, or name where only one has it.")],
    *,
    samples: Annotated[int | None, typer.Option(help="Draws of a simulation.", min=1, max=1_000_000)] = None,
    seed: Annotated[int, typer.Option(help="Repeats a simulation.", min=0)] = 1,
    as_of: AsOf = None,
    scenario: InScenario = None,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """How often a CI is in each state, against what was agreed, and whose improvement helps most."""
    server = client(data)
    path = f"/cis/{uid_within(server, ci, scenario)}/availability"
    found: dict[str, Any] = server.get(path, samples=samples, seed=seed, as_of=as_of, scenario=scenario)
    if as_json:
        typer.echo(json.dumps(found))
        return
    output.print(
        f"{found['ci']['name']} works {100 * found['works']:.4f} % of the time: {found['in_words']}", markup=False
    )
    if found["target"] is not None:
        met = "met" if found["meets_target"] else "missed"
        output.print(f"agreed: {100 * found['target']:.4f} %, {met}", markup=False)
    how = f"exact, {found['cases']} cases" if found["method"] == "exact" else f"simulated with {found['samples']} draws"
    rests = f"{how}; {found['imperfect']} of {found['behind']} CIs behind it fail at times, {found['stated']} of them"
    output.print(f"{rests} say how often, for the others that of their class is assumed", style="dim", markup=False)
    show_table(
        ("state", "share", "error"),
        [(state, f"{share:.6f}", f"{found['standard_error'][state]:.6f}") for state, share in found["states"].items()],
    )
    show_table(
        ("CI", "class", "on", "availability", "minutes a year saved if it never failed"),
        [_contributor(one) for one in found["contributors"][:_CONTRIBUTORS]],
    )


def _contributor(one: dict[str, Any]) -> tuple[str, ...]:
    ci = one["ci"]
    stated = "" if one["is_stated"] else " (of its class)"
    return (
        ci["name"],
        ci["ci_class"],
        ci["root"] or "",
        f"{one['availability']:.5f}{stated}",
        f"{one['minutes_a_year']:.0f}",
    )
