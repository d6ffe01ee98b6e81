"""Values of JSON that somebody else wrote: of the kind that is expected, or an error that names the field."""

from collections.abc import Mapping
from typing import Any, cast

from cvss import CVSS2, CVSS3, CVSS4, CVSSError  # pyright: ignore[reportMissingTypeStubs] - it has none

from cmdb_server.vulnerabilities.entry import (
    LONGEST_DETAILS,
    LONGEST_NAME,
    LONGEST_TITLE,
    MOST_REFERENCES,
    EntryError,
    Severity,
    severity_of,
)

_LONGEST_URL = 500
_LONGEST_TEXT = 200_000
_BY_PREFIX = (("CVSS:4", CVSS4), ("CVSS:3", CVSS3), ("", CVSS2))


def mapped(value: object, field: str) -> Mapping[str, Any]:
    """An object. Raises EntryError."""
    if not isinstance(value, dict):
        raise EntryError(field, "is no object")
    return cast("dict[str, Any]", value)


def plain(value: object) -> Mapping[str, Any]:
    """An object as it is; an empty one for anything else."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def listed(told: Mapping[str, Any], field: str) -> list[Any]:
    """A list, empty where there is none. Raises EntryError."""
    value = told.get(field)
    if value is None:
        return []
    if not isinstance(value, list):
        raise EntryError(field, "is no list")
    return cast("list[Any]", value)


def text(told: Mapping[str, Any], field: str, *, is_required: bool = False) -> str:
    """A text, "" where there is none. Raises EntryError."""
    value = told.get(field)
    if value is None or value == "":
        if is_required:
            raise EntryError(field, "is missing")
        return ""
    if not isinstance(value, str):
        raise EntryError(field, "is no text")
    if len(value) > (LONGEST_NAME if is_required else _LONGEST_TEXT):
        raise EntryError(field, "is too long")
    if "\0" in value:
        raise EntryError(field, "holds a NUL character")
    return value


def texts(told: Mapping[str, Any], field: str) -> tuple[str, ...]:
    """A list of texts. Raises EntryError."""
    found = listed(told, field)
    if not all(isinstance(one, str) for one in found):
        raise EntryError(field, "holds something that is no text")
    return tuple(one[:LONGEST_NAME] for one in found)


def urls(told: Mapping[str, Any], field: str) -> tuple[str, ...]:
    """The addresses of references that a browser may follow."""
    found = (text(mapped(one, field), "url") for one in listed(told, field))
    kept = (url for url in found if url.startswith(("https://", "http://")) and len(url) <= _LONGEST_URL)
    return tuple(dict.fromkeys(kept))[:MOST_REFERENCES]


def cut(told: str, *, is_title: bool = False) -> str:
    """A text as long as it is kept; of one for a title its first line."""
    if not is_title:
        return told[:LONGEST_DETAILS]
    line = next(iter(told.strip().splitlines()), "")
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "\N{HORIZONTAL ELLIPSIS}"


def scored(vector: str) -> tuple[Severity, float, str]:
    """Level, base score and vector of CVSS; unknown for a vector that is none."""
    kind = next(kind for prefix, kind in _BY_PREFIX if vector.startswith(prefix))
    try:
        score = float(kind(vector).base_score or 0)
    except (CVSSError, ValueError, KeyError, TypeError):
        return "unknown", 0.0, ""
    return severity_of(score), score, vector
