"""Following a run of a scan on the screen."""

import time
from typing import Any

from cmdb_server.cli.client import Client
from cmdb_server.cli.screen import errors, output, show_table

_LOOK_SECONDS = 1.0
TARGET_COLUMNS = ("address", "state", "what happened", "what to do")
_READ = ("inventoried", "partial", "same_device")
_NOTHING_TO_DO = ("inventoried", "answered", "same_device")


def follow_run(server: Client, run: str) -> None:
    """Wait until a run is over, then show every address."""
    with errors.status("waiting for a collector"):
        while (state := server.get(f"/scan-runs/{run}"))["state"] == "running":
            time.sleep(_LOOK_SECONDS)
    output.print(f"{state['state']}: {counts_of(state)}", markup=False)
    show_table(TARGET_COLUMNS, map(target_row, targets_of(server, run)))


def targets_of(server: Client, run: str) -> list[dict[str, Any]]:
    """What came of every address of a run."""
    return server.every(f"/scan-runs/{run}/targets")


def target_row(item: dict[str, Any]) -> tuple[str, ...]:
    """An address with how it was read, else with its last attempt, and what to do where something is missing."""
    attempts: list[dict[str, Any]] = item["attempts"]
    told = [entry for entry in attempts if entry["outcome"] in _READ] or attempts[-1:]
    words = " ".join(f"{entry['method']}: {entry['happened']} {entry['detail']}".strip() for entry in told)
    steps = dict.fromkeys(entry["next_step"] for entry in told if entry["outcome"] not in _NOTHING_TO_DO)
    return item["address"], item["state"], words, " ".join(steps)


def counts_of(item: dict[str, Any]) -> str:
    """How many addresses of a run came to what."""
    return ", ".join(f"{count} {state.replace('_', ' ')}" for state, count in item["counts"].items())
