"""`cmdb merge`: two CIs are one."""

from typing import Annotated

import typer

from cmdb_server.cli.options import DataDir, client
from cmdb_server.cli.screen import output


def command(
    left: Annotated[str, typer.Argument(help="uid of a CI.")],
    right: Annotated[str, typer.Argument(help="uid of the other one.")],
    *,
    reason: Annotated[str, typer.Option(help="Why; it stands in the history of the CIs.")] = "",
    data: DataDir = None,
) -> None:
    """Make two CIs one: the older keeps its uid, the other's leads there; all that is said of either stays."""
    body = {"verdict": "one", "pairs": [{"left_uid": left, "right_uid": right}], "reason": reason}
    done = client(data).send("POST", "/duplicates/decisions", body)["items"][0]
    output.print(f"{left} and {right} are {done['ci_uids'][0]} (decision {done['decision']}).", markup=False)
