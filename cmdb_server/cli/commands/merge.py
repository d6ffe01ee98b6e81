"""`cmdb merge`: two CIs are one."""

from typing import Annotated

import typer

from cmdb_server.cli.ci_names import uid_of
from cmdb_server.cli.options import DataDir, client
from cmdb_server.cli.screen import output


def command(
    left: Annotated[str, typer.Argument(help="uid, or name where only one has it.")],
    right: Annotated[str, typer.Argument(help="The other one, likewise.")],
    *,
    reason: Annotated[str, typer.Option(help="Why; it stands in the history of the CIs.")] = "",
    data: DataDir = None,
) -> None:
    """Make two CIs one: the older keeps its uid, the other's leads there; all that is said of either stays."""
    server = client(data)
    pair = {"left_uid": uid_of(server, left), "right_uid": uid_of(server, right)}
    body = {"verdict": "one", "pairs": [pair], "reason": reason}
    done = server.send("POST", "/duplicates/decisions", body)["items"][0]
    output.print(
        f"{left} and {right} are {done['ci_uids'][0]} (decision {done['decision']}).", markup=False, soft_wrap=True
    )
