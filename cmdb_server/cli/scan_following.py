"""Following a run of a scan on the screen."""

import time
from typing import Any

from cmdb_server.cli.client import Client
from cmdb_server.cli.screen import errors, output, show_table

_LOOK_SECONDS = 1.0


def follow_run(server: Client, run: str) -> None:
    """Wait until a run is over, then show every address."""
    with errors.status("waiting for a collector"):
        while (state := server.get(f"/scan-runs/{run}"))["state"] == "running":
            time.sleep(_LOOK_SECONDS)
    output.print(f"{state['state']}: {counts_of(state)}", markup=False)
    show_table(("address", "state", "last attempt", "what to do"), map(target_row, targets_of(server, run)))


def targets_of(server: Client, run: str) -> list[dict[str, Any]]:
    """What came of every address of a run."""
    return server.every(f"/scan-runs/{run}/targets")


def target_row(item: dict[str, Any]) -> tuple[str, ...]:
    """An address with its last attempt, and what to do where that failed."""
    last = item["attempts"][-1] if item["attempts"] else None
    told = f"{last['method']}: {last['happened']} {last['detail']}" if last else ""
    return item["address"], item["state"], told, last["next_step"] if last and not last["is_success"] else ""


def counts_of(item: dict[str, Any]) -> str:
    """How many addresses of a run came to what."""
    return ", ".join(f"{count} {state.replace('_', ' ')}" for state, count in item["counts"].items())
