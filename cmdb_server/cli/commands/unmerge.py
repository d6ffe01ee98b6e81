"""`cmdb unmerge`: some of what is known of a CI is of another machine."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.ci_names import uid_of
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table


def command(
    ci: Annotated[str, typer.Argument(help="uid, or name where only one has it.")],
    records: Annotated[list[str] | None, typer.Argument(help="Keys of the records that are of another one.")] = None,
    *,
    reason: Annotated[str, typer.Option(help="Why; it stands in the history of the CIs.")] = "",
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """Give records of a CI to another one, with all they said since; without records, show those it is made of."""
    server = client(data)
    uid = uid_of(server, ci)
    if not records:
        _show(server.get(f"/cis/{uid}/identity"), as_json=as_json)
        return
    done = server.send("POST", f"/cis/{uid}/unmerge", {"records": records, "reason": reason})
    if as_json:
        output.print_json(data=done)
    else:
        output.print(f"{ci} is now {' and '.join(done['ci_uids'])}.", markup=False, soft_wrap=True)


def _show(card: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        output.print_json(data=card)
        return
    rows = (
        (entry["key"], entry["claimed_class"], ", ".join(entry["identifiers"]), entry["last_seen_at"] or "")
        for entry in card["records"]
    )
    show_table(("record", "class", "identifiers", "last seen"), rows)
