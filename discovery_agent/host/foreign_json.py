"""JSON that somebody else wrote: what is there is what it should be, or nothing."""

import json
from typing import cast

from discovery_agent.host.files import UnsuitableFileError, decode
from discovery_agent.host.system import System

_MOST_BYTES = 1 << 20


def json_at(system: System, path: str, most: int = _MOST_BYTES) -> object:
    """What a JSON file holds; None for one that is not there, may not be read or cannot be understood."""
    try:
        return parsed(decode(system.read_regular(path, most) or b""))
    except (PermissionError, UnsuitableFileError):
        return None


def parsed(content: str) -> object:
    """What a JSON text holds; None where it cannot be understood."""
    try:
        return json.loads(content) if content else None
    except (ValueError, RecursionError):
        return None


def mapping(value: object) -> dict[str, object]:
    """A value of somebody else's JSON that should be an object."""
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def entries(value: object) -> list[object]:
    """A value of somebody else's JSON that should be an array."""
    return cast("list[object]", value) if isinstance(value, list) else []


def text(value: object) -> str:
    """A value of somebody else's JSON that should be a text."""
    return value if isinstance(value, str) else ""
