"""A rack as text: its units from the top, front and rear, then what is beside them, free and in conflict."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from cmdb_server.cli.map_folding import plain

_WIDTH = 24
_FREE = "."


def lines(rack: dict[str, Any]) -> Iterator[str]:
    """The lines of the text."""
    assumed = " (not told, assumed)" if rack["is_height_assumed"] else ""
    yield f"{path_of(rack)}: {rack['height_units']} U{assumed}, {rack['used_units']} used, {rack['devices']} devices"
    faces = {face: _at_units(rack, face) for face in ("front", "rear")}
    yield f"{'':>3}  {'front':<{_WIDTH}}  rear"
    for unit in range(rack["height_units"], 0, -1):
        front, rear = (_cell(faces[face].get(unit, [])) for face in ("front", "rear"))
        yield f"{unit:>3}  {front:<{_WIDTH}}  {rear}".rstrip()
    for device in rack["mounted"]:
        if device["unit"] is None:
            yield f"beside the units: {plain(device['name'])} ({device['face']})"
    for run in rack["free"]:
        if run["face"] == "both":
            yield f"free: {run['height_units']} U from unit {run['unit']}"
    for problem in rack["problems"]:
        yield f"conflict: {plain(problem['message'])}"


def path_of(rack: dict[str, Any]) -> str:
    """A rack by its place: site / room / rack."""
    place = rack["place"]
    return " / ".join(plain(part) for part in (place["site"], place["room"], rack["name"]) if part)


def _at_units(rack: dict[str, Any], face: str) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for device in rack["mounted"]:
        if device["unit"] is None or device["face"] not in (face, "both"):
            continue
        top = min(device["unit"] + device["height_units"] - 1, rack["height_units"])
        for unit in range(max(device["unit"], 1), top + 1):
            found[unit].append(device)
    return found


def _cell(devices: list[dict[str, Any]]) -> str:
    names = " ! ".join(plain(device["name"]) for device in devices)
    return f"{names[: _WIDTH - 1]}~" if len(names) > _WIDTH else names or _FREE
