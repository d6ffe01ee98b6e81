"""What the agent knows of itself between its turns: when it last delivered, and what stands in the way."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from discovery_agent.private_files import read_private, write_private

_FILE = "standing.json"


class Standing(NamedTuple):
    """How the last turn ended. Times are RFC 3339 UTC; `clock_offset` is how many seconds the server is ahead."""

    turned_at: str | None = None
    acknowledged_at: str | None = None
    report_id: str | None = None
    status: str | None = None
    root_uid: str | None = None
    message: str | None = None
    clock_offset: float | None = None
    outcomes: Mapping[str, str] | None = None


def load_standing(state: Path) -> Standing:
    """The standing of a state folder; empty where nothing is known. Raises StateFolderError."""
    try:
        stored: dict[str, Any] = dict(json.loads(read_private(state / _FILE) or b"{}"))
    except (ValueError, TypeError):
        return Standing()  # it is for people's eyes, and the next turn writes it anew
    return Standing(**{name: value for name, value in stored.items() if name in Standing._fields})


def save_standing(state: Path, standing: Standing) -> None:
    """Keep the standing. Raises StateFolderError."""
    write_private(state / _FILE, json.dumps(standing._asdict()).encode())
