"""`cmdb why`: why an attribute, or the class of a CI, is what it is."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.ci_names import uid_of
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table

_VERDICTS = {"counts": "● counts", "too_old": "too old", "released": "taken back", "absent": "said no longer"}


def command(
    ci: Annotated[str, typer.Argument(help="uid, or name where only one has it.")],
    attribute: Annotated[str, typer.Argument(help="Attribute, e.g. serial_number; ci_class for the class.")],
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
    ranked = any(claim["rank"] is not None for claim in answer["claims"])
    columns = ("claimed value", "source", "priority", "observed", "verdict", "who and why")
    show_table(
        (*columns, *(["weighed as"] if ranked else [])), (_row(claim, ranked=ranked) for claim in answer["claims"])
    )
    if answer["history"]:
        show_table(
            ("when", "class", "before", "source", "who and why"), map(_change, answer["history"]), "Class over time"
        )


def _shown(value: object) -> str:
    return "nothing" if value is None else str(value)


def _row(claim: dict[str, Any], *, ranked: bool) -> tuple[str, ...]:
    verdict = _VERDICTS.get(claim["verdict"], "outranked")
    priority = f"{claim['priority']}{' by a rule' if claim['rule'] else ''}"
    row = (_shown(claim["value"]), claim["source"]["key"], priority, claim["observed_at"], verdict, _who(claim))
    return (*row, _weighed(claim)) if ranked else row


def _weighed(claim: dict[str, Any]) -> str:
    return f"{claim['rank']}: {claim['weighed']}" if claim["weighed"] else ""


def _change(change: dict[str, Any]) -> tuple[str, ...]:
    source = change["source"]["key"] if change["source"] else ""
    return change["at"], change["new"] or "", change["old"] or "", source, _who(change)


def _who(said: dict[str, Any]) -> str:
    return ": ".join(text for text in (said["actor"], said["reason"]) if text)
