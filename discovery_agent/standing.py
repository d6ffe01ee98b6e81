"""What the agent knows of itself between its turns: when it last delivered, and what stands in the way."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from discovery_agent.private_files import read_private, write_private

_FILE = "standing.json"


@dataclass(frozen=True)
class Standing:
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
    known = {entry.name for entry in fields(Standing)}
    return Standing(**{name: value for name, value in stored.items() if name in known})


def save_standing(state: Path, standing: Standing) -> None:
    """Keep the standing. Raises StateFolderError."""
    write_private(state / _FILE, json.dumps(asdict(standing)).encode())
