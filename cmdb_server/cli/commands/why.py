"""`cmdb why`: why an attribute has its value."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.ci_names import uid_of
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

_VERDICTS = {"counts": "● counts", "too_old": "too old", "released": "taken back", "absent": "said no longer"}


def command(
    ci: Annotated[str, typer.Argument(help="uid, or name where only one has it.")],
    attribute: Annotated[str, typer.Argument(help="Attribute, e.g. serial_number.")],
    *,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Why an attribute of a CI has its value: every source's claim, and what decided."""
    server = client(data)
    answer: dict[str, Any] = server.get(f"/cis/{uid_of(server, ci)}/attributes/{attribute}/why")
    if as_json:
        output.print_json(data=answer)
        return
    output.print(f"{answer['label']}: {_shown(answer['value'])} ({answer['decided_by']})", markup=False)
    show_table(
        ("claimed value", "source", "priority", "observed", "verdict", "who and why"), map(_row, answer["claims"])
    )


def _shown(value: object) -> str:
    return "nothing" if value is None else str(value)


def _row(claim: dict[str, Any]) -> tuple[str, ...]:
    verdict = _VERDICTS.get(claim["verdict"], "outranked")
    who = ": ".join(text for text in (claim["actor"], claim["reason"]) if text)
    priority = f"{claim['priority']}{' by a rule' if claim['rule'] else ''}"
    return _shown(claim["value"]), claim["source"]["key"], priority, claim["observed_at"], verdict, who
