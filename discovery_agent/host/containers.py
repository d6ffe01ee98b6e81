"""Names of containers, from where their engines keep them."""

import json
from collections.abc import Iterable
from typing import Any

from discovery_agent.host.files import read_text

_DOCKER = "/var/lib/docker/containers"
_PODMAN = "/var/lib/containers/storage/overlay-containers/containers.json"


def container_names(root: str, ids: Iterable[str]) -> dict[str, str]:
    """The names of those containers that an engine's files name; the others keep none."""
    wanted = set(ids)
    if not wanted:
        return {}
    found = {entry: name for entry in wanted if (name := _docker_name(root, entry))}
    return {**_podman_names(root, wanted), **found}


def _docker_name(root: str, container: str) -> str:
    try:
        settings: Any = json.loads(read_text(f"{root}{_DOCKER}/{container}/config.v2.json") or "{}")
    except (PermissionError, json.JSONDecodeError):
        return ""
    return str(settings.get("Name", "")).lstrip("/") if isinstance(settings, dict) else ""  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - somebody else's JSON


def _podman_names(root: str, wanted: set[str]) -> dict[str, str]:
    try:
        entries: Any = json.loads(read_text(f"{root}{_PODMAN}") or "[]")
    except (PermissionError, json.JSONDecodeError):
        return {}
    return {entry["id"]: entry["names"][0] for entry in entries if entry.get("id") in wanted and entry.get("names")}
