"""Names of containers, from where their engines keep them."""

import json
from collections.abc import Iterable
from typing import Any

from discovery_agent.host.system import System, read_text

_DOCKER = "/var/lib/docker/containers"
_PODMAN = "/var/lib/containers/storage/overlay-containers/containers.json"


def container_names(system: System, ids: Iterable[str]) -> dict[str, str]:
    """The names of those containers that an engine's files name; the others keep none."""
    wanted = set(ids)
    if not wanted:
        return {}
    found = {entry: name for entry in wanted if (name := _docker_name(system, entry))}
    return {**_podman_names(system, wanted), **found}


def _docker_name(system: System, container: str) -> str:
    try:
        settings: Any = json.loads(read_text(system, f"{_DOCKER}/{container}/config.v2.json") or "{}")
    except (PermissionError, json.JSONDecodeError):
        return ""
    return str(settings.get("Name", "")).lstrip("/") if isinstance(settings, dict) else ""  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - somebody else's JSON


def _podman_names(system: System, wanted: set[str]) -> dict[str, str]:
    try:
        entries: Any = json.loads(read_text(system, _PODMAN) or "[]")
    except (PermissionError, json.JSONDecodeError):
        return {}
    return {entry["id"]: entry["names"][0] for entry in entries if entry.get("id") in wanted and entry.get("names")}
